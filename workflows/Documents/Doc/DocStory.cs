namespace Asan.Documents.Doc;

/// <summary>
/// Reads a stretch of text as blocks. Paragraphs stand behind each other, those of tables too: how deep a paragraph stands is its own property, and a
/// row's shape that of the paragraph that ends the row. So tables are built from their ends.
/// </summary>
sealed class DocStory
{
    const char ParagraphEnd = '\r';
    const char CellEnd = '\x07';
    const char SectionEnd = '\x0C';

    readonly DocContext context;
    readonly DocFields fields;
    readonly int from;
    readonly int to;
    readonly int depth;
    readonly Stack<OpenTable> open = new();
    List<Block> blocks = [];

    /// <param name="depth">How many notes and boxes stand around the story.</param>
    public DocStory(DocContext context, int from, int to, int depth)
    {
        if (!context.Budget.Allows(depth))
            throw context.Budget.TooDeep();
        (this.context, this.depth) = (context, depth);
        (this.from, this.to) = (Math.Clamp(from, 0, context.Text.Length), Math.Clamp(to, 0, context.Text.Length));
        context.Take(Math.Max(0, this.to - this.from));
        fields = DocFields.Read(context.Text, this.from, this.to);
    }

    /// <summary>All of it, as one list.</summary>
    public List<Block> Read()
    {
        foreach (var section in ReadSections())
            return section;
        return [];
    }

    /// <summary>The blocks of each section. Only the main story has more than one.</summary>
    public IEnumerable<List<Block>> ReadSections(bool divides = false)
    {
        for (var start = from; start < to;)
        {
            var end = FindEnd(start);
            ReadParagraph(start, end);
            start = end + 1;
            if (divides && start < to && context.SectionEnds.Contains(start))
            {
                CloseTables(0);
                yield return blocks;
                blocks = [];
                context.Section++;
                context.Block = 0;
            }
        }

        CloseTables(0);
        yield return blocks;
    }

    // The place of the character that ends the paragraph; the story's end where none does.
    int FindEnd(int start)
    {
        for (var place = start; place < to; place++)
        {
            var c = context.Text[place];
            // The same character is a new page, which ends no paragraph.
            if (c is ParagraphEnd or CellEnd || (c == SectionEnd && context.SectionEnds.Contains(place + 1)))
                return place;
        }

        return to;
    }

    void ReadParagraph(int start, int end)
    {
        context.Budget.Paragraph();
        var properties = end < to ? context.Text.ParagraphAt(end) : ParagraphProperties.Plain;
        var mark = end < to ? context.Text[end] : ParagraphEnd;
        // Cell marks stand in tables only; one elsewhere is what is left of a table whose properties are lost.
        var tables = mark == CellEnd ? Math.Max(1, properties.Depth) : properties.Depth;
        if (!context.Budget.Allows(depth + tables))
            throw context.Budget.TooDeep();
        CloseTables(tables);
        if (open.Count == 0)
            context.Block++;
        while (open.Count < tables)
            open.Push(new OpenTable(++context.Tables, context.At(open.TryPeek(out var outer) ? outer.Cell : null)));

        var endsRow = tables == 1 ? mark == CellEnd && properties.EndsRow : tables > 1 && properties.EndsInnerRow;
        if (endsRow)
        {
            open.Peek().EndRow(properties);
            return;
        }

        var into = open.TryPeek(out var table) ? table.Blocks : blocks;
        new DocParagraph(context, fields, table?.Cell, depth + tables).Read(start, end, properties, into);
        if (tables > 0 && (mark == CellEnd || (tables > 1 && properties.EndsInnerCell)))
            table!.EndCell();
    }

    void CloseTables(int left)
    {
        while (open.Count > left)
        {
            var table = open.Pop();
            var into = open.TryPeek(out var outer) ? outer.Blocks : blocks;
            if (table.Build(context.Budget) is { } built)
                into.Add(built);
        }
    }
}

namespace Asan.Documents.Doc;

/// <summary>One reading of a document: the tables first, then the stories.</summary>
sealed partial class DocReading
{
    const int SectionDataLength = 12;
    const int HeadersASection = 6;
    const int SeparatorStories = 6;

    readonly ReadOnlyMemory<byte> table;
    readonly ParseBudget budget;
    readonly Fib fib;
    readonly int[] storyStarts;
    readonly DocContext context;
    readonly Plc headers;
    readonly List<string> authors;

    public DocReading(Fib fib, ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> table, ReadOnlyMemory<byte> data, ParseBudget budget)
    {
        (this.fib, this.table, this.budget) = (fib, table, budget);
        var lengths = fib.StoryLengths;
        storyStarts = new int[lengths.Count + 1];
        for (var i = 0; i < lengths.Count; i++)
            storyStarts[i + 1] = (int)Math.Min(int.MaxValue, (long)storyStarts[i] + lengths[i]);

        var text = Text(document, data);
        var fonts = DocFonts.Read(Table(FibTable.Fonts));
        context = new(budget)
        {
            Text = text,
            Styles = DocStyles.Read(Table(FibTable.StyleSheet), data),
            Fonts = fonts,
            Lists = DocLists.Read(table, fib[FibTable.Lists], fib[FibTable.ListOverrides], fonts),
            Pictures = new(document, data, budget),
            Anchors = new(),
            SectionEnds = SectionEnds(),
        };
        context.Anchors.Context = context;
        headers = new Plc(Table(FibTable.Headers), 0);
        authors = Authors(Table(FibTable.AnnotationAuthors));
        AddNotes(FibTable.FootnoteReferences, FibTable.FootnoteTexts, StoryKind.Footnotes, NoteKind.Footnote, "decimal");
        AddNotes(FibTable.EndnoteReferences, FibTable.EndnoteTexts, StoryKind.Endnotes, NoteKind.Endnote, "lowerRoman");
        AddAnnotations();
        AddDrawings();
        AddBoxes(FibTable.TextBoxes, StoryKind.TextBoxes);
        AddBoxes(FibTable.HeaderTextBoxes, StoryKind.HeaderTextBoxes);
        AddShapes(FibTable.Shapes, StoryKind.Main);
        AddShapes(FibTable.HeaderShapes, StoryKind.Headers);
    }

    DocText Text(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> data)
    {
        var pieces = PieceTable.Read(document, Table(FibTable.Pieces));
        if (pieces.Length == 0)
            pieces = PieceTable.Guess(document, fib.TextAt, storyStarts[^1]);
        if (pieces.Length == 0)
            throw new RefusedException(RefusalCodes.Damaged, "The table that says where the text lies is lost.");
        if (!pieces.IsWhole || pieces.Length < storyStarts[1])
            budget.Warn(WarningCodes.Damaged, "Parts of the text lie outside the file: they are lost.", "WordDocument");
        return new(pieces,
            FormattedPages.Read(document, Table(FibTable.CharacterPages), ofParagraphs: false),
            FormattedPages.Read(document, Table(FibTable.ParagraphPages), ofParagraphs: true),
            data);
    }

    public Document Read(DocumentMetadata metadata)
    {
        var sections = new List<Section>();
        foreach (var blocks in new DocStory(context, 0, storyStarts[1], depth: 0).ReadSections(divides: true))
            sections.Add(new() { Blocks = blocks, Furniture = Furniture(sections.Count) });
        AddLeft(sections);
        return new()
        {
            Format = FileFormat.Doc,
            FormatVersion = fib.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Metadata = metadata,
            Sections = sections,
            Files = context.Pictures.Files,
            Warnings = budget.Warnings(),
        };
    }

    // Boxes and notes that nothing anchors.
    void AddLeft(List<Section> sections)
    {
        var last = sections[^1];
        var boxes = context.Anchors.Left(Start(StoryKind.TextBoxes), Start(StoryKind.HeaderTextBoxes), context.At(null));
        var furniture = context.Anchors.Left(Start(StoryKind.HeaderTextBoxes), storyStarts[^1], context.At(null));
        var loose = context.Anchors.LooseNotes().Select(Loose).ToList();
        if (boxes.Count + furniture.Count + loose.Count == 0)
            return;
        sections[^1] = new()
        {
            Blocks = [.. last.Blocks, .. boxes],
            Furniture = furniture.Count == 0 ? last.Furniture : [.. last.Furniture, new() { Kind = FurnitureKind.Header, Blocks = furniture }],
            LooseNotes = loose,
        };
    }

    Note Loose(DocNote note) => new()
    {
        Kind = note.Kind,
        Mark = note.Mark,
        Author = note.Author,
        Blocks = new DocStory(context, note.From, note.To, depth: 1).Read(),
    };

    int Start(StoryKind story) => storyStarts[(int)story];

    int End(StoryKind story) => storyStarts[(int)story + 1];

    ReadOnlyMemory<byte> Table(FibTable name)
    {
        var (at, length) = fib[name];
        return LittleEndian.Slice(table, at, length);
    }

    HashSet<int> SectionEnds()
    {
        var plc = new Plc(Table(FibTable.Sections), SectionDataLength);
        return [.. Enumerable.Range(1, Math.Max(0, plc.Count - 1)).Select(plc.Place).Take(budget.Limits.Entries)];
    }

    // Separators first; then for each section headers and footers of even, odd and first pages. An empty one is that of the section before.
    List<Furniture> Furniture(int section)
    {
        var furniture = new List<Furniture>();
        for (var i = 0; i < HeadersASection; i++)
        {
            var story = SeparatorStories + section * HeadersASection + i;
            if (story + 1 > headers.Count)
                break;
            var (from, to) = (Start(StoryKind.Headers) + headers.Place(story), Start(StoryKind.Headers) + headers.Place(story + 1));
            // The last character ends the story and is no paragraph of it.
            if (to - from < 2 || to > End(StoryKind.Headers) || from < Start(StoryKind.Headers))
                continue;
            furniture.Add(new()
            {
                Kind = i is 0 or 1 or 4 ? FurnitureKind.Header : FurnitureKind.Footer,
                Pages = i switch { 0 or 2 => PageParity.Even, 4 or 5 => PageParity.First, _ => PageParity.All },
                Position = new(section + 1, 0),
                Blocks = ReadApart(from, to - 1),
            });
        }

        return furniture;
    }

    List<Block> ReadApart(int from, int to)
    {
        var block = context.Block;
        var blocks = new DocStory(context, from, to, depth: 0).Read();
        context.Block = block;
        return blocks;
    }
}

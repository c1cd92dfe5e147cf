namespace Asan.Documents.Exports.Docling;

/// <summary>One writing of <see cref="DoclingExport"/>. Children are named in the order of the text.</summary>
sealed class DoclingWriting(DoclingDocument target)
{
    const string Body = "body";

    // A grid has every place, and a sheet may have a cell at its far end; docling makes the grid of the cells where it is missing.
    const int MostPlaces = 4_000_000;

    // What notes hang at the paragraph that was written last.
    readonly List<Note> notes = [];

    public DoclingDocument Write(Document document)
    {
        foreach (var page in document.MasterPages)
            WriteAll(page.Blocks, target.Body, "background", "page_header");
        foreach (var section in document.Sections)
        {
            foreach (var furniture in section.Furniture)
                WriteAll(furniture.Blocks, target.Body, "furniture", furniture.Kind == FurnitureKind.Footer ? "page_footer" : "page_header");
            WriteAll(section.Blocks, target.Body, Body);
            foreach (var note in section.LooseNotes)
                Write(note, target.Body);
        }

        return target;
    }

    void WriteAll(IReadOnlyList<Block> blocks, DoclingItem parent, string layer, string? label = null)
    {
        DoclingGroup? list = null;
        foreach (var block in blocks)
        {
            var isItem = label is null && block is Paragraph { Marker: not null, Heading: null };
            list = isItem ? list ?? AddGroup(parent, layer, "list", "list") : null;
            Write(block, list ?? parent, layer, label);
            WriteNotes(parent);
        }
    }

    void Write(Block block, DoclingItem parent, string layer, string? label)
    {
        switch (block)
        {
            case Paragraph paragraph:
                Write(paragraph, parent, layer, label);
                break;
            case Equation equation:
                AddText(parent, layer, new() { Label = "formula", Text = equation.Script });
                WriteAll(equation.Caption, parent, layer, "caption");
                break;
            case TextBox box:
                var group = AddGroup(parent, layer, "unspecified", "text_box");
                WriteAll(box.Caption, group, layer, "caption");
                WriteAll(box.Blocks, group, layer);
                break;
            case Picture picture:
                Write(picture, parent, layer);
                break;
            case Table table:
                Write(table, parent, layer);
                break;
        }
    }

    void Write(Paragraph paragraph, DoclingItem parent, string layer, string? label)
    {
        var text = InlineText.Of(paragraph, notes, out var pictures);
        foreach (var picture in pictures)
            Write(picture, parent, layer);
        var marker = paragraph.Marker?.Text ?? "";
        if (text.Length == 0 && marker.Length == 0)
            return;
        if (label is null && paragraph.Heading is { } heading)
            AddText(parent, layer, new() { Label = "section_header", Level = heading.Level, Text = Joined(marker, text) });
        else if (label is null && paragraph.Marker is { } item)
            AddText(parent, layer, new() { Label = "list_item", Marker = marker, Enumerated = item.IsOrdered, Text = text, Orig = Joined(marker, text) });
        else
            AddText(parent, layer, new() { Label = label ?? "text", Text = Joined(marker, text), Hyperlink = Whole(paragraph) });
    }

    static string Joined(string marker, string text) => marker.Length == 0 ? text : $"{marker} {text}";

    // docling links an item as a whole.
    static string? Whole(Paragraph paragraph)
    {
        foreach (var inline in paragraph.Inlines)
            if (inline is Link link && link.Length == paragraph.Text.Length && link.Target.Length > 0)
                return link.Target;
        return null;
    }

    void Write(Picture picture, DoclingItem parent, string layer)
    {
        var item = new DoclingPicture { SelfRef = $"#/pictures/{target.Pictures.Count}", Parent = new(parent.SelfRef), ContentLayer = layer, Label = picture.Kind == PictureKind.Chart ? "chart" : "picture" };
        target.Pictures.Add(item);
        parent.Children.Add(new(item.SelfRef));
        WriteCaption(picture.Caption, item, layer);
    }

    void WriteCaption(IReadOnlyList<Block> caption, DoclingFloating item, string layer)
    {
        WriteAll(caption, item, layer, "caption");
        item.Captions.AddRange(item.Children);
    }

    void Write(Table table, DoclingItem parent, string layer)
    {
        var grid = new List<List<DoclingTableCell>>(table.Rows);
        var item = new DoclingTable
        {
            SelfRef = $"#/tables/{target.Tables.Count}",
            Parent = new(parent.SelfRef),
            ContentLayer = layer,
            Label = "table",
            Data = new() { NumRows = table.Rows, NumCols = table.Columns, Grid = grid },
        };
        target.Tables.Add(item);
        parent.Children.Add(new(item.SelfRef));
        WriteCaption(table.Caption, item, layer);
        var hasGrid = (long)table.Rows * table.Columns <= MostPlaces;
        for (var row = 0; row < table.Rows && hasGrid; row++)
            grid.Add([.. Enumerable.Range(0, table.Columns).Select(column => Empty(row, column))]);
        foreach (var cell in table.Cells)
        {
            var written = Cell(cell, table, item, layer);
            item.Data.TableCells.Add(written);
            for (var row = cell.Row; row < cell.Row + cell.RowSpan && hasGrid; row++)
                for (var column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
                    grid[row][column] = written;
        }
    }

    static DoclingTableCell Empty(int row, int column) =>
        new() { StartRowOffsetIdx = row, EndRowOffsetIdx = row + 1, StartColOffsetIdx = column, EndColOffsetIdx = column + 1 };

    DoclingTableCell Cell(Cell cell, Table table, DoclingTable item, string layer)
    {
        DoclingRef? rich = null;
        if (cell.Blocks.Any(block => block is not Paragraph))
        {
            var group = AddGroup(item, layer, "unspecified", "rich_cell");
            WriteAll(cell.Blocks, group, layer);
            rich = new(group.SelfRef);
        }

        return new()
        {
            RowSpan = cell.RowSpan,
            ColSpan = cell.ColumnSpan,
            StartRowOffsetIdx = cell.Row,
            EndRowOffsetIdx = cell.Row + cell.RowSpan,
            StartColOffsetIdx = cell.Column,
            EndColOffsetIdx = cell.Column + cell.ColumnSpan,
            Text = TextExport.Write(cell.Blocks, TextOptions.Shown),
            ColumnHeader = cell.Row < table.HeaderRows,
            Ref = rich,
        };
    }

    void WriteNotes(DoclingItem parent)
    {
        if (notes.Count == 0)
            return;
        var written = notes.ToArray();
        notes.Clear();
        foreach (var note in written)
            Write(note, parent);
    }

    // Remarks are never printed: docling calls that layer invisible.
    void Write(Note note, DoclingItem parent)
    {
        var isPrinted = note.Kind is NoteKind.Footnote or NoteKind.Endnote;
        WriteAll(note.Blocks, parent, isPrinted ? Body : "invisible", isPrinted ? "footnote" : "text");
    }

    DoclingGroup AddGroup(DoclingItem parent, string layer, string label, string name)
    {
        var group = new DoclingGroup { SelfRef = $"#/groups/{target.Groups.Count}", Parent = new(parent.SelfRef), ContentLayer = layer, Label = label, Name = name };
        target.Groups.Add(group);
        parent.Children.Add(new(group.SelfRef));
        return group;
    }

    void AddText(DoclingItem parent, string layer, DoclingText text)
    {
        var reference = $"#/texts/{target.Texts.Count}";
        target.Texts.Add(text with
        {
            SelfRef = reference,
            Parent = new(parent.SelfRef),
            ContentLayer = layer,
            Orig = text.Orig.Length > 0 ? text.Orig : text.Text,
        });
        parent.Children.Add(new(reference));
    }
}

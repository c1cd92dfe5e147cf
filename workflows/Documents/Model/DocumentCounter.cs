namespace Asan.Documents;

/// <summary>One walk over everything a document holds, section by section or piece by piece.</summary>
sealed class DocumentCounter
{
    int sections, paragraphs, characters, headings, listItems, tables, nestedTables, cells, mergedCells;
    int pictures, embeddedObjects, textBoxes, equations, notes, annotations, headersAndFooters, fields;
    int tableDepth;

    public void Add(Section section)
    {
        sections += section.Continues ? 0 : 1;
        foreach (var furniture in section.Furniture)
        {
            headersAndFooters += furniture.Kind == FurnitureKind.MasterPage ? 0 : 1;
            Count(furniture.Blocks);
        }

        Count(section.Blocks);
        foreach (var note in section.LooseNotes)
            Count(note);
    }

    public DocumentCounts Counts(int warnings) => new()
    {
        Sections = sections,
        Paragraphs = paragraphs,
        Characters = characters,
        Headings = headings,
        ListItems = listItems,
        Tables = tables,
        NestedTables = nestedTables,
        Cells = cells,
        MergedCells = mergedCells,
        Pictures = pictures,
        EmbeddedObjects = embeddedObjects,
        TextBoxes = textBoxes,
        Equations = equations,
        Notes = notes,
        Annotations = annotations,
        HeadersAndFooters = headersAndFooters,
        Fields = fields,
        Warnings = warnings,
    };

    void Count(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
            Count(block);
    }

    void Count(Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                Count(paragraph);
                break;
            case Table table:
                Count(table);
                break;
            case Picture picture:
                if (picture.Kind == PictureKind.Image)
                    pictures++;
                else
                    embeddedObjects++;
                Count(picture.Caption);
                break;
            case TextBox box:
                textBoxes++;
                Count(box.Caption);
                Count(box.Blocks);
                break;
            case Equation equation:
                equations++;
                Count(equation.Caption);
                break;
        }
    }

    void Count(Paragraph paragraph)
    {
        paragraphs++;
        headings += paragraph.Heading is null ? 0 : 1;
        listItems += paragraph.Marker is null ? 0 : 1;
        foreach (var c in paragraph.Text)
            characters += char.IsWhiteSpace(c) ? 0 : 1;
        foreach (var inline in paragraph.Inlines)
        {
            switch (inline)
            {
                case NoteReference reference:
                    Count(reference.Note);
                    break;
                case InlineObject anchored:
                    Count(anchored.Block);
                    break;
                case Field or Link:
                    fields++;
                    break;
            }
        }
    }

    void Count(Table table)
    {
        var isWhole = table.FirstRow == 0;
        tables += isWhole ? 1 : 0;
        nestedTables += tableDepth > 0 && isWhole ? 1 : 0;
        Count(table.Caption);
        tableDepth++;
        foreach (var cell in table.Cells)
        {
            // Said again at the top of a piece.
            if (cell.Row < table.FirstRow)
                continue;
            cells++;
            mergedCells += cell.RowSpan > 1 || cell.ColumnSpan > 1 ? 1 : 0;
            Count(cell.Blocks);
        }

        tableDepth--;
    }

    void Count(Note note)
    {
        if (note.Kind is NoteKind.Footnote or NoteKind.Endnote)
            notes++;
        else
            annotations++;
        Count(note.Blocks);
    }
}

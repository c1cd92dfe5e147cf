namespace Asan.Documents.Pieces;

/// <summary>Makes one document of its pieces: what was cut only to travel is whole again.</summary>
public sealed class PieceJoining
{
    readonly List<Section> sections = [];
    List<Block> blocks = [];
    List<Cell> cells = [];

    public void Add(Section piece)
    {
        if (!piece.Continues || sections.Count == 0)
        {
            blocks = [];
            sections.Add(new() { Blocks = blocks, Furniture = piece.Furniture, LooseNotes = piece.LooseNotes });
        }
        else if (piece.LooseNotes.Count > 0)
        {
            var last = sections[^1];
            sections[^1] = new() { Blocks = blocks, Furniture = last.Furniture, LooseNotes = [.. last.LooseNotes, .. piece.LooseNotes] };
        }

        foreach (var block in piece.Blocks)
            Add(block);
    }

    void Add(Block block)
    {
        if (block is not Table table)
        {
            blocks.Add(block);
        }
        else if (table.FirstRow > 0 && blocks is [.., Table open] && open.Number == table.Number)
        {
            if (!ReferenceEquals(open.Cells, cells))
                cells = [.. open.Cells];
            cells.AddRange(table.Cells.Where(cell => cell.Row >= table.FirstRow));
            blocks[^1] = open.Extended(cells, table.Rows, table.Columns);
        }
        else
        {
            blocks.Add(table);
        }
    }

    public Document Finish(DocumentHead head, IReadOnlyList<EmbeddedFile> files, DocumentTail tail) => new()
    {
        Format = head.Format,
        FormatVersion = head.FormatVersion,
        Metadata = head.Metadata,
        Sections = sections,
        MasterPages = head.MasterPages,
        Files = files,
        Warnings = tail.Warnings,
    };
}

namespace Asan.Documents.Pieces;

/// <summary>Cuts sections that are long into pieces: between blocks, and between rows of a large table.</summary>
static class PieceCutting
{
    /// <summary>About how many characters a piece has; a block that cannot be cut may make it longer.</summary>
    public const int Target = 128 * 1024;

    // What a block costs beside its text, on its way and in memory.
    const int BlockWeight = 64;

    public static IEnumerable<Section> Cut(Section section) => Cut(section, section.Blocks, Target);

    /// <summary>A section whose blocks come one after the other: none is held beyond its piece.</summary>
    public static IEnumerable<Section> Cut(IEnumerable<Block> blocks) => Cut(new() { Blocks = [] }, blocks, Target);

    /// <param name="target">About how many characters a piece has.</param>
    public static IEnumerable<Section> Cut(Section section, IEnumerable<Block> blocks, int target)
    {
        var piece = new List<Block>();
        var (isFirst, weight) = (true, 0);
        foreach (var block in blocks.SelectMany<Block, Block>(block => block is Table { FirstRow: 0 } table && Weigh(table) > target ? CutRows(table, target) : [block]))
        {
            var added = Weigh(block);
            if (piece.Count > 0 && weight + added > target)
            {
                yield return Piece(section, piece, isFirst, isLast: false);
                (piece, isFirst, weight) = ([], false, 0);
            }

            piece.Add(block);
            weight += added;
        }

        yield return Piece(section, piece, isFirst, isLast: true);
    }

    static Section Piece(Section section, List<Block> blocks, bool isFirst, bool isLast) => new()
    {
        Continues = section.Continues || !isFirst,
        Blocks = blocks,
        Furniture = isFirst ? section.Furniture : [],
        LooseNotes = isLast ? section.LooseNotes : [],
    };

    // Never through a cell that reaches over rows. The header is said again; where none is marked, the first row is most often it.
    static IEnumerable<Table> CutRows(Table table, int target)
    {
        var headerRows = table.HeaderRows > 0 ? table.HeaderRows : table.Rows >= 3 ? 1 : 0;
        var header = table.Cells.TakeWhile(cell => cell.Row < headerRows).ToList();
        var headerReach = header.Select(cell => cell.Row + cell.RowSpan).DefaultIfEmpty(0).Max();
        var piece = new List<Cell>();
        var (firstRow, reach, weight) = (0, headerReach, 0);
        foreach (var cell in table.Cells)
        {
            if (weight > target && cell.Row >= reach && cell.Row >= headerReach)
            {
                yield return table.Piece(piece, firstRow, reach);
                (piece, firstRow, weight) = ([.. header], cell.Row, 0);
            }

            piece.Add(cell);
            reach = Math.Max(reach, cell.Row + cell.RowSpan);
            weight += Weigh(cell);
        }

        yield return table.Piece(piece, firstRow, table.Rows);
    }

    static int Weigh(IReadOnlyList<Block> blocks)
    {
        var weight = 0;
        foreach (var block in blocks)
            weight += Weigh(block);
        return weight;
    }

    static int Weigh(Cell cell) => BlockWeight + Weigh(cell.Blocks);

    static int Weigh(Block block) => BlockWeight + block switch
    {
        Paragraph paragraph => paragraph.Text.Length + Weigh(paragraph.Inlines),
        Table table => Weigh(table.Caption) + table.Cells.Sum(Weigh),
        TextBox box => Weigh(box.Caption) + Weigh(box.Blocks),
        Picture picture => (picture.Description?.Length ?? 0) + (picture.Link?.Length ?? 0) + Weigh(picture.Caption),
        Equation equation => equation.Script.Length + Weigh(equation.Caption),
        _ => 0,
    };

    static int Weigh(IReadOnlyList<Inline> inlines)
    {
        var weight = 0;
        foreach (var inline in inlines)
            weight += BlockWeight + inline switch
            {
                NoteReference reference => Weigh(reference.Note.Blocks),
                InlineObject anchored => Weigh(anchored.Block),
                GeneratedText generated => generated.Text.Length,
                DeletedText deleted => deleted.Text.Length,
                _ => 0,
            };
        return weight;
    }
}

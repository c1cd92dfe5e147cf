namespace Asan.Documents;

/// <summary>A table as a grid. Tables stand in cells of others where the document nests them.</summary>
public sealed class Table : Block
{
    /// <summary>Which table of the document this is, from 1, in reading order.</summary>
    public required int Number { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    /// <summary>Each cell once, at its upper left place, ordered by row and column. No two overlap and none leaves the grid.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>How many rows at the top are headers; 0 when the document does not tell.</summary>
    public int HeaderRows { get; init; }

    /// <summary>
    /// For a piece of a table that goes on with the piece before: its first row, counted from 0, after those at the top that are said again. Rows keep
    /// their numbers, so that there are none between the two. 0 for a whole table and for the first piece of one.
    /// </summary>
    public int FirstRow { get; init; }

    public IReadOnlyList<Block> Caption { get; init; } = [];

    /// <summary>Every place of the grid with the cell that covers it, so a merged cell stands in several; null where no cell is. As large as the table claims to be: a sheet's may be more than memory holds.</summary>
    public Cell?[,] ToGrid()
    {
        var grid = new Cell?[Rows, Columns];
        foreach (var cell in Cells)
            for (var row = cell.Row; row < cell.Row + cell.RowSpan; row++)
                for (var column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
                    grid[row, column] = cell;
        return grid;
    }

    internal Table Piece(IReadOnlyList<Cell> cells, int firstRow, int rows) => new()
    {
        Position = Position,
        Number = Number,
        Rows = rows,
        Columns = Columns,
        Cells = cells,
        HeaderRows = HeaderRows,
        FirstRow = firstRow,
        Caption = firstRow == 0 ? Caption : [],
    };

    internal Table Extended(IReadOnlyList<Cell> cells, int rows, int columns) => new()
    {
        Position = Position,
        Number = Number,
        Rows = Math.Max(Rows, rows),
        Columns = Math.Max(Columns, columns),
        Cells = cells,
        HeaderRows = HeaderRows,
        FirstRow = FirstRow,
        Caption = Caption,
    };
}

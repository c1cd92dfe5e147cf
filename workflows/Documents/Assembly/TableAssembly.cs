namespace Asan.Documents.Assembly;

/// <summary>
/// Puts cells into a grid. Files state addresses and spans, and damaged ones state what cannot be: a cell outside its table or on top of another
/// moves to a free place, and a span that does not fit is cut. No cell is ever lost.
/// </summary>
public sealed class TableAssembly
{
    // A cell beyond the declared size makes the table larger, but only by a little: an address of 65,535 is damage.
    const int MaximumGrowth = 64;

    readonly ParseBudget budget;
    readonly List<Cell> cells;
    // May have room for more rows and columns than there are.
    bool[] taken;
    int room;
    int rows;
    int columns;
    int firstRow;
    bool isCorrected;

    /// <param name="rows">As the file states it; 0 when it does not.</param>
    /// <param name="columns">As the file states it; 0 when it does not.</param>
    public TableAssembly(int rows, int columns, ParseBudget budget)
    {
        this.budget = budget;
        (this.rows, this.columns) = (Math.Max(rows, 0), Math.Max(columns, 0));
        budget.Grid(this.rows, this.columns);
        room = this.columns;
        taken = new bool[this.rows * room];
        cells = new(Math.Min(taken.Length, 256));
    }

    /// <summary>Reserves the place for a cell. Call once for each cell, in the order of the file.</summary>
    public CellPlace Place(int row, int column, int rowSpan, int columnSpan)
    {
        budget.Cell();
        if (!CanHold(row, column))
        {
            isCorrected = true;
            (row, column) = NextFree();
            return Take(new(row, column, 1, 1));
        }

        return Take(Fitted(row, column, rowSpan, columnSpan));
    }

    /// <summary>Reserves the next free place in reading order, for a file that states none.</summary>
    public CellPlace PlaceNext(int rowSpan, int columnSpan)
    {
        var (row, column) = NextFree();
        return Place(row, column, rowSpan, columnSpan);
    }

    /// <summary>Reserves the next free place in a row, for a file that states rows but no addresses. The table grows as it must.</summary>
    public CellPlace PlaceInRow(int row, int rowSpan, int columnSpan)
    {
        budget.Cell();
        Grow(Math.Max(rows, row + 1), Math.Max(columns, 1));
        var free = Row(row).IndexOf(false);
        var column = free < 0 ? columns : free;
        Grow(Math.Max(rows, row + Math.Clamp(rowSpan, 1, MaximumGrowth)), Math.Max(columns, column + Math.Clamp(columnSpan, 1, MaximumGrowth)));
        return Take(Fitted(row, column, rowSpan, columnSpan));
    }

    public void Add(CellPlace place, IReadOnlyList<Block> blocks, bool isHeader = false, string? fieldName = null) => cells.Add(new()
    {
        Row = place.Row,
        Column = place.Column,
        RowSpan = place.RowSpan,
        ColumnSpan = place.ColumnSpan,
        IsHeader = isHeader,
        FieldName = fieldName,
        Blocks = blocks,
    });

    /// <param name="repeatsHeader">The table's first row returns on every page, which makes it a header where no cell says that it is one.</param>
    public Table Finish(Position position, int number, IReadOnlyList<Block> caption, bool repeatsHeader)
    {
        if (isCorrected)
            budget.Warn(WarningCodes.Corrected, "Cells that stood outside their table or on top of others were moved.", $"table {number}");
        if (!IsOrdered())
            cells.Sort((a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Column.CompareTo(b.Column));
        var headerRows = HeaderRows();
        return new()
        {
            Position = position,
            Number = number,
            Rows = rows,
            Columns = columns,
            Cells = cells,
            Caption = caption,
            HeaderRows = headerRows == 0 && repeatsHeader && rows > 1 ? 1 : headerRows,
        };
    }

    bool CanHold(int row, int column)
    {
        if (row < 0 || column < 0)
            return false;
        if (row >= rows || column >= columns)
        {
            if (row >= rows + MaximumGrowth || column >= columns + MaximumGrowth)
                return false;
            isCorrected |= taken.Length > 0;
            Grow(Math.Max(rows, row + 1), Math.Max(columns, column + 1));
        }

        return !Row(row)[column];
    }

    CellPlace Fitted(int row, int column, int rowSpan, int columnSpan)
    {
        var (height, width) = (Math.Clamp(rowSpan, 1, rows - row), Math.Clamp(columnSpan, 1, columns - column));
        isCorrected |= height != Math.Max(rowSpan, 1) || width != Math.Max(columnSpan, 1);
        if ((height > 1 || width > 1) && !IsFree(row, column, height, width))
        {
            isCorrected = true;
            (height, width) = (1, 1);
        }

        return new(row, column, height, width);
    }

    Span<bool> Row(int row) => taken.AsSpan(row * room, columns);

    void Grow(int newRows, int newColumns)
    {
        if (newRows == rows && newColumns == columns)
            return;
        budget.Grid(newRows, newColumns, (long)rows * columns);
        if (newColumns > room || newRows * room > taken.Length)
        {
            // Twice as large, so that a table that grows row by row is not copied row by row.
            var newRoom = newColumns > room ? Math.Max(newColumns, Math.Min(2 * room, newColumns + MaximumGrowth)) : room;
            var larger = new bool[Math.Max(newRows, Math.Min(2 * rows, newRows + (1 << 16))) * newRoom];
            for (var row = 0; row < rows; row++)
                Row(row).CopyTo(larger.AsSpan(row * newRoom));
            (taken, room) = (larger, newRoom);
        }

        (rows, columns) = (newRows, newColumns);
        firstRow = 0;
    }

    (int Row, int Column) NextFree()
    {
        for (; firstRow < rows; firstRow++)
            if (Row(firstRow).IndexOf(false) is var free and >= 0)
                return (firstRow, free);
        var next = rows;
        Grow(rows + 1, Math.Max(columns, 1));
        firstRow = next;
        return (next, 0);
    }

    bool IsFree(int row, int column, int height, int width)
    {
        for (var i = row; i < row + height; i++)
            if (Row(i).Slice(column, width).Contains(true))
                return false;
        return true;
    }

    CellPlace Take(CellPlace place)
    {
        for (var row = place.Row; row < place.Row + place.RowSpan; row++)
            Row(row).Slice(place.Column, place.ColumnSpan).Fill(true);
        return place;
    }

    bool IsOrdered()
    {
        for (var i = 1; i < cells.Count; i++)
            if (cells[i].Row < cells[i - 1].Row || (cells[i].Row == cells[i - 1].Row && cells[i].Column < cells[i - 1].Column))
                return false;
        return true;
    }

    // Rows from the top in which every cell says that it is a header.
    int HeaderRows()
    {
        var first = rows;
        foreach (var cell in cells)
            if (!cell.IsHeader && cell.Row < first)
                first = cell.Row;
        return cells.Count == 0 || first == rows ? 0 : first;
    }
}

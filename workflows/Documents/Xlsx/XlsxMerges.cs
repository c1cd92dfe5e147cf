using Asan.Documents.Rows;

namespace Asan.Documents.Xlsx;

/// <summary>The merged cells of a sheet. One that would cover a cell with something in it, or another that is merged, is none.</summary>
sealed class XlsxMerges
{
    readonly List<(int Top, int Left, int Bottom, int Right)> merges;
    // Rows that cells reach over, joined where they touch: a cut would go through one.
    readonly List<(int Top, int Bottom)> reaches = [];

    public XlsxMerges(IEnumerable<(int Top, int Left, int Bottom, int Right)> all, ParseBudget budget)
    {
        budget.CancellationToken.ThrowIfCancellationRequested();
        merges = [.. all.Order()];
        foreach (var (top, _, bottom, _) in merges)
        {
            if (bottom == top)
                continue;
            if (reaches is [.., var before] && top <= before.Bottom)
                reaches[^1] = (before.Top, Math.Max(before.Bottom, bottom));
            else
                reaches.Add((top, bottom));
        }
    }

    public bool IsCorrected { get; private set; }

    public bool MayCutBefore(int row)
    {
        var at = reaches.BinarySearch((row, int.MaxValue));
        var before = at < 0 ? ~at - 1 : at;
        return before < 0 || reaches[before].Top >= row || reaches[before].Bottom < row;
    }

    /// <summary>The cells of these rows, those that are covered left out.</summary>
    public IReadOnlyList<Cell> Shape(List<RowCells> rows)
    {
        var grid = rows.ConvertAll(row => row.Cells.ToArray());
        if (merges.Count > 0)
        {
            var columns = grid.Max(row => row.Length);
            var first = merges.BinarySearch((rows[0].Number, int.MinValue, 0, 0));
            for (var i = first < 0 ? ~first : first; i < merges.Count && merges[i].Top <= rows[^1].Number; i++)
                IsCorrected |= !Merge(rows, grid!, merges[i], columns);
        }

        return [.. grid.SelectMany(row => row).Where(cell => cell is not null)];
    }

    static bool Merge(List<RowCells> rows, List<Cell?[]> grid, (int Top, int Left, int Bottom, int Right) merge, int columns)
    {
        var top = rows.BinarySearch(new(merge.Top, []), ByNumber);
        if (top < 0 || merge.Left >= grid[top].Length)
            return true; // nothing stands there
        if (grid[top][merge.Left] is not { RowSpan: 1, ColumnSpan: 1 } anchor)
            return false;
        var bottom = top;
        while (bottom + 1 < rows.Count && rows[bottom + 1].Number <= merge.Bottom)
            bottom++;
        var right = Math.Min(merge.Right, columns - 1);
        if (!IsFree(grid, merge.Left, right, top, bottom))
            return false;
        for (var row = top; row <= bottom; row++)
            grid[row].AsSpan(Math.Min(merge.Left, grid[row].Length)..Math.Min(right + 1, grid[row].Length)).Clear();
        grid[top][merge.Left] = new()
        {
            Row = anchor.Row,
            Column = anchor.Column,
            RowSpan = rows[bottom].Number - merge.Top + 1,
            ColumnSpan = right - merge.Left + 1,
            Blocks = anchor.Blocks,
        };
        return true;
    }

    static bool IsFree(List<Cell?[]> grid, int left, int right, int top, int bottom)
    {
        for (var row = top; row <= bottom; row++)
            for (var column = left; column <= Math.Min(right, grid[row].Length - 1); column++)
                if ((row, column) != (top, left) && grid[row][column] is not { Blocks.Count: 0, RowSpan: 1, ColumnSpan: 1 })
                    return false;
        return true;
    }

    static readonly Comparer<RowCells> ByNumber = Comparer<RowCells>.Create((a, b) => a.Number.CompareTo(b.Number));
}

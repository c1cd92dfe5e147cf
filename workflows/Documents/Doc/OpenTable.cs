using Asan.Documents.Assembly;
using Asan.Documents.Word;

namespace Asan.Documents.Doc;

/// <summary>A table whose rows are still coming. Rows know where their cells' edges lie, so the edges of all rows together are the columns.</summary>
sealed class OpenTable(int number, Position position)
{
    // Writers round: edges this near to each other, in twentieths of a point, are one.
    const int Tolerance = 12;
    const int UsualWidth = 1000;

    readonly List<(List<List<Block>> Cells, RowDefinition? Definition, bool IsHeader)> rows = [];
    List<List<Block>> cells = [];

    /// <summary>What the cell that is being read holds so far.</summary>
    public List<Block> Blocks { get; private set; } = [];

    public CellAddress Cell => new(number, rows.Count, cells.Count);

    public void EndCell()
    {
        cells.Add(Blocks);
        Blocks = [];
    }

    public void EndRow(ParagraphProperties properties)
    {
        if (Blocks.Count > 0)
            EndCell();
        rows.Add((cells, properties.Row, properties.IsHeaderRow));
        cells = [];
    }

    /// <summary>The table; null for one without cells.</summary>
    public Table? Build(ParseBudget budget)
    {
        if (Blocks.Count > 0)
            EndCell();
        if (cells.Count > 0)
            rows.Add((cells, null, false));
        rows.RemoveAll(row => row.Cells.Count == 0);
        if (rows.Count == 0)
            return null;

        var columns = Columns();
        var headerRows = rows.TakeWhile(row => row.IsHeader).Count();
        var merged = Merge(columns);
        var assembly = new TableAssembly(rows.Count, columns.Count - 1, budget);
        foreach (var cell in merged)
            assembly.Add(assembly.Place(cell.Row, cell.Column, cell.Height, cell.Width), cell.Blocks, isHeader: cell.Row < headerRows);
        return assembly.Finish(position, number, caption: [], repeatsHeader: false);
    }

    sealed class GridCell(int row, int column, List<Block> blocks)
    {
        public int Row => row;

        public int Column => column;

        public int Width { get; set; } = 1;

        public int Height { get; set; } = 1;

        public List<Block> Blocks => blocks;
    }

    List<GridCell> Merge(List<int> columns)
    {
        var all = new List<GridCell>();
        var above = new Dictionary<int, GridCell>();
        for (var row = 0; row < rows.Count; row++)
        {
            var here = new Dictionary<int, GridCell>();
            foreach (var cell in RowCells(row, columns))
            {
                var index = cell.Index;
                if (rows[row].Definition?.ContinuesAbove(index) == true && above.TryGetValue(cell.Cell.Column, out var top) && top.Width == cell.Cell.Width)
                {
                    top.Height++;
                    here[cell.Cell.Column] = top;
                    // Nothing is shown of what stands in it, and there is nothing as a rule; what there is all the same is kept.
                    top.Blocks.AddRange(cell.Cell.Blocks.Where(HasText));
                    continue;
                }

                here[cell.Cell.Column] = cell.Cell;
                all.Add(cell.Cell);
            }

            above = here;
        }

        return all;
    }

    List<(GridCell Cell, int Index)> RowCells(int row, List<int> columns)
    {
        var (content, definition, _) = rows[row];
        var made = new List<(GridCell Cell, int Index)>();
        var edges = Edges(row);
        var next = 0;
        for (var i = 0; i < content.Count; i++)
        {
            var right = Math.Max(ColumnOf(columns, edges[i + 1]), next);
            if (made.Count > 0 && definition?.ContinuesBefore(i) == true)
            {
                made[^1].Cell.Width = Math.Max(1, right - made[^1].Cell.Column);
                made[^1].Cell.Blocks.AddRange(content[i].Where(HasText));
                next = right;
                continue;
            }

            var left = Math.Max(ColumnOf(columns, edges[i]), next);
            made.Add((new(row, left, content[i]) { Width = Math.Max(1, right - left) }, i));
            next = Math.Max(left + 1, right);
        }

        return made;
    }

    static bool HasText(Block block) => block is not Paragraph { Text.Length: 0, Inlines.Count: 0 };

    // All edges, those near each other as one.
    List<int> Columns()
    {
        var all = Enumerable.Range(0, rows.Count).SelectMany(Edges).Distinct().Order().ToList();
        var columns = new List<int>();
        foreach (var edge in all)
            if (columns.Count == 0 || edge - columns[^1] > Tolerance)
                columns.Add(edge);
        if (columns.Count == 1)
            columns.Add(columns[0] + UsualWidth);
        return columns;
    }

    // The column that begins at an edge, or at the last before it.
    static int ColumnOf(List<int> columns, int edge)
    {
        var index = columns.BinarySearch(edge);
        if (index >= 0)
            return index;
        index = ~index;
        return index > 0 ? index - 1 : 0;
    }

    // One more than the row has cells. Where its definition is lost or knows fewer, cells of usual width follow.
    List<int> Edges(int row)
    {
        var (content, definition, _) = rows[row];
        var edges = new List<int>(content.Count + 1);
        for (var i = 0; i <= content.Count; i++)
            edges.Add(definition is not null && i < definition.Edges.Count ? definition.Edges[i] : i == 0 ? 0 : edges[^1] + UsualWidth);
        return edges;
    }
}

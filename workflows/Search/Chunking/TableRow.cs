using System.Text;
using Asan.Documents;
using Asan.Documents.Exports;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Chunking;

/// <summary>A row of a table as text: the cells that begin in it, and those from above that reach into it.</summary>
sealed class TableRow
{
    readonly List<(Cell Cell, string Text, bool Begins)> cells;

    TableRow(int number, List<(Cell, string, bool)> cells) => (Number, this.cells) = (number, cells);

    /// <summary>From 0.</summary>
    public int Number { get; }

    public int Page => cells.Select(cell => cell.Cell.Blocks.Count > 0 ? cell.Cell.Blocks[0].Position.Page : 0).DefaultIfEmpty(0).Max();

    public bool IsHeader => cells.Count > 0 && cells.All(cell => cell.Cell.IsHeader);

    public IEnumerable<(Cell Cell, string Text)> Cells => cells.Where(cell => cell.Begins).Select(cell => (cell.Cell, cell.Text));

    /// <summary>The text of the cell that begins in this row and covers the column; empty when there is none.</summary>
    public string At(int column)
    {
        var (low, high) = (0, cells.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var (cell, text, begins) = cells[middle];
            if (cell.Column <= column && column < cell.Column + cell.ColumnSpan)
                return begins ? text : "";
            if (cell.Column < column)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return "";
    }

    /// <summary>The cells with tabs between them: as many as there are columns, so that each stands below its header.</summary>
    /// <param name="alone">Nothing of the rows above is shown: cells that reach down from there are said again.</param>
    public string Line(bool alone)
    {
        var (line, column) = (new StringBuilder(), 0);
        foreach (var (cell, text, begins) in cells)
        {
            if (text.Length == 0 || !(begins || alone))
                continue;
            line.Append('\t', Math.Max(0, cell.Column - column)).Append(text);
            column = Math.Max(column, cell.Column);
        }

        return line.ToString();
    }

    public static IEnumerable<TableRow> Of(Table table)
    {
        var reaching = new List<(Cell Cell, string Text)>();
        for (var at = 0; at < table.Cells.Count;)
        {
            var number = table.Cells[at].Row;
            reaching.RemoveAll(cell => cell.Cell.Row + cell.Cell.RowSpan <= number);
            var row = reaching.Select(cell => (cell.Cell, cell.Text, Begins: false)).ToList();
            for (; at < table.Cells.Count && table.Cells[at].Row == number; at++)
            {
                var cell = table.Cells[at];
                var text = TextOf(cell);
                row.Add((cell, text, true));
                if (cell.RowSpan > 1)
                    reaching.Add((cell, text));
            }

            row.Sort((a, b) => a.Cell.Column.CompareTo(b.Cell.Column));
            yield return new(number, row);
        }
    }

    static string TextOf(Cell cell) =>
        ShownText.Clean(TextExport.Write(cell.Blocks, TextOptions.Shown)).Replace('\n', ' ').Replace('\t', ' ').Trim();
}

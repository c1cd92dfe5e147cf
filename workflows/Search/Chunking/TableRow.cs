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

    /// <param name="alone">Nothing of the rows above is shown: cells that reach down from there are said again.</param>
    public string Line(bool alone) => string.Join('\t', cells.Select(cell => cell.Begins || alone ? cell.Text : "")).TrimEnd('\t');

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

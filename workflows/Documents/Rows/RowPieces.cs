using System.Globalization;
using Asan.Documents.Pieces;

namespace Asan.Documents.Rows;

/// <summary>Makes tables of rows as they come: pieces of some hundreds of rows, each with the header above it and the rows by their own numbers.</summary>
/// <param name="position">Where the table stands.</param>
/// <param name="headerRows">How many rows at the top are the header, counted with those that are empty; null leaves it to be guessed.</param>
/// <param name="mayCutBefore">Whether a piece may begin with this row.</param>
/// <param name="shape">The cells of a piece's rows as they are to be, once all are known.</param>
sealed class RowPieces(Position position, int? headerRows = null, Func<int, bool>? mayCutBefore = null, Func<List<RowCells>, IReadOnlyList<Cell>>? shape = null)
{
    const int Rows = 300;

    // A piece that may not be cut is cut all the same when it has become this long.
    const int MostRows = 3_000;

    // A header stands near the top, under a title and a line of units.
    const int SearchedForHeader = 10;

    public IEnumerable<Table> Cut(IEnumerable<RowCells> rows)
    {
        IReadOnlyList<Cell>? header = null;
        var piece = new List<RowCells>();
        var (firstRow, weight, headed) = (0, 0, headerRows ?? 0);
        foreach (var row in rows)
        {
            if ((piece.Count >= Rows || weight > PieceCutting.Target) && (mayCutBefore?.Invoke(row.Number) ?? true) || piece.Count >= MostRows)
            {
                yield return Finish();
                (firstRow, weight) = (row.Number, 0);
                piece.Clear();
            }

            piece.Add(row);
            foreach (var cell in row.Cells)
                weight += 32 + (cell.Blocks is [Paragraph paragraph] ? 64 + paragraph.Text.Length : 0);
        }

        if (piece.Count > 0)
            yield return Finish();

        Table Finish()
        {
            var cells = shape?.Invoke(piece) ?? [.. piece.SelectMany(row => row.Cells)];
            if (header is null)
            {
                headed = headerRows ?? HeaderOf(piece);
                // Where none is marked, the first row is most often it.
                header = [.. cells.TakeWhile(cell => cell.Row < Math.Max(headed, 1))];
            }

            IReadOnlyList<Cell> all = firstRow == 0 ? cells : [.. header, .. cells];
            return new()
            {
                Position = position,
                Number = position.Table,
                Rows = all.Select(cell => cell.Row + cell.RowSpan).DefaultIfEmpty(piece[^1].Number + 1).Max(),
                Columns = all.Select(cell => cell.Column + cell.ColumnSpan).DefaultIfEmpty(0).Max(),
                Cells = all,
                HeaderRows = headed,
                FirstRow = firstRow,
            };
        }
    }

    // The first row of names: more than one, and no numbers among them.
    static int HeaderOf(List<RowCells> rows)
    {
        if (rows.Count < 2)
            return 0;
        foreach (var row in rows.Take(SearchedForHeader))
        {
            var texts = row.Cells.Select(cell => cell.Blocks is [Paragraph paragraph] ? paragraph.Text : "").Where(text => !string.IsNullOrWhiteSpace(text)).ToList();
            if (texts.Count >= 2)
                return texts.Exists(IsNumber) ? 0 : row.Number + 1;
        }

        return 0;
    }

    static bool IsNumber(string text) => double.TryParse(text.AsSpan().TrimEnd('%'), NumberStyles.Number, CultureInfo.InvariantCulture, out _);
}

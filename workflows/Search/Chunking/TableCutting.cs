using Asan.Documents;

namespace Asan.Workflows.Search.Chunking;

/// <summary>Cuts a table between its rows, with caption, unit line and header above each piece. A row is cut only when it alone is too large.</summary>
sealed class TableCutting(Table table, string lead, int room)
{
    // More of them are rows.
    const int MostHeaderRows = 10;

    readonly List<TableRow> header = [];
    readonly List<string> lines = [];
    string head = "";
    int headTokens, tokens, firstRow, lastRow, firstPage, lastPage;

    public IEnumerable<TablePiece> Cut()
    {
        var headed = false;
        foreach (var row in TableRow.Of(table))
        {
            if (!headed && BelongsToHeader(row))
            {
                header.Add(row);
                continue;
            }

            foreach (var piece in headed ? [] : WriteHead())
                yield return piece;
            headed = true;
            // The piece of the table before has shown it.
            if (row.Number < table.FirstRow)
                continue;
            foreach (var piece in Add(row))
                yield return piece;
        }

        foreach (var piece in headed ? [] : WriteHead())
            yield return piece;
        if (lines.Count > 0)
            yield return Flush();
        else if (!headed && head.Length > 0 && table.FirstRow == 0)
        {
            (firstRow, lastRow) = (1, table.Rows);
            yield return Piece(head, 1, table.Columns);
        }
    }

    bool BelongsToHeader(TableRow row) => header.Count < MostHeaderRows && (table.HeaderRows > 0 ? row.Number < table.HeaderRows
        : row.IsHeader || (row.Number == 0 && table.Rows >= 3));

    // What is cut off the head stands once as rows of its own.
    IEnumerable<TablePiece> WriteHead()
    {
        var whole = string.Join('\n', header.Select(row => row.Line(alone: false)).Prepend(lead).Where(line => line.Length > 0));
        head = whole[..TokenEstimate.Fit(whole, WideRow.HeadRoom(room))];
        var isCut = head.Length < whole.Length;
        if (head.Length > 0)
            head += "\n";
        headTokens = TokenEstimate.Of(head);
        if (!isCut || table.FirstRow > 0)
            yield break;

        (firstRow, lastRow) = (1, 1);
        foreach (var text in TextPieces.Cut(lead, room))
            yield return Piece(text, 1, table.Columns);
        foreach (var piece in header.SelectMany(Add))
            yield return piece;
    }

    IEnumerable<TablePiece> Add(TableRow row)
    {
        var line = row.Line(alone: lines.Count == 0);
        if (lines.Count > 0 && tokens + TokenEstimate.Of(line) > room - headTokens)
        {
            yield return Flush();
            line = row.Line(alone: true);
        }

        if (string.IsNullOrWhiteSpace(line))
            yield break;
        var more = TokenEstimate.Of(line);
        if (lines.Count == 0)
            (firstRow, firstPage) = (row.Number + 1, row.Page);
        (lastRow, lastPage) = (row.Number + 1, row.Page);
        if (more <= room - headTokens)
        {
            lines.Add(line);
            tokens += more;
            yield break;
        }

        foreach (var (text, firstColumn, lastColumn) in new WideRow(lead, header, room).Cut(row))
            yield return Piece(text, firstColumn, lastColumn);
    }

    TablePiece Flush()
    {
        var piece = Piece(head + string.Join('\n', lines), 1, table.Columns);
        lines.Clear();
        tokens = 0;
        return piece;
    }

    TablePiece Piece(string text, int firstColumn, int lastColumn) => new(text.TrimEnd('\n'), firstRow, lastRow, firstColumn, lastColumn, firstPage, lastPage);
}

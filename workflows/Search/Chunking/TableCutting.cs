using Asan.Documents;

namespace Asan.Workflows.Search.Chunking;

/// <summary>Cuts a table between its rows, with caption, unit line and header above each piece. A row is cut only when it alone is too large.</summary>
sealed class TableCutting(Table table, string lead, int room)
{
    // A header that leaves no room for rows is itself cut.
    readonly int headRoom = Math.Max(1, room / 2);
    readonly List<TableRow> header = [];
    readonly List<string> lines = [];
    string head = "";
    int tokens, firstRow, lastRow, firstPage, lastPage;

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
            foreach (var piece in Add(row))
                yield return piece;
        }

        foreach (var piece in headed ? [] : WriteHead())
            yield return piece;
        if (lines.Count > 0)
            yield return Flush();
        else if (!headed && head.Length > 0)
        {
            (firstRow, lastRow) = (1, table.Rows);
            yield return Piece(head, 1, table.Columns);
        }
    }

    bool BelongsToHeader(TableRow row) => table.HeaderRows > 0 ? row.Number < table.HeaderRows
        : row.IsHeader || (row.Number == 0 && table.Rows >= 3);

    // What is cut off the head stands once as rows of its own.
    IEnumerable<TablePiece> WriteHead()
    {
        var whole = string.Join('\n', header.Select(row => row.Line(alone: false)).Prepend(lead).Where(line => line.Length > 0));
        head = whole[..TokenEstimate.Fit(whole, headRoom)];
        var isCut = head.Length < whole.Length;
        if (head.Length > 0)
            head += "\n";
        if (!isCut)
            yield break;

        (firstRow, lastRow) = (1, 1);
        foreach (var text in TextPieces.Cut(lead, room))
            yield return Piece(text, 1, table.Columns);
        foreach (var piece in header.SelectMany(Add))
            yield return piece;
    }

    IEnumerable<TablePiece> Add(TableRow row)
    {
        var free = room - TokenEstimate.Of(head);
        var line = row.Line(alone: lines.Count == 0);
        if (lines.Count > 0 && tokens + TokenEstimate.Of(line) > free)
        {
            yield return Flush();
            line = row.Line(alone: true);
        }

        if (string.IsNullOrWhiteSpace(line))
            yield break;
        if (TokenEstimate.Of(line) > free)
        {
            foreach (var piece in CutWide(row))
                yield return piece;
            yield break;
        }

        if (lines.Count == 0)
            (firstRow, firstPage) = (row.Number + 1, row.Page);
        (lastRow, lastPage) = (row.Number + 1, row.Page);
        lines.Add(line);
        tokens += TokenEstimate.Of(line);
    }

    // Neighbouring cells that fit together, under their own part of the header; a cell that alone does not fit in pieces of its text.
    IEnumerable<TablePiece> CutWide(TableRow row)
    {
        (firstRow, lastRow) = (row.Number + 1, row.Number + 1);
        firstPage = lastPage = row.Page;
        var group = new List<(Cell Cell, string Text)>();
        foreach (var cell in row.Cells)
        {
            if (group.Count > 0 && TokenEstimate.Of(Under(group)) + TokenEstimate.Of(cell.Text) + TokenEstimate.Of(Head(cell.Cell)) > room)
            {
                yield return Group(group);
                group.Clear();
            }

            group.Add(cell);
            if (TokenEstimate.Of(Under(group)) <= room)
                continue;
            group.Clear();
            var over = Above([cell]);
            foreach (var text in TextPieces.Cut(cell.Text, Math.Max(1, room - TokenEstimate.Of(over))))
                yield return Piece(over + text, cell.Cell.Column + 1, cell.Cell.Column + cell.Cell.ColumnSpan);
        }

        if (group.Count > 0)
            yield return Group(group);
    }

    TablePiece Group(List<(Cell Cell, string Text)> group) => Piece(Under(group), group[0].Cell.Column + 1, group[^1].Cell.Column + group[^1].Cell.ColumnSpan);

    string Under(List<(Cell Cell, string Text)> group) => Above(group) + string.Join('\t', group.Select(cell => cell.Text));

    string Above(List<(Cell Cell, string Text)> group)
    {
        var above = string.Join('\t', group.Select(cell => Head(cell.Cell)));
        var all = string.Join('\n', new[] { lead, above }.Where(line => !string.IsNullOrWhiteSpace(line)));
        all = all[..TokenEstimate.Fit(all, headRoom)];
        return all.Length > 0 ? all + "\n" : "";
    }

    string Head(Cell cell) => string.Join(' ', header.SelectMany(row => row.Cells)
        .Where(head => head.Cell != cell && head.Cell.Column <= cell.Column && cell.Column < head.Cell.Column + head.Cell.ColumnSpan).Select(head => head.Text));

    TablePiece Flush()
    {
        var piece = Piece(head + string.Join('\n', lines), 1, table.Columns);
        lines.Clear();
        tokens = 0;
        return piece;
    }

    TablePiece Piece(string text, int firstColumn, int lastColumn) => new(text.TrimEnd('\n'), firstRow, lastRow, firstColumn, lastColumn, firstPage, lastPage);
}

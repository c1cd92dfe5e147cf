namespace Asan.Workflows.Search.Chunking;

/// <summary>
/// Cuts a row that alone is too large: neighbouring cells that fit together, under their own part of the header; a cell that alone does not fit in pieces of its
/// text. Empty cells are left out.
/// </summary>
sealed class WideRow(string lead, IReadOnlyList<TableRow> header, int room)
{
    readonly int headRoom = HeadRoom(room);
    readonly int leadTokens = TokenEstimate.Of(lead);
    readonly List<(int Column, int Span, string Text, string Head)> group = [];
    int headTokens, textTokens;

    /// <summary>What repeated lines may take of a piece: one that leaves no room for rows is itself cut.</summary>
    public static int HeadRoom(int room) => Math.Max(1, room / 2);

    /// <returns>Each piece with its first and last column, from 1.</returns>
    public IEnumerable<(string Text, int FirstColumn, int LastColumn)> Cut(TableRow row)
    {
        foreach (var (cell, text) in row.Cells)
        {
            if (text.Length == 0)
                continue;
            var head = Head(cell.Column, row);
            var (moreHead, moreText) = (TokenEstimate.Of(head), TokenEstimate.Of(text));
            if (group.Count > 0 && !Fits(headTokens + moreHead, textTokens + moreText))
                yield return Take();
            group.Add((cell.Column, cell.ColumnSpan, text, head));
            if (FitsAlone(moreHead, moreText))
            {
                (headTokens, textTokens) = (headTokens + moreHead, textTokens + moreText);
                continue;
            }

            var above = Above();
            group.Clear();
            foreach (var piece in TextPieces.Cut(text, Math.Max(1, room - TokenEstimate.Of(above))))
                yield return (above + piece, cell.Column + 1, cell.Column + cell.ColumnSpan);
        }

        if (group.Count > 0)
            yield return Take();
    }

    bool Fits(int heads, int texts) => leadTokens + heads <= headRoom && leadTokens + heads + texts <= room;

    // The head of a cell alone is cut where it is too long.
    bool FitsAlone(int heads, int texts) => Math.Min(leadTokens + heads, headRoom) + texts <= room;

    (string, int, int) Take()
    {
        var piece = (Above() + string.Join('\t', group.Select(cell => cell.Text)), group[0].Column + 1, group[^1].Column + group[^1].Span);
        group.Clear();
        (headTokens, textTokens) = (0, 0);
        return piece;
    }

    string Above()
    {
        var heads = string.Join('\t', group.Select(cell => cell.Head));
        var above = string.Join('\n', new[] { lead, heads }.Where(line => !string.IsNullOrWhiteSpace(line)));
        above = above[..TokenEstimate.Fit(above, headRoom)];
        return above.Length > 0 ? above + "\n" : "";
    }

    // A row of the header itself has those above it.
    string Head(int column, TableRow row) => string.Join(' ', header.TakeWhile(head => head.Number < row.Number).Select(head => head.At(column)).Where(text => text.Length > 0));
}

namespace Asan.Documents.Xlsx;

/// <summary>Addresses of cells and of ranges of them, as sheets write them: <c>B3</c>, <c>$B$3:D9</c>.</summary>
static class XlsxAddress
{
    public const int Rows = 1_048_576;

    const int MostLetters = 7;

    /// <summary>The column and row, from 0; -1 for one that is not told.</summary>
    public static (int Row, int Column) Of(ReadOnlySpan<char> address)
    {
        var (column, row, letters, digits) = (0, 0, 0, 0);
        foreach (var c in address)
        {
            if (char.IsAsciiLetter(c) && digits == 0 && letters++ < MostLetters)
                column = Math.Min(column * 26 + (c & 0x1F), int.MaxValue / 32);
            else if (char.IsAsciiDigit(c))
                row = Math.Min(row * 10 + (c - '0'), int.MaxValue / 16 + digits++);
            else if (c != '$')
                return (-1, -1);
        }

        return (row - 1, column - 1);
    }

    /// <summary>The corners of a range; null when it is none.</summary>
    public static (int Top, int Left, int Bottom, int Right)? RangeOf(string? range)
    {
        if (range is null)
            return null;
        var colon = range.IndexOf(':');
        var first = Of(colon < 0 ? range : range.AsSpan(0, colon));
        var last = colon < 0 ? first : Of(range.AsSpan(colon + 1));
        return first.Row < 0 || first.Column < 0 || last.Row < first.Row || last.Column < first.Column
            ? null
            : (first.Row, first.Column, Math.Min(last.Row, Rows - 1), last.Column);
    }
}

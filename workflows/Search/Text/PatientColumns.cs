using System.Text.RegularExpressions;

namespace Asan.Workflows.Search.Text;

/// <summary>
/// Finds patients' numbers by the header of their column, row after row, in tables as chunks have them (tabs between cells), as Markdown has them, and in HTML
/// tables of Markdown. Any other line ends a table. Goes on where it stopped: a table may come in several texts.
/// </summary>
sealed partial class PatientColumns
{
    // A header says what its column is, and little more.
    const int LongestHeader = 40;

    readonly HashSet<int> columns = [];
    bool skipsLine;

    /// <summary>Adds where numbers stand in the folded text, which begins a line, or goes on in one that was left with <see cref="LeaveLine"/>.</summary>
    public void Read(ReadOnlySpan<char> folded, List<(int Start, int Length)> found)
    {
        if (columns.Count == 0 && !skipsLine && !Names().IsMatch(folded))
            return;

        for (var from = 0; from < folded.Length;)
        {
            var length = folded[from..].IndexOf('\n');
            var end = length < 0 ? folded.Length : from + length;
            if (!skipsLine)
                ReadLine(folded, from, end, found);
            skipsLine &= length < 0;
            from = end + 1;
        }
    }

    /// <summary>What comes next is the rest of a line that was too long to be looked at as a whole.</summary>
    public void LeaveLine() => skipsLine = true;

    void ReadLine(ReadOnlySpan<char> folded, int from, int end, List<(int Start, int Length)> found)
    {
        var line = folded[from..end];
        if (line.Contains("<td", StringComparison.Ordinal) || line.Contains("<th", StringComparison.Ordinal))
            ReadHtml(line, from, found);
        else if (line.TrimStart(' ') is ['|', ..])
            ReadCells(line, '|', from, found);
        else if (line.Contains('\t'))
            ReadCells(line, '\t', from, found);
        else
            columns.Clear();
    }

    void ReadCells(ReadOnlySpan<char> line, char separator, int from, List<(int Start, int Length)> found)
    {
        var column = 0;
        foreach (var cell in line.Split(separator))
            ReadCell(line[cell], column++, from + cell.Start.Value, found);
    }

    void ReadHtml(ReadOnlySpan<char> line, int from, List<(int Start, int Length)> found)
    {
        var column = 0;
        foreach (var match in HtmlCell().EnumerateMatches(line))
        {
            var whole = line.Slice(match.Index, match.Length);
            if (whole.StartsWith("<tr", StringComparison.Ordinal))
            {
                column = 0;
                continue;
            }

            var tag = whole.IndexOf('>') + 1;
            ReadCell(whole[tag..], column, from + match.Index + tag, found);
            column += Span(whole[..tag]);
        }
    }

    void ReadCell(ReadOnlySpan<char> cell, int column, int from, List<(int Start, int Length)> found)
    {
        if (cell.Trim().Length <= LongestHeader && Names().IsMatch(cell))
            columns.Add(column);
        else if (columns.Contains(column))
            foreach (var match in PersonalIdentifiers.BareNumbers().EnumerateMatches(cell))
                found.Add((from + match.Index, match.Length));
    }

    static int Span(ReadOnlySpan<char> tag)
    {
        const string Attribute = "colspan=\"";
        var at = tag.IndexOf(Attribute);
        var digits = at < 0 ? [] : tag[(at + Attribute.Length)..];
        return digits.IndexOf('"') is var end and > 0 && int.TryParse(digits[..end], out var span) ? Math.Clamp(span, 1, 1_000) : 1;
    }

    [GeneratedRegex(@"등록 ?번호|환자 ?번호|병록 ?번호|차트 ?번호|병원 ?번호|\bmrn\b|patient ?(?:id|no)\b|chart ?no\b", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex("<tr|<t[dh][^<>]{0,60}>[^<]*", RegexOptions.CultureInvariant)]
    private static partial Regex HtmlCell();
}

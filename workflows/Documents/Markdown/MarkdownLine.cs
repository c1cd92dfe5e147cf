using System.Text.RegularExpressions;

namespace Asan.Documents.Markdown;

/// <summary>What a line of Markdown begins, by its marks.</summary>
static partial class MarkdownLine
{
    public const int Tab = 4;

    /// <summary>How far the text stands in, tabs to every fourth column.</summary>
    public static int Indent(ReadOnlySpan<char> line)
    {
        var width = 0;
        foreach (var c in line)
        {
            if (c is not (' ' or '\t'))
                break;
            width += c == ' ' ? 1 : Tab - width % Tab;
        }

        return width;
    }

    /// <summary><c># Title</c>.</summary>
    /// <returns>The level and the title; null when the line is none.</returns>
    public static (int Level, string Title)? Heading(string line)
    {
        var text = line.AsSpan().Trim();
        var level = text.IndexOfAnyExcept('#') is var found and >= 0 ? found : text.Length;
        if (level is 0 or > 6 || Indent(line) >= Tab || (level < text.Length && text[level] is not (' ' or '\t')))
            return null;
        var title = text[level..].Trim();
        // A run of marks at the end, apart from the title, closes it.
        var open = title.TrimEnd('#');
        return (level, (open.IsEmpty || open[^1] is ' ' or '\t' ? open.TrimEnd() : title).ToString());
    }

    /// <summary><c>- item</c>, <c>3. item</c>.</summary>
    public static Match Item(string line) => ItemPattern().Match(line);

    /// <summary><c>```</c> or <c>~~~</c>.</summary>
    public static Match Fence(string line) => FencePattern().Match(line);

    /// <summary><c>===</c> or <c>---</c> below a title; 0 when it is neither.</summary>
    public static int Underline(string line) => UnderlinePattern().Match(line) is { Success: true } match ? match.Groups[1].Value[0] == '=' ? 1 : 2 : 0;

    public static bool IsRule(string line) => RulePattern().IsMatch(line);

    /// <summary>The line between a table's header and its rows.</summary>
    public static bool IsTableRule(string line) => line.Contains('-') && TableRulePattern().IsMatch(line);

    /// <summary>An element of HTML that stands for itself; its name.</summary>
    public static string? HtmlBlock(string line) => HtmlPattern().Match(line) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : null;

    /// <summary>The cells of a table's row, as they are written.</summary>
    public static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var row = line.Trim();
        var from = row.StartsWith('|') ? 1 : 0;
        for (var at = from; at < row.Length; at++)
        {
            if (row[at] == '\\')
                at++;
            else if (row[at] == '|')
            {
                cells.Add(row[from..at].Trim());
                from = at + 1;
            }
        }

        if (from < row.Length)
            cells.Add(row[from..].Trim());
        return cells;
    }

    [GeneratedRegex(@"^[ \t]*([-*+]|\d{1,9}[.)])(?:[ \t]+(.*))?$")]
    private static partial Regex ItemPattern();

    [GeneratedRegex(@"^[ \t]*(`{3,}|~{3,})([^`]*)$")]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"^ {0,3}(=+|-+)[ \t]*$")]
    private static partial Regex UnderlinePattern();

    [GeneratedRegex(@"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", RegexOptions.NonBacktracking)]
    private static partial Regex RulePattern();

    [GeneratedRegex(@"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", RegexOptions.NonBacktracking)]
    private static partial Regex TableRulePattern();

    [GeneratedRegex(@"^ {0,3}<(table|div|p|details|dl|ul|ol|h[1-6]|pre|blockquote|center|img|figure|section|script|style|!--)(?:[\s/>]|--|$)", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlPattern();
}

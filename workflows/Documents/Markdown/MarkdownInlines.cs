using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Asan.Documents.Assembly;

namespace Asan.Documents.Markdown;

/// <summary>The text of a paragraph of Markdown without its marks: emphasis and code are text, links and pictures hang in it.</summary>
/// <param name="source">As it is written.</param>
sealed partial class MarkdownInlines(string source, ParagraphAssembly paragraph)
{
    const int LongestLink = 2_000;
    const int Deepest = 16;

    readonly StringBuilder text = new();
    // Marks of emphasis that may still be closed: where they stand in the text.
    readonly List<(char Mark, int Length, int At)> open = [];
    readonly List<(int At, int Length)> removed = [];

    public static void Read(string source, ParagraphAssembly paragraph, List<Block> into)
    {
        var inlines = new MarkdownInlines(source, paragraph);
        inlines.Read(0, source.Length, depth: 0);
        inlines.Finish(into);
    }

    readonly List<Inline> hanging = [];

    void Read(int from, int to, int depth)
    {
        for (var at = from; at < to;)
        {
            var c = source[at];
            at = c switch
            {
                '\\' when at + 1 < to && (char.IsPunctuation(source[at + 1]) || char.IsSymbol(source[at + 1])) => Append(source[at + 1], at + 2),
                '\\' when at + 1 < to && source[at + 1] == '\n' => Append('\n', at + 2),
                '`' => ReadCode(at, to),
                '*' or '_' or '~' => ReadEmphasis(at, to),
                '!' when at + 1 < to && source[at + 1] == '[' => ReadBracket(at, at + 1, to, depth),
                '[' => ReadBracket(at, at, to, depth),
                '<' => ReadTag(at, to),
                '&' => ReadEntity(at, to),
                _ => Append(c, at + 1),
            };
        }
    }

    int Append(char c, int next)
    {
        text.Append(c);
        return next;
    }

    int ReadCode(int at, int to)
    {
        var ticks = Run(at, to);
        for (var end = source.IndexOf('`', at + ticks, to - at - ticks); end >= 0; end = end < to ? source.IndexOf('`', end, to - end) : -1)
        {
            var closing = Run(end, to);
            if (closing == ticks)
            {
                text.Append(source.AsSpan(at + ticks, end - at - ticks).Trim());
                return end + closing;
            }

            end += closing;
        }

        text.Append('`', ticks);
        return at + ticks;
    }

    int Run(int at, int to)
    {
        var end = at;
        while (end < to && source[end] == source[at])
            end++;
        return end - at;
    }

    // A mark that touches a word on its right opens, one that touches a word on its left closes; what is never closed is text.
    int ReadEmphasis(int at, int to)
    {
        var length = Run(at, to);
        var mark = source[at];
        char before = at > 0 ? source[at - 1] : ' ', after = at + length < source.Length ? source[at + length] : ' ';
        var opens = !char.IsWhiteSpace(after) && !(mark == '_' && char.IsLetterOrDigit(before));
        var closes = !char.IsWhiteSpace(before) && !(mark == '_' && char.IsLetterOrDigit(after));
        var place = text.Length;
        text.Append(mark, length);
        if (length > 3 || (mark == '~' && length != 2))
            return at + length;
        var partner = closes ? open.FindLastIndex(o => o.Mark == mark && o.Length == length) : -1;
        if (partner >= 0)
        {
            removed.Add((open[partner].At, length));
            removed.Add((place, length));
            open.RemoveRange(partner, open.Count - partner);
        }
        else if (opens)
        {
            open.Add((mark, length, place));
            if (open.Count > 64)
                open.RemoveAt(0);
        }

        return at + length;
    }

    // [text](target "title") and ![alt](source); anything else in brackets is text.
    int ReadBracket(int begin, int at, int to, int depth)
    {
        var end = Closing(at, to);
        var target = end > 0 && depth < Deepest ? Target().Match(source, end, Math.Min(to - end, LongestLink)) : Match.Empty;
        if (!target.Success)
            return Append(source[begin], begin + 1);
        var address = WebUtility.HtmlDecode(target.Groups[1].Success ? target.Groups[1].Value : target.Groups[2].Value);
        if (begin != at)
        {
            var alt = Plain(source[(at + 1)..(end - 1)]);
            var isData = address.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
            if (alt.Length > 0 || address.Length > 0)
                hanging.Add(new InlineObject(text.Length, new Picture { Position = paragraph.Position, Description = alt.Length > 0 ? alt : null, Link = address.Length == 0 || isData ? null : address }));
            return target.Index + target.Length;
        }

        var from = text.Length;
        Read(at + 1, end - 1, depth + 1);
        if (text.Length > from && address.Length > 0)
            hanging.Add(new Link(from, text.Length - from, address));
        return target.Index + target.Length;
    }

    // Behind the bracket that closes the one at this place; 0 when none does.
    int Closing(int at, int to)
    {
        var depth = 0;
        if (source.IndexOf(']', at, Math.Min(to - at, LongestLink)) < 0)
            return 0;
        for (var end = at; end < Math.Min(to, at + LongestLink); end++)
        {
            if (source[end] == '\\')
                end++;
            else if (source[end] == '[')
                depth++;
            else if (source[end] == ']' && --depth == 0)
                return end + 1;
        }

        return 0;
    }

    static string Plain(string alt) => Escape().Replace(alt, "$1");

    int ReadTag(int at, int to)
    {
        var length = Math.Min(to - at, LongestLink);
        if (AutoLink().Match(source, at, length) is { Success: true } link)
        {
            hanging.Add(new Link(text.Length, link.Groups[1].Length, link.Groups[1].Value));
            text.Append(link.Groups[1].Value);
            return at + link.Length;
        }

        if (Tag().Match(source, at, length) is not { Success: true } tag)
            return Append('<', at + 1);
        if (tag.Groups[1].Value.Equals("br", StringComparison.OrdinalIgnoreCase))
            text.Append('\n');
        return at + tag.Length;
    }

    int ReadEntity(int at, int to)
    {
        var end = source.IndexOf(';', at, Math.Min(to - at, 12));
        if (end < 0)
            return Append('&', at + 1);
        text.Append(WebUtility.HtmlDecode(source[at..(end + 1)]));
        return end + 1;
    }

    void Finish(List<Block> into)
    {
        removed.Sort();
        var clean = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (from, length) in removed)
        {
            clean.Append(text, at, from - at);
            at = from + length;
        }

        clean.Append(text, at, text.Length - at);
        foreach (var inline in hanging)
        {
            var from = Moved(inline.At);
            paragraph.Add(inline is Link link ? link with { At = from, Length = Moved(link.At + link.Length) - from } : inline with { At = from });
        }

        paragraph.Finish(clean.ToString(), into);
    }

    int Moved(int at)
    {
        var moved = at;
        foreach (var (from, length) in removed)
        {
            if (from >= at)
                break;
            moved -= Math.Min(length, at - from);
        }

        return moved;
    }

    [GeneratedRegex("""\G\((?:[ \t\n]*)(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:[ \t\n]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t\n]*\)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"\G<((?:https?|ftp|mailto):[^\s<>]+)>", RegexOptions.IgnoreCase)]
    private static partial Regex AutoLink();

    [GeneratedRegex(@"\G</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>|\G<!--[^>]*-->")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\\([!-/:-@\[-`{-~])")]
    private static partial Regex Escape();
}

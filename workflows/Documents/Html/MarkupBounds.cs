namespace Asan.Documents.Html;

/// <summary>
/// Looks over markup before a tree is made of it: how many tags there are, how deep they may stand and how many attributes one has are what makes a tree large and
/// its making slow.
/// </summary>
static class MarkupBounds
{
    const int Deepest = 512;
    const int MostAttributes = 2_000;

    // Closed by others of their kind, so that leaving their end out makes nothing deeper; and those that have no end.
    static readonly HashSet<string> Flat = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "col", "option", "optgroup", "rt", "rp", "html", "head", "body",
        "area", "base", "br", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame", "basefont", "bgsound",
    };

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> FlatNames = Flat.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <exception cref="RefusedException">A limit is passed.</exception>
    public static void Check(ReadOnlySpan<char> html, ParseBudget budget)
    {
        var depth = 0;
        for (var at = html.IndexOf('<'); at >= 0 && at < html.Length - 1; at = html.IndexOf('<'))
        {
            html = html[(at + 1)..];
            if (html.StartsWith("!--"))
            {
                Skip(ref html, "-->");
                continue;
            }

            var isEnd = html[0] == '/';
            var name = NameAt(isEnd ? html[1..] : html);
            if (name.IsEmpty)
                continue;
            budget.Object();
            if (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase))
            {
                if (!isEnd)
                    Skip(ref html, name.Length == 6 ? "</script" : "</style");
                continue;
            }

            if (!FlatNames.Contains(name))
                depth = isEnd ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > Deepest)
                throw new RefusedException(RefusalCodes.TooDeep, $"Elements of the page stand more than {Deepest} deep inside each other.");
            html = html[AttributesEnd(html)..];
        }
    }

    static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> html)
    {
        var length = html.IndexOfAnyExcept(Letters);
        return html.IsEmpty || !char.IsAsciiLetter(html[0]) ? default : length < 0 ? html : html[..length];
    }

    static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-");

    static void Skip(ref ReadOnlySpan<char> html, string end)
    {
        var found = html.IndexOf(end, StringComparison.OrdinalIgnoreCase);
        html = found < 0 ? default : html[(found + end.Length)..];
    }

    // Each attribute is looked for among those before it.
    static int AttributesEnd(ReadOnlySpan<char> tag)
    {
        var (count, wasSpace) = (0, false);
        for (var at = 0; at < tag.Length; at++)
        {
            var c = tag[at];
            if (c == '>')
                return at;
            if (c is '"' or '\'' && at > 0 && tag[at - 1] == '=')
            {
                var close = tag[(at + 1)..].IndexOf(c);
                if (close < 0)
                    return tag.Length;
                at += close + 1;
            }
            else if (!char.IsWhiteSpace(c) && c != '/')
            {
                if (wasSpace && ++count > MostAttributes)
                    throw new RefusedException(RefusalCodes.TooManyObjects, $"An element of the page has more than {MostAttributes:N0} attributes.");
                wasSpace = false;
                continue;
            }

            wasSpace = true;
        }

        return tag.Length;
    }
}

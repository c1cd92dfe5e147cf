using AngleSharp.Dom;

namespace Asan.Documents.Html;

/// <summary>What elements are, by their names and by what hides them.</summary>
static class HtmlNames
{
    static readonly HashSet<string> Dropped =
        ["script", "style", "template", "noscript", "noframes", "head", "title", "iframe", "object", "embed", "canvas", "audio", "video", "datalist", "svg", "rp", "param"];

    static readonly HashSet<string> Blocks =
    [
        "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "figure", "figcaption", "blockquote", "li", "dt", "dd", "dl", "ul", "ol",
        "menu", "dir", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "xmp", "listing", "hr", "fieldset", "legend", "form", "details", "summary", "center", "body", "html", "hgroup",
        "dialog", "search", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "caption",
    ];

    public static bool IsBlock(IElement element) => Blocks.Contains(element.LocalName);

    /// <summary>From 1; 0 is no heading.</summary>
    public static int HeadingLevel(string name) => name is ['h', >= '1' and <= '6'] ? name[1] - '0' : 0;

    /// <summary>Nobody who looks at the page sees it.</summary>
    public static bool IsHidden(IElement element) =>
        Dropped.Contains(element.LocalName) || element.HasAttribute("hidden") || (element.GetAttribute("style") is { } style && HidesBy(style));

    static bool HidesBy(string style)
    {
        foreach (var range in style.AsSpan().Split(';'))
        {
            var rule = style.AsSpan(range);
            var colon = rule.IndexOf(':');
            if (colon < 0)
                continue;
            var name = rule[..colon].Trim();
            var value = rule[(colon + 1)..].Trim();
            if ((name.Equals("display", StringComparison.OrdinalIgnoreCase) && value.StartsWith("none", StringComparison.OrdinalIgnoreCase))
                || (name.Equals("visibility", StringComparison.OrdinalIgnoreCase) && value.StartsWith("hidden", StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }
}

using AngleSharp.Dom;

namespace Asan.Documents.Html;

/// <summary>One walk over a page's tree, from block to block.</summary>
/// <param name="section">The section's number; paragraphs and tables are counted from those given.</param>
sealed partial class HtmlBlocks(ParseBudget budget, int section = 1, int paragraphs = 0, int tables = 0)
{
    // Elements that close each other stand deeper than those that were counted.
    const int Deepest = 2_000;

    List<Block> blocks = [];
    HtmlParagraph? open;
    Position? cell;
    ListMarker? marker;
    Heading? heading;
    string? style;
    bool isTyped;
    int listDepth, blockDepth, depth;

    public int Tables => tables;

    public List<Block> Read(INode? node)
    {
        if (node is not null)
            ReadChildren(node);
        Close();
        return blocks;
    }

    Position Here => cell is { } place ? place with { Paragraph = paragraphs } : new(section, paragraphs);

    HtmlParagraph Open()
    {
        if (open is null)
        {
            budget.Paragraph();
            if (cell is null)
                paragraphs++;
            open = new(Here, heading, marker, style);
            marker = null;
        }

        return open;
    }

    void Close()
    {
        open?.Finish(blocks);
        open = null;
    }

    void ReadChildren(INode node)
    {
        if (++depth > Deepest)
            throw new RefusedException(RefusalCodes.TooDeep, $"Elements of the page stand more than {Deepest:N0} deep inside each other.");
        foreach (var child in node.ChildNodes)
        {
            if (child is IElement element)
                Read(element);
            else if (child is IText { Data: var data } && (open is not null || !string.IsNullOrWhiteSpace(data)))
                Open().Append(data, isTyped);
        }

        depth--;
    }

    void Read(IElement element)
    {
        budget.Line();
        if (HtmlNames.IsHidden(element))
            return;
        switch (element.LocalName)
        {
            case "table":
                ReadTable(element);
                break;
            case "ul" or "ol" or "menu" or "dir":
                ReadList(element);
                break;
            case "pre" or "xmp" or "listing" or "textarea":
                ReadTyped(element);
                break;
            case "br":
                if (open is not null)
                    open.Break();
                break;
            case "a" when element.GetAttribute("href") is { Length: > 0 } target:
                ReadLink(element, target);
                break;
            case "img" or "area":
                ReadPicture(element);
                break;
            case "math":
                ReadMath(element);
                break;
            case "input" or "select":
                ReadControl(element);
                break;
            case var name when HtmlNames.HeadingLevel(name) is > 0 and var level:
                ReadBlock(element, new Heading(level, HeadingEvidence.Outline));
                break;
            case "rt":
                Open().Append($"({element.TextContent})", isTyped);
                break;
            case var _ when HtmlNames.IsBlock(element):
                ReadBlock(element, heading);
                break;
            default:
                ReadChildren(element);
                break;
        }
    }

    void ReadBlock(IElement element, Heading? title)
    {
        Close();
        var outer = heading;
        heading = title;
        ReadChildren(element);
        Close();
        heading = outer;
    }

    void ReadTyped(IElement element)
    {
        Close();
        var (outer, outerStyle) = (isTyped, style);
        (isTyped, style) = (true, element.LocalName == "textarea" ? style : "code");
        ReadChildren(element);
        Close();
        (isTyped, style) = (outer, outerStyle);
    }

    void ReadLink(IElement element, string target)
    {
        // A link around blocks is one of none of them.
        var paragraph = Open();
        var at = paragraph.Here();
        ReadChildren(element);
        if (paragraph == open && paragraph.Length > at)
            paragraph.Add(new Link(at, paragraph.Length - at, target.Trim()));
    }

    void ReadPicture(IElement element)
    {
        budget.Object();
        var alt = element.GetAttribute("alt")?.Trim();
        var source = element.GetAttribute("src")?.Trim();
        if (string.IsNullOrEmpty(alt) && string.IsNullOrEmpty(source))
            return;
        Open().Add(new Picture
        {
            Position = Here,
            Description = string.IsNullOrEmpty(alt) ? null : alt,
            // The bytes of a picture that is written into the page are no address.
            Link = string.IsNullOrEmpty(source) || source.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? null : source,
        });
    }

    void ReadMath(IElement element)
    {
        budget.Object();
        var script = element.GetAttribute("alttext") ?? element.TextContent;
        if (!string.IsNullOrWhiteSpace(script))
            Open().Add(new Equation { Position = Here, Script = string.Join(' ', script.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) });
    }

    void ReadControl(IElement element)
    {
        var kind = element.LocalName == "select" ? "select" : element.GetAttribute("type")?.ToLowerInvariant() ?? "text";
        if (kind is "hidden" or "password" or "image")
            return;
        budget.Object();
        var value = kind == "select"
            ? string.Join(", ", element.GetElementsByTagName("option").Where(option => option.HasAttribute("selected")).Select(option => option.TextContent.Trim()))
            : kind is "checkbox" or "radio" ? (element.HasAttribute("checked") ? "☑" : "☐") : element.GetAttribute("value");
        if (string.IsNullOrWhiteSpace(value))
            return;
        var paragraph = Open();
        paragraph.Add(new FormControl(paragraph.Here(), kind, Value: value));
    }
}

using System.Globalization;
using AngleSharp.Dom;
using Asan.Documents.Assembly;
using Asan.Documents.Numbering;

namespace Asan.Documents.Html;

/// <summary>One walk over a page's tree, from block to block.</summary>
/// <param name="section">The section's number; paragraphs and tables are counted from those given.</param>
sealed class HtmlBlocks(ParseBudget budget, int section = 1, int paragraphs = 0, int tables = 0)
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

    void ReadList(IElement list)
    {
        Close();
        listDepth++;
        var isOrdered = list.LocalName == "ol";
        var number = WholeNumber(list.GetAttribute("start"), 1);
        foreach (var child in list.ChildNodes)
        {
            if (child is not IElement { LocalName: "li" } item)
            {
                if (child is IElement other)
                    Read(other);
                else if (!string.IsNullOrWhiteSpace(child.TextContent))
                    Open().Append(child.TextContent, isTyped);
                continue;
            }

            if (HtmlNames.IsHidden(item))
                continue;
            Close();
            number = WholeNumber(item.GetAttribute("value"), number);
            marker = new(isOrdered ? $"{Number(number, list.GetAttribute("type"))}." : "•", listDepth, isOrdered);
            ReadChildren(item);
            Close();
            marker = null;
            number++;
        }

        listDepth--;
    }

    static string Number(int number, string? type) => type switch
    {
        "a" when number > 0 => NumberText.Of(number, NumberFormat.LatinSmall),
        "A" when number > 0 => NumberText.Of(number, NumberFormat.LatinCapital),
        "i" when number is > 0 and < 4_000 => NumberText.Of(number, NumberFormat.RomanSmall),
        "I" when number is > 0 and < 4_000 => NumberText.Of(number, NumberFormat.RomanCapital),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    static int WholeNumber(string? text, int fallback) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, -1_000_000, 1_000_000)
            : fallback;

    void ReadTable(IElement table)
    {
        Close();
        if (!budget.Allows(++blockDepth))
            throw budget.TooDeep();
        if (cell is null)
            paragraphs++;
        var reader = new HtmlTable(table);
        var position = Here with { Table = ++tables, Row = 0, Column = 0 };
        var number = tables;
        var caption = reader.Caption is { } element ? Inside(element, position with { Table = 0 }) : [];
        var assembly = new TableAssembly(reader.Rows.Count, reader.Columns, budget);
        for (var row = 0; row < reader.Rows.Count; row++)
        {
            foreach (var (place, isHeader) in HtmlTable.Cells(reader.Rows[row]))
            {
                var taken = assembly.PlaceInRow(row, HtmlTable.Span(place, "rowspan", reader.Rows.Count - row), HtmlTable.Span(place, "colspan", HtmlTable.MostColumns));
                assembly.Add(taken, Inside(place, position with { Table = number, Row = taken.Row + 1, Column = taken.Column + 1 }), isHeader);
            }
        }

        var finished = assembly.Finish(position, number, caption, repeatsHeader: false);
        if (finished.Cells.Count > 0 || caption.Count > 0)
            blocks.Add(finished);
        foreach (var stray in reader.Strays)
            Read(stray);
        blockDepth--;
    }

    List<Block> Inside(IElement element, Position place)
    {
        var outer = (blocks, open, cell, marker, heading, style, isTyped, listDepth);
        (blocks, open, cell, marker, heading, style, isTyped, listDepth) = ([], null, place, null, null, null, false, 0);
        ReadChildren(element);
        Close();
        var inside = blocks;
        (blocks, open, cell, marker, heading, style, isTyped, listDepth) = outer;
        return inside;
    }
}

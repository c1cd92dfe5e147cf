using System.Globalization;
using AngleSharp.Dom;

namespace Asan.Documents.Html;

/// <summary>The rows of a table of a page, whatever groups them, in the order they are shown.</summary>
sealed class HtmlTable
{
    public const int MostColumns = 1_000;

    readonly List<IElement> feet = [];

    public HtmlTable(IElement table)
    {
        foreach (var child in table.Children)
            Add(child);
        Rows.AddRange(feet);
        Columns = Rows.Select(row => Cells(row).Sum(cell => Span(cell.Cell, "colspan", MostColumns))).DefaultIfEmpty(0).Max();
    }

    public List<IElement> Rows { get; } = [];

    public IElement? Caption { get; private set; }

    /// <summary>What stands in the table and is no part of one; a parser moves most of it out, scripts may have put it in.</summary>
    public List<IElement> Strays { get; } = [];

    /// <summary>At least so many: cells that reach down from above take more.</summary>
    public int Columns { get; }

    public static IEnumerable<(IElement Cell, bool IsHeader)> Cells(IElement row)
    {
        var isHead = row.ParentElement?.LocalName == "thead";
        foreach (var cell in row.Children)
            if (cell.LocalName is "td" or "th" && !HtmlNames.IsHidden(cell))
                yield return (cell, isHead || cell.LocalName == "th");
    }

    /// <param name="most">What is meant by 0, and the most there can be.</param>
    public static int Span(IElement cell, string name, int most)
    {
        if (!int.TryParse(cell.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var span))
            return 1;
        return span == 0 && name == "rowspan" ? Math.Max(1, most) : Math.Clamp(span, 1, Math.Max(1, most));
    }

    void Add(IElement child)
    {
        if (HtmlNames.IsHidden(child))
            return;
        switch (child.LocalName)
        {
            case "tr":
                Rows.Add(child);
                break;
            case "thead" or "tbody":
                Rows.AddRange(child.Children.Where(row => row.LocalName == "tr" && !HtmlNames.IsHidden(row)));
                break;
            case "tfoot":
                feet.AddRange(child.Children.Where(row => row.LocalName == "tr" && !HtmlNames.IsHidden(row)));
                break;
            case "caption":
                Caption ??= child;
                break;
            case "colgroup" or "col":
                break;
            default:
                Strays.Add(child);
                break;
        }
    }
}

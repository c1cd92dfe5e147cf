using System.Globalization;
using AngleSharp.Dom;
using Asan.Documents.Numbering;

namespace Asan.Documents.Html;

sealed partial class HtmlBlocks
{
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
}

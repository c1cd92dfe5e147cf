using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>What a sheet says of its cells beside them: which are merged, and which rows are a header.</summary>
/// <param name="HeaderRows">Null when it does not tell.</param>
sealed record XlsxFrame(IReadOnlyList<(int Top, int Left, int Bottom, int Right)> Merges, int? HeaderRows)
{
    // More rows than these are kept in view for another reason than that they are a header.
    const int MostHeaderRows = 12;

    public static XlsxFrame Read(ReadOnlyMemory<byte> xml, ParseBudget budget)
    {
        var frozen = Frozen(xml.Span, budget.Limits.XmlDepth);
        var merges = new List<(int, int, int, int)>();
        var filtered = 0;
        // It stands behind the cells, which may come first in megabytes.
        var from = xml.Span.LastIndexOf("sheetData>"u8) is var found and >= 0 ? found + "sheetData>".Length : 0;
        var scanner = new XmlScanner(xml.Span[from..], budget.Limits.XmlDepth);
        while (from > 0 && scanner.Read())
        {
            if (scanner.Token != XmlToken.Start)
                continue;
            budget.Line();
            if (scanner.Name.SequenceEqual("mergeCell"u8) && XlsxAddress.RangeOf(scanner.Attribute("ref"u8)) is { } merge && merge.Top <= merge.Bottom)
            {
                budget.Object();
                merges.Add(merge);
            }
            else if (scanner.Name.SequenceEqual("autoFilter"u8) && XlsxAddress.RangeOf(scanner.Attribute("ref"u8)) is { } range)
                filtered = range.Top + 1;
        }

        return new(merges, frozen is > 0 and <= MostHeaderRows ? frozen : filtered is > 0 and <= MostHeaderRows ? filtered : null);
    }

    // Rows that stay in view when the others are scrolled.
    static int Frozen(ReadOnlySpan<byte> xml, int maximumDepth)
    {
        var scanner = new XmlScanner(xml, maximumDepth);
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start)
                continue;
            if (scanner.Name.SequenceEqual("sheetData"u8))
                break;
            if (scanner.Name.SequenceEqual("pane"u8) && scanner.Attribute("state"u8) is "frozen" or "frozenSplit")
                return scanner.Number("ySplit"u8);
        }

        return 0;
    }
}

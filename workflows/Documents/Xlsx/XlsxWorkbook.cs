using System.Globalization;
using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>Which sheets there are, in their order.</summary>
/// <param name="CountsFrom1904">Dates are counted as old Macintoshes did.</param>
sealed record XlsxWorkbook(IReadOnlyList<XlsxSheet> Sheets, bool CountsFrom1904)
{
    const string Main = "xl/workbook.xml";
    const string Worksheets = "xl/worksheets/";

    public static XlsxWorkbook Read(XlsxParts parts)
    {
        using var part = parts.TryRead(Main);
        var found = part is null ? new([], false) : Read(part.Xml.Span, parts);
        // Without the list, the sheets themselves are still there.
        return found.Sheets.Count > 0 ? found : found with { Sheets = Unlisted(parts) };
    }

    static XlsxWorkbook Read(ReadOnlySpan<byte> xml, XlsxParts parts)
    {
        var targets = XlsxRelationships.Of(Main, parts);
        var (sheets, countsFrom1904) = (new List<XlsxSheet>(), false);
        var scanner = new XmlScanner(xml, parts.Budget.Limits.XmlDepth);
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start)
                continue;
            if (scanner.Name.SequenceEqual("workbookPr"u8))
                countsFrom1904 = scanner.Flag("date1904"u8);
            if (!scanner.Name.SequenceEqual("sheet"u8))
                continue;
            parts.Budget.Entries(sheets.Count);
            var name = scanner.Attribute("name"u8) ?? "";
            var number = string.Create(CultureInfo.InvariantCulture, $"{Worksheets}sheet{sheets.Count + 1}.xml");
            var (target, type) = targets.GetValueOrDefault(scanner.Attribute("id"u8) ?? "", (number, "worksheet"));
            if (type == "worksheet")
                sheets.Add(new(name, target, scanner.Attribute("state"u8) is "hidden" or "veryHidden"));
            else
                parts.Budget.Warn(WarningCodes.Skipped, "A sheet that holds no cells, such as a chart, was not read.", target);
        }

        return new(sheets, countsFrom1904);
    }

    static List<XlsxSheet> Unlisted(XlsxParts parts) =>
    [
        .. parts.Names.Where(name => name.StartsWith(Worksheets, StringComparison.OrdinalIgnoreCase) && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && name.IndexOf('/', Worksheets.Length) < 0)
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new XlsxSheet(Path.GetFileNameWithoutExtension(name), name, IsHidden: false)),
    ];
}

using Asan.Documents.Xml;

namespace Asan.Documents.Xlsx;

/// <summary>How the numbers of cells are shown, by the cells' styles.</summary>
sealed class XlsxFormats
{
    readonly List<XlsxFormat> styles = [];

    public XlsxFormat this[int style] => style >= 0 && style < styles.Count ? styles[style] : XlsxFormat.Number;

    public static XlsxFormats Read(XlsxParts parts)
    {
        var formats = new XlsxFormats();
        using var part = parts.TryRead("xl/styles.xml");
        if (part is null)
            return formats;
        var own = new Dictionary<int, XlsxFormat>();
        var scanner = new XmlScanner(part.Xml.Span, parts.Budget.Limits.XmlDepth);
        var isOfCells = false;
        while (scanner.Read())
        {
            if (scanner.Token != XmlToken.Start)
                continue;
            // Styles that have names have formats of their own, which cells do not point to.
            if (scanner.Name.SequenceEqual("cellXfs"u8) || scanner.Name.SequenceEqual("cellStyleXfs"u8))
                isOfCells = scanner.Name.SequenceEqual("cellXfs"u8);
            else if (scanner.Name.SequenceEqual("numFmt"u8))
                own[scanner.Number("numFmtId"u8)] = XlsxFormat.Of(scanner.Attribute("formatCode"u8) ?? "");
            else if (scanner.Name.SequenceEqual("xf"u8) && isOfCells)
            {
                parts.Budget.Object();
                var number = scanner.Number("numFmtId"u8);
                formats.styles.Add(own.TryGetValue(number, out var format) ? format : XlsxFormat.BuiltIn(number));
            }
        }

        return formats;
    }
}

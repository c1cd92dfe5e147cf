using System.Security;
using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes workbooks of Office Open XML, for tests that bring no file of others.</summary>
sealed class XlsxMaker
{
    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    readonly List<(string Name, string State, string Xml)> sheets = [];
    readonly List<string> strings = [];
    readonly Dictionary<string, byte[]> entries = [];

    /// <summary>Attributes of <c>workbookPr</c>.</summary>
    public string Properties { get; init; } = "";

    /// <summary>What stands inside <c>styleSheet</c>: by default styles 0 to 4 are general, date, time, percent and a date in Korean.</summary>
    public string Styles { get; init; } = """<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="10"/><xf numFmtId="176"/></cellXfs>""";

    /// <param name="rows">What stands in <c>sheetData</c>.</param>
    /// <param name="after">What stands behind it: <c>mergeCells</c>, <c>autoFilter</c>.</param>
    /// <param name="before">What stands before it: <c>sheetViews</c>.</param>
    public XlsxMaker Sheet(string name, string rows, string after = "", string before = "", string state = "visible")
    {
        sheets.Add((name, state, $"""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{Main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"""));
        return this;
    }

    public XlsxMaker Entry(string name, string text)
    {
        entries[name] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    /// <summary>A shared string, by its XML; gives the value of a cell that shows it.</summary>
    public int String(string xml)
    {
        strings.Add(xml);
        return strings.Count - 1;
    }

    public static string Row(int number, params string[] cells) => $"""<row r="{number}">{string.Concat(cells)}</row>""";

    /// <summary>A row of texts from column A on.</summary>
    public static string Texts(int number, params string[] texts) =>
        Row(number, [.. texts.Select((text, i) => text.Length == 0 ? "" : Said($"{(char)('A' + i)}{number}", text))]);

    public static string Said(string address, string text) => $"""<c r="{address}" t="inlineStr"><is><t>{SecurityElement.Escape(text)}</t></is></c>""";

    public static string Number(string address, string value, int style = 0) => $"""<c r="{address}" s="{style}"><v>{value}</v></c>""";

    public static string Shared(string address, int text) => $"""<c r="{address}" t="s"><v>{text}</v></c>""";

    public byte[] ToBytes()
    {
        var all = new Dictionary<string, byte[]>
        {
            ["xl/workbook.xml"] = Xml("workbook", $"""<workbookPr {Properties}/><sheets>{string.Concat(sheets.Select((sheet, i) => $"""<sheet name="{SecurityElement.Escape(sheet.Name)}" sheetId="{i + 1}" state="{sheet.State}" r:id="rId{i + 1}"/>"""))}</sheets>"""),
            ["xl/_rels/workbook.xml.rels"] = Encoding.UTF8.GetBytes($"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(sheets.Select((_, i) => $"""<Relationship Id="rId{i + 1}" Type="{Office}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>"""))}</Relationships>"""),
            ["xl/styles.xml"] = Xml("styleSheet", Styles),
            ["xl/sharedStrings.xml"] = Xml("sst", string.Concat(strings.Select(text => text.Length == 0 ? "<si/>" : $"<si>{text}</si>"))),
        };
        for (var i = 0; i < sheets.Count; i++)
            all[$"xl/worksheets/sheet{i + 1}.xml"] = Encoding.UTF8.GetBytes(sheets[i].Xml);
        foreach (var (name, bytes) in entries)
            all[name] = bytes;
        return HwpxMaker.Zip(all);
    }

    static byte[] Xml(string root, string content) =>
        Encoding.UTF8.GetBytes($"""<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{Main}" xmlns:r="{Office}">{content}</{root}>""");
}

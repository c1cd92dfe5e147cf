using System.IO.Compression;
using System.Security;
using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes HWPX documents, for tests and benchmarks that bring no file of others.</summary>
sealed class HwpxMaker
{
    readonly List<string> sections = [];
    readonly Dictionary<string, byte[]> entries = [];

    /// <summary>What stands inside <c>hh:refList</c> of the header.</summary>
    public string Shapes { get; init; } = "";

    /// <summary>Adds a section of paragraphs, as XML.</summary>
    public HwpxMaker Section(params string[] paragraphs)
    {
        sections.Add(string.Concat(paragraphs));
        return this;
    }

    public HwpxMaker Entry(string name, byte[] bytes)
    {
        entries[name] = bytes;
        return this;
    }

    public HwpxMaker Entry(string name, string text) => Entry(name, Encoding.UTF8.GetBytes(text));

    /// <param name="inside">What stands in the paragraph's run beside the text, as XML.</param>
    public static string Paragraph(string text, int shape = 0, string inside = "") =>
        $"""<hp:p paraPrIDRef="{shape}" styleIDRef="0"><hp:run charPrIDRef="0">{inside}<hp:t>{SecurityElement.Escape(text)}</hp:t></hp:run></hp:p>""";

    public static string Run(string inside, int shape = 0) =>
        $"""<hp:p paraPrIDRef="{shape}" styleIDRef="0"><hp:run charPrIDRef="0">{inside}</hp:run></hp:p>""";

    public static string Grid(string[,] texts)
    {
        var (rows, columns) = (texts.GetLength(0), texts.GetLength(1));
        var xml = new StringBuilder($"""<hp:tbl rowCnt="{rows}" colCnt="{columns}" repeatHeader="1"><hp:pos treatAsChar="1"/>""");
        for (var row = 0; row < rows; row++)
        {
            xml.Append("<hp:tr>");
            for (var column = 0; column < columns; column++)
                xml.Append(Cell(row, column, 1, 1, Paragraph(texts[row, column])));
            xml.Append("</hp:tr>");
        }

        return xml.Append("</hp:tbl>").ToString();
    }

    public static string Cell(int row, int column, int rowSpan, int columnSpan, string content) =>
        $"""<hp:tc header="0"><hp:subList>{content}</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="{row}"/><hp:cellSpan colSpan="{columnSpan}" rowSpan="{rowSpan}"/></hp:tc>""";

    public byte[] ToBytes()
    {
        var all = new Dictionary<string, byte[]> { ["mimetype"] = Encoding.UTF8.GetBytes("application/hwp+zip") };
        all["Contents/header.xml"] = Encoding.UTF8.GetBytes($"""<?xml version="1.0" encoding="UTF-8"?><hh:head xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head" version="1.4"><hh:refList>{Shapes}</hh:refList></hh:head>""");
        for (var i = 0; i < sections.Count; i++)
            all[$"Contents/section{i}.xml"] = Encoding.UTF8.GetBytes(
                $"""<?xml version="1.0" encoding="UTF-8"?><hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">{sections[i]}</hs:sec>""");
        foreach (var (name, bytes) in entries)
            all[name] = bytes;
        return Zip(all);
    }

    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(bytes);
            }

        return file.ToArray();
    }
}

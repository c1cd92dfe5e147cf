using System.Security;
using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes Word documents of Office Open XML, for tests and benchmarks that bring no file of others.</summary>
sealed class DocxMaker
{
    const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    readonly Dictionary<string, byte[]> entries = [];
    readonly StringBuilder relationships = new();

    /// <summary>The namespace of the words; another one makes the strict form.</summary>
    public string Namespace { get; init; } = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>An entry of the zip as it is.</summary>
    public byte[] this[string name]
    {
        set => entries[name] = value;
    }

    public DocxMaker Entry(string name, string text)
    {
        entries[name] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    /// <summary>A relationship of the body.</summary>
    /// <param name="type">The last part of its type: <c>image</c>, <c>hyperlink</c>.</param>
    public DocxMaker Relationship(string id, string type, string target, bool isExternal = false)
    {
        relationships.Append($"""<Relationship Id="{id}" Type="{Office}/{type}" Target="{SecurityElement.Escape(target)}"{(isExternal ? " TargetMode=\"External\"" : "")}/>""");
        return this;
    }

    /// <summary>A part beside the body, with its relationship: <c>Part("styles", "&lt;w:styles>...")</c>.</summary>
    public DocxMaker Part(string name, string root, string content) =>
        Relationship($"id-{name}", name, $"{name}.xml").Entry($"word/{name}.xml", Xml(root, content));

    public DocxMaker Styles(string styles) => Part("styles", "styles", styles);

    public DocxMaker Numbering(string numbering) => Part("numbering", "numbering", numbering);

    /// <summary>The document with these blocks in its body, as XML.</summary>
    public byte[] Body(params string[] blocks) => Document(Xml("document", $"<w:body>{string.Concat(blocks)}</w:body>"));

    /// <summary>The document with this as its main part.</summary>
    public byte[] Document(string xml)
    {
        entries.TryAdd("[Content_Types].xml", Encoding.UTF8.GetBytes("""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
            """));
        entries.TryAdd("_rels/.rels", Relationships($"""<Relationship Id="rId1" Type="{Office}/officeDocument" Target="word/document.xml"/>"""));
        entries.TryAdd("word/_rels/document.xml.rels", Relationships(relationships.ToString()));
        entries.TryAdd("word/document.xml", Encoding.UTF8.GetBytes(xml));
        return HwpxMaker.Zip(entries);
    }

    static byte[] Relationships(string inside) =>
        Encoding.UTF8.GetBytes($"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>""");

    public string Xml(string root, string content) => $"""
        <?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{Namespace}" xmlns:r="{Office}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml">{content}</w:{root}>
        """.Trim();

    public static string Paragraph(string text, string properties = "") =>
        $"""<w:p><w:pPr>{properties}</w:pPr>{Run(text)}</w:p>""";

    public static string Holding(string inside, string properties = "") => $"""<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>""";

    public static string Run(string text, string properties = "") =>
        $"""<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{SecurityElement.Escape(text)}</w:t></w:r>""";

    public static string ListItem(string text, int list, int level = 0) =>
        Paragraph(text, $"""<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>""");

    public static string Table(params string[][] rows) =>
        $"<w:tbl>{string.Concat(rows.Select(row => $"<w:tr>{string.Concat(row.Select(text => Cell(Paragraph(text))))}</w:tr>"))}</w:tbl>";

    public static string Cell(string content, string properties = "") => $"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>";

    public static string Picture(string relationship) => Holding(
        $"""<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="a heart"/><a:graphic><a:graphicData><a:blip r:embed="{relationship}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>""");
}

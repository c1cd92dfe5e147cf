using System.IO.Compression;
using System.Text;
using Asan.Documents.Making;
using static Asan.Documents.Making.DocxMaker;

namespace Asan.Documents.Tests.Docx;

public sealed class HostileDocxTests
{
    [Theory]
    [InlineData("""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>""", "&a;")]
    [InlineData("""<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">""", "text")]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>""", "&c;")]
    [InlineData("""<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>""", "text")]
    public void A_document_type_is_refused_by_name_wherever_it_stands(string declaration, string text)
    {
        string Declared(string xml) => xml.Replace("?>", "?>" + declaration, StringComparison.Ordinal).Replace("@", text, StringComparison.Ordinal);
        var body = new DocxMaker().Xml("document", "<w:body><w:p><w:r><w:t>@</w:t></w:r></w:p></w:body>");

        Assert.Equal(RefusalCodes.DocumentTypeDeclared, Reading.Refusal(new DocxMaker().Document(Declared(body))));
        Assert.Equal(RefusalCodes.DocumentTypeDeclared, Reading.Refusal(
            new DocxMaker().Relationship("s", "styles", "styles.xml").Entry("word/styles.xml", Declared(new DocxMaker().Xml("styles", ""))).Body(Paragraph("text"))));
    }

    [Fact]
    public void A_document_type_in_UTF16_is_seen_too()
    {
        var xml = "<!DOCTYPE w:document [<!ENTITY a 'x'>]>" + new DocxMaker().Xml("document", "<w:body/>").Split("?>")[1];

        Assert.Equal(RefusalCodes.DocumentTypeDeclared, Reading.Refusal(new DocxMaker { ["word/document.xml"] = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(xml)] }.Document("")));
    }

    [Fact]
    public void A_zip_bomb_is_refused_by_name() =>
        Assert.Equal(RefusalCodes.RatioTooHigh, Reading.Refusal(new DocxMaker { ["word/document.xml"] = new byte[40 << 20] }.Document("")));

    [Fact]
    public void Many_parts_that_unpack_to_much_together_are_refused_by_name()
    {
        var maker = new DocxMaker();
        var noise = new byte[300_000];
        for (var i = 0; i < 8; i++)
        {
            new Random(i).NextBytes(noise);
            maker[$"word/media/{i}.png"] = noise;
            maker.Relationship($"rId{i}", "image", $"media/{i}.png");
        }

        var options = new ParseOptions { Limits = new() { UnpackedBytes = 2 << 20 } };
        Assert.Equal(RefusalCodes.UnpacksTooLarge, Reading.Refusal(maker.Body([.. Enumerable.Range(0, 8).Select(i => Picture($"rId{i}"))]), options));
    }

    [Fact]
    public void A_zip_in_the_zip_is_never_opened()
    {
        var inner = new MemoryStream();
        using (var zip = new ZipArchive(inner, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("word/document.xml").Open())
            entry.Write(new byte[64 << 20]);

        var document = Reading.Open(new DocxMaker { ["word/embeddings/inner.docx"] = inner.ToArray() }
            .Relationship("rId1", "package", "embeddings/inner.docx").Body(Paragraph("outer")));

        Assert.Equal("outer", Assert.IsType<Paragraph>(Reading.Body(document)[0]).Text);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("..\\..\\windows\\system.ini")]
    [InlineData("word/../../x")]
    public void A_path_that_leads_out_leads_nowhere(string target)
    {
        var document = Reading.Open(new DocxMaker().Entry(target, "secret").Relationship("rId1", "image", target).Relationship("rId2", "header", target)
            .Body(Paragraph("text"), Picture("rId1")));

        Assert.All(document.Files, file => Assert.DoesNotContain('/', file.Name));
        Assert.DoesNotContain(document.Files, file => Encoding.UTF8.GetString(file.Bytes.Span).Contains("root:", StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_million_cells_are_refused_by_name()
    {
        var rows = new StringBuilder();
        for (var i = 0; i < 10_000; i++)
            rows.Append("<w:tr>").Insert(rows.Length, "<w:tc/>", 1000).Append("</w:tr>");

        var limits = new ParseLimits { Ratio = int.MaxValue };
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(new DocxMaker().Body($"<w:tbl>{rows}</w:tbl>"), new ParseOptions { Limits = limits }));
    }

    [Theory]
    [InlineData("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")]
    [InlineData("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")]
    [InlineData("<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>", "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")]
    [InlineData("<w:p><m:oMath><m:rad><m:e>", "</m:e></m:rad></m:oMath></w:p>")]
    [InlineData("<w:ins>", "</w:ins>")]
    public void Depth_without_end_is_refused_by_name(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 50_000)) + string.Concat(Enumerable.Repeat(close, 50_000));

        Assert.Equal(RefusalCodes.TooDeep, Reading.Refusal(new DocxMaker().Body(deep), new ParseOptions { Limits = new() { Ratio = int.MaxValue } }));
    }

    [Fact]
    public void A_zip_cut_off_is_damaged()
    {
        var file = new DocxMaker().Body(Paragraph("text"));

        Assert.Equal(RefusalCodes.Damaged, Reading.Refusal(file[..^60]));
    }

    [Fact]
    public void Half_a_character_does_not_get_into_the_text()
    {
        var document = Reading.Open(new DocxMaker().Body(Holding("""<w:r><w:t>a&#xD800;b</w:t></w:r>"""), Holding("""<w:r><w:sym w:font="x" w:char="DC00"/><w:t>c&#x1;</w:t></w:r>""")));

        Assert.All(Reading.Body(document).OfType<Paragraph>(), p => Assert.Equal(p.Text, p.Text.Normalize()));
    }
}

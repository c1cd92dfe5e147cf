using System.Text;
using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class HwpxTests
{
    static Document Open(params string[] paragraphs) => Reading.Open(new HwpxMaker().Section(paragraphs).ToBytes());

    [Fact]
    public void Text_keeps_its_white_space_references_and_marks()
    {
        var document = Open(HwpxMaker.Run("<hp:t> a &lt;b&gt; &#44032;<hp:tab width=\"1\"/>b<hp:lineBreak/>c<hp:nbSpace/>d<hp:hypen/><![CDATA[<x>]]> </hp:t>"));

        Assert.Equal(" a <b> 가\tb\nc d-<x> ", Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document))).Text);
    }

    [Fact]
    public void Prefixes_and_namespaces_do_not_matter()
    {
        var xml = """<?xml version="1.0"?><x:sec xmlns:x="urn:any"><x:p><x:run><x:t>하나</x:t></x:run></x:p><p><run><t>둘</t></run></p></x:sec>""";

        Assert.Equal("하나\n둘\n", Reading.Shown(Reading.Open(HwpxMaker.Zip(new Dictionary<string, byte[]> { ["contents\\Section0.XML"] = Encoding.UTF8.GetBytes(xml) }))));
    }

    [Fact]
    public void Tracked_deletions_are_kept_apart_from_the_text()
    {
        var document = Open(HwpxMaker.Run("<hp:t>남은 <hp:deleteBegin Id=\"1\"/>지운<hp:deleteEnd Id=\"1\"/><hp:insertBegin/>넣은<hp:insertEnd/></hp:t>"));

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document)));
        Assert.Equal("남은 넣은", paragraph.Text);
        Assert.Equal(new DeletedText(3, "지운"), Assert.Single(paragraph.Inlines));
    }

    [Fact]
    public void One_branch_of_a_switch_is_read()
    {
        var document = Open(HwpxMaker.Run(
            "<hp:switch><hp:case hp:required-namespace=\"urn:new\"><hp:t>새것</hp:t></hp:case><hp:default><hp:t>옛것</hp:t></hp:default></hp:switch>"));

        Assert.Equal("새것\n", Reading.Shown(document));
    }

    [Fact]
    public void A_table_without_addresses_is_filled_in_order()
    {
        var document = Open("<hp:tbl><hp:tr><hp:tc><hp:p><hp:run><hp:t>가</hp:t></hp:run></hp:p></hp:tc><hp:tc><hp:subList><hp:p><hp:run><hp:t>나</hp:t></hp:run></hp:p></hp:subList></hp:tc></hp:tr></hp:tbl>");

        Assert.Equal("가 나", Reading.Shown(document).ReplaceLineEndings(" ").Replace('\t', ' ').Trim());
        Assert.Equal(2, document.Counts.Cells);
    }

    [Fact]
    public void A_memo_is_a_remark_and_not_part_of_the_sentence()
    {
        var document = Open(HwpxMaker.Run(
            $"<hp:t>앞</hp:t><hp:ctrl><hp:fieldBegin id=\"7\" type=\"MEMO\"><hp:parameters><hp:stringParam name=\"Author\">김</hp:stringParam></hp:parameters><hp:subList>{HwpxMaker.Paragraph("메모")}</hp:subList></hp:fieldBegin></hp:ctrl><hp:t>뒤</hp:t><hp:ctrl><hp:fieldEnd beginIDRef=\"7\"/></hp:ctrl>"));

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document)));
        Assert.Equal("앞뒤", paragraph.Text);
        var note = Assert.IsType<NoteReference>(Assert.Single(paragraph.Inlines)).Note;
        Assert.Equal((NoteKind.Memo, "김"), (note.Kind, note.Author));
        Assert.Equal("앞뒤\n", Reading.Shown(document));
    }

    [Fact]
    public void Fields_cover_the_text_between_their_ends()
    {
        var document = Open(HwpxMaker.Run(
            "<hp:t>a </hp:t><hp:ctrl><hp:fieldBegin id=\"1\" type=\"HYPERLINK\"><hp:parameters><hp:stringParam name=\"Path\">https://example.org</hp:stringParam></hp:parameters></hp:fieldBegin></hp:ctrl><hp:t>link</hp:t><hp:ctrl><hp:fieldEnd beginIDRef=\"1\"/></hp:ctrl><hp:t> b</hp:t><hp:ctrl><hp:fieldBegin id=\"2\" type=\"CLICK_HERE\" name=\"이름\"/></hp:ctrl><hp:t>홍길동</hp:t>"));

        var inlines = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document))).Inlines;
        Assert.Equal([new Link(2, 4, "https://example.org"), new Field(8, 3, "clickHere", "이름")], inlines);
    }

    [Fact]
    public void Shapes_in_groups_give_their_text_and_pictures()
    {
        var file = new HwpxMaker()
            .Section(HwpxMaker.Run($"<hp:container><hp:rect><hp:drawText><hp:subList>{HwpxMaker.Paragraph("상자")}</hp:subList></hp:drawText></hp:rect><hp:pic><hc:img binaryItemIDRef=\"image1\"/></hp:pic></hp:container>"))
            .Entry("Contents/content.hpf", "<opf:package><opf:metadata><opf:title>제목</opf:title></opf:metadata><opf:manifest><opf:item id=\"image1\" href=\"BinData/그림 하나.gif\"/></opf:manifest></opf:package>")
            .Entry("BinData/그림 하나.gif", "GIF89a");

        var document = Reading.Open(file.ToBytes());

        Assert.Equal("상자\n", Reading.Shown(document));
        Assert.Equal(("그림 하나.gif", "image/gif"), (Assert.Single(document.Files).Name, document.Files[0].MediaType));
        Assert.Equal("제목", document.Metadata.Title);
    }

    [Fact]
    public void Xml_that_ends_early_gives_what_came_before()
    {
        var xml = $"<sec>{HwpxMaker.Paragraph("하나")}{HwpxMaker.Grid(new[,] { { "가", "나" }, { "다", "라" } })}";
        var document = Reading.Open(HwpxMaker.Zip(new Dictionary<string, byte[]> { ["Contents/section0.xml"] = Encoding.UTF8.GetBytes(xml[..xml.IndexOf("라", StringComparison.Ordinal)]) }));

        Assert.Equal("하나\n가\t나\n다\t\n", Reading.Shown(document));
        Assert.Contains(document.Warnings, warning => warning.Code == WarningCodes.Damaged);
    }

    [Theory]
    [InlineData("<!DOCTYPE sec [<!ENTITY a \"b\">]><sec><p><run><t>&a;</t></run></p></sec>")]
    [InlineData("<!DOCTYPE sec [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sec><p><run><t>&x;</t></run></p></sec>")]
    public void A_document_type_is_refused(string xml) =>
        Assert.Equal(RefusalCodes.DocumentTypeDeclared, Reading.Refusal(HwpxMaker.Zip(new Dictionary<string, byte[]> { ["Contents/section0.xml"] = Encoding.UTF8.GetBytes(xml) })));

    [Fact]
    public void Elements_too_deep_in_each_other_are_refused() =>
        Assert.Equal(RefusalCodes.TooDeep, Reading.Refusal(new HwpxMaker().Section(string.Concat(Enumerable.Repeat("<hp:x>", 5000))).ToBytes()));

    [Fact]
    public void A_table_of_ten_million_cells_is_refused() =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(new HwpxMaker().Section(HwpxMaker.Run("<hp:tbl rowCnt=\"10000\" colCnt=\"1000\"/>")).ToBytes()));

    [Fact]
    public void A_zip_bomb_is_refused()
    {
        var options = new ParseOptions { Limits = new() { RatioFloor = 1 << 20 } };
        var bomb = new HwpxMaker().Section(HwpxMaker.Paragraph(new string('a', 4 << 20))).ToBytes();

        Assert.Equal(RefusalCodes.RatioTooHigh, Reading.Refusal(bomb, options));
    }

    [Fact]
    public void A_zip_whose_directory_is_lost_is_read_from_its_entries()
    {
        var bytes = new HwpxMaker().Section(HwpxMaker.Paragraph("살아남은 글")).ToBytes();

        var document = Reading.Open(bytes[..^60]);

        Assert.Equal("살아남은 글\n", Reading.Shown(document));
        Assert.Contains(document.Warnings, warning => warning.Code == WarningCodes.Recovered);
    }

    [Fact]
    public void A_zip_in_a_zip_is_not_opened()
    {
        var inner = new HwpxMaker().Section(HwpxMaker.Paragraph("안")).ToBytes();

        Assert.Equal(RefusalCodes.UnsupportedFormat, Reading.Refusal(HwpxMaker.Zip(new Dictionary<string, byte[]> { ["inner.hwpx"] = inner })));
    }
}

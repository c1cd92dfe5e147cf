using System.Text;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Making;
using Asan.Tests;
using static Asan.Documents.Making.DocMaker;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>Documents with something of everything, for the fuzzer to damage. All are made here.</summary>
static class FuzzSeeds
{
    static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[60]];

    public static IReadOnlyList<byte[]> Hwp { get; } = [HwpOfEverything(), HwpOfTables(), SmallHwp(isCompressed: false)];

    public static IReadOnlyList<byte[]> Hwpx { get; } = [HwpxOfEverything(), HwpxOfTables()];

    public static IReadOnlyList<byte[]> Docx { get; } = [DocxOfEverything(), DocxOfTables()];

    public static IReadOnlyList<byte[]> Doc { get; } = [DocOfEverything(), DocOfTables()];

    public static IReadOnlyList<byte[]> Xlsx { get; } = [XlsxOfEverything(), new XlsxMaker().Sheet("표", XlsxMaker.Texts(1, "가", "나") + XlsxMaker.Texts(2, "다", "라")).ToBytes()];

    public static IReadOnlyList<byte[]> Html { get; } =
    [
        Encoding.UTF8.GetBytes("""<!DOCTYPE html><html lang=ko><head><meta charset=utf-8><title>안내</title><meta name=author content=김></head><body><h1>제목</h1><p style="color:red">첫 <b>굵은 <i>글</b> 또</i> <a href="https://a.example">링크</a><br>줄 &amp; &#xAC00; &nope;<ul><li>하나<ul><li>안</ul><li>둘</ul><ol start=3 type=i><li value=9>셋</ol><table><caption>표 1</caption><thead><tr><th rowspan=2>가<th colspan=2>나<tr><td>다<td>라</thead><tr><td rowspan=0>마<td><table><tr><td>안</table><td>바</table><pre>a b</pre><img src=a.png alt=그림><select><option selected>값</select><input value=1><!-- 끝 --><script>x</script>"""),
        CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("<html><head><meta http-equiv=Content-Type content='text/html; charset=euc-kr'></head><body><div hidden>숨음</div><font size=2><p>똠방각하<table border=1><tr><td>가<td>나</table></font>"),
    ];

    public static IReadOnlyList<byte[]> Markdown { get; } =
    [
        Encoding.UTF8.GetBytes("# 제목 **굵게**\n\n본문 `코드` [링크](https://a.example \"제목\") ![그림](a.png) <https://b.example> &amp; \\* ~~지움~~\n이어서  \n줄\n\n둘째\n===\n\n- 하나\n  1. 가\n     * 깊이\n> 인용\n\n| 가 | 나 \\| 다 |\n|:--|--:|\n| 1 | *2* |\n\n```sql\nSELECT 1\n```\n\n<table><tr><td colspan=2>가<td>나</table>\n\n***\n    코드\n"),
        Encoding.UTF8.GetBytes("* a\n* b\n\n***a* b** __c_d__ [x [y](z) w](v) `` ` `` <br/> <!-- c -->\n|a|\n|-|\n|b|\n"),
    ];

    public static IReadOnlyList<byte[]> Csv { get; } =
    [
        Encoding.UTF8.GetBytes("번호,이름,\"검사, 결과\"\r\n1,김,\"줄\n\"\"바꿈\"\"\"\r\n2,,13.5\r\n\r\n3,이\r\n"),
        CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("과;환자;비고\n내과;10;\"가\"\n외과;20;나\n"),
        [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("sep=\t\r\n과\t환자\r\n내과\t3\r\n")],
    ];

    public static IReadOnlyList<byte[]> Text { get; } =
    [
        Encoding.UTF8.GetBytes("제1장 총칙\n\n제1조(목적) 이 규정은 환자의 안전을 위한다.\n제2조(정의) ①\"환자\"란 진료를 받는 사람이다. 😀\n"),
        CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("제2장 의무\r\n제3조(보고) 사고는 즉시 보고한다. 똠방각하\r\n"),
        Encoding.BigEndianUnicode.GetBytes("표시 없는 UTF-16\r\n둘째 줄\r\n"),
    ];

    public static IReadOnlyList<byte[]> Docling { get; } =
        [.. ((IEnumerable<byte[]>)[Docx[0], Docx[1], Hwp[1]]).Select(file => DoclingExport.ToDocling(Reading.Open(file), "seed").ToJson())];

    /// <summary>Beginnings of files, which tell what they are.</summary>
    public static IReadOnlyList<byte[]> Heads { get; } =
    [
        Encoding.ASCII.GetBytes("HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05"), Encoding.ASCII.GetBytes("%PDF-1.7\n%%EOF"), Encoding.ASCII.GetBytes("{\\rtf1 text}"),
        Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><HWPML/>"), Hwp[2][..1536], Docx[1][..200], [], [0],
    ];

    /// <summary>Documents of others, for a long run where they are at hand: small ones that are whole and as they are named.</summary>
    public static IReadOnlyList<byte[]> Samples(params string[] extensions)
    {
        const string folder = "data/documents";
        const int largest = 140_000;
        if (Environment.GetEnvironmentVariable("ASAN_SOAK_MINUTES") is null || !SharedData.Exists(folder))
            return [];
        return [.. Directory.GetFiles(SharedData.Require(folder)).Order(StringComparer.Ordinal)
            .Where(path => extensions.Contains(Path.GetExtension(path)) && new FileInfo(path).Length < largest)
            .Select(File.ReadAllBytes)
            .Where(file => DocumentReader.Read(file, ParseOptions.Default, CancellationToken.None) is ParseResult.Parsed { Document.Warnings.Count: 0 })];
    }

    static byte[] HwpOfEverything()
    {
        var maker = new HwpMaker();
        maker.Shape(1, 0, 1).Shape(2, 1, 1).Shape(3, 0, 1).Numbering(("제^1조", 0), ("^2.", 8)).Bullet('●');
        var picture = maker.File("png", Png);
        var section = maker.Section();
        section.Paragraph(0, 0, HwpControl.Section(1), HwpControl.Header("머리말"), "진료 기록", HwpControl.Tab, "둘째", HwpControl.LineBreak, "줄");
        section.Paragraph(0, 1, "개요", HwpControl.Note("fn  ", 1, "각주"), HwpControl.HiddenComment("숨은 설명"));
        section.Paragraph(0, 2, "번호 ", HwpControl.Link("http\\://a.example;1;0;0;"), "링크", HwpControl.FieldEnd, HwpControl.Field("%clk", "Clickhere:set:1:Direction:wstring:2:값 "), "값", HwpControl.FieldEnd);
        section.Paragraph(0, 3, HwpControl.Picture(picture), HwpControl.Equation("{a+b} over 2"), HwpControl.TextBox("글상자", HwpControl.Grid(new[,] { { "안" } })));
        section.Paragraph(0, 0, HwpControl.Grid(new[,] { { "가", "나" }, { "다", "라" } }), "뒤");
        maker.Section().Paragraph(0, 0, "둘째 구역");
        return maker.ToBytes();
    }

    static byte[] HwpOfTables()
    {
        var maker = new HwpMaker();
        object[] content = ["바닥"];
        for (var depth = 0; depth < 4; depth++)
            content = ["앞", HwpControl.Table(2, 3, (0, 0, 2, 1, content), (0, 1, 1, 2, ["넓다"]), (1, 1, 1, 1, ["좁다"]), (1, 2, 1, 1, [""])), "뒤"];
        maker.Section().Paragraph(0, 0, content);
        return maker.ToBytes();
    }

    static byte[] SmallHwp(bool isCompressed)
    {
        var maker = new HwpMaker { IsCompressed = isCompressed };
        maker.Section().Paragraph(0, 0, "짧은 글", HwpControl.Note("en  ", 2, "미주"));
        return maker.ToBytes();
    }

    static byte[] HwpxOfEverything() => new HwpxMaker
    {
        Shapes = """<hh:numberings><hh:numbering id="1"><hh:paraHead level="1" numFormat="DIGIT" start="1">제^1조</hh:paraHead></hh:numbering></hh:numberings><hh:bullets><hh:bullet id="1" char="●"/></hh:bullets><hh:paraProperties><hh:paraPr id="0"/><hh:paraPr id="1"><hh:heading type="OUTLINE" idRef="1" level="0"/></hh:paraPr><hh:paraPr id="2"><hh:heading type="BULLET" idRef="1" level="0"/></hh:paraPr></hh:paraProperties><hh:styles><hh:style id="0" name="바탕글" engName="Normal"/></hh:styles>""",
    }
        .Entry("Contents/content.hpf", """<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata><opf:title>제목</opf:title></opf:metadata><opf:manifest><opf:item id="image1" href="BinData/image1.png" media-type="image/png"/></opf:manifest></opf:package>""")
        .Entry("BinData/image1.png", Png)
        .Entry("META-INF/manifest.xml", """<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>""")
        .Section(
            HwpxMaker.Paragraph("진료 기록", 1, """<hp:secPr outlineShapeIDRef="1"/><hp:ctrl><hp:header><hp:subList><hp:p><hp:run><hp:t>머리말</hp:t></hp:run></hp:p></hp:subList></hp:header></hp:ctrl>"""),
            HwpxMaker.Run("""<hp:t>가<hp:tab/>나<hp:lineBreak/>다<hp:insertBegin/>넣음<hp:insertEnd/><hp:deleteBegin/>지움<hp:deleteEnd/></hp:t><hp:ctrl><hp:footNote number="1"><hp:subList><hp:p><hp:run><hp:t>각주</hp:t></hp:run></hp:p></hp:subList></hp:footNote></hp:ctrl>""", 2),
            HwpxMaker.Run("""<hp:ctrl><hp:fieldBegin type="HYPERLINK" id="1"><hp:parameters><hp:stringParam name="Command">http://a.example</hp:stringParam></hp:parameters></hp:fieldBegin></hp:ctrl><hp:t>링크</hp:t><hp:ctrl><hp:fieldEnd beginIDRef="1"/></hp:ctrl><hp:ctrl><hp:fieldBegin type="MEMO"><hp:subList><hp:p><hp:run><hp:t>메모</hp:t></hp:run></hp:p></hp:subList></hp:fieldBegin></hp:ctrl>"""),
            HwpxMaker.Run("""<hp:pic><hp:img binaryItemIDRef="image1"/><hp:caption><hp:subList><hp:p><hp:run><hp:t>그림 1</hp:t></hp:run></hp:p></hp:subList></hp:caption></hp:pic><hp:rect><hp:drawText><hp:subList><hp:p><hp:run><hp:t>글상자</hp:t></hp:run></hp:p></hp:subList></hp:drawText></hp:rect><hp:equation><hp:script>a over b</hp:script></hp:equation><hp:compose composeText="겹"/><hp:switch><hp:case required-namespace="x"><hp:chart/></hp:case><hp:default><hp:ole binaryItemIDRef="image1"/></hp:default></hp:switch>"""),
            HwpxMaker.Run(HwpxMaker.Grid(new[,] { { "가", "나" }, { "다", "라" } })))
        .ToBytes();

    static byte[] HwpxOfTables()
    {
        var inner = HwpxMaker.Paragraph("바닥");
        for (var depth = 0; depth < 4; depth++)
            inner = HwpxMaker.Run($"""<hp:t>앞</hp:t><hp:tbl rowCnt="2" colCnt="2"><hp:tr>{HwpxMaker.Cell(0, 0, 2, 1, inner)}{HwpxMaker.Cell(0, 1, 1, 1, "")}</hp:tr><hp:tr>{HwpxMaker.Cell(1, 1, 1, 1, HwpxMaker.Paragraph("뒤"))}</hp:tr></hp:tbl>""");
        return new HwpxMaker().Section(inner).ToBytes();
    }

    static byte[] DocxOfEverything()
    {
        var box = $"<w:txbxContent>{DocxMaker.Paragraph("글상자")}{DocxMaker.Table(["안"])}</w:txbxContent>";
        return new DocxMaker { ["word/media/image1.png"] = Png }
            .Relationship("rId1", "image", "media/image1.png").Relationship("rId2", "hyperlink", "http://a.example/", isExternal: true)
            .Relationship("rId3", "header", "header1.xml").Entry("word/header1.xml", new DocxMaker().Xml("hdr", DocxMaker.Paragraph("머리말")))
            .Part("footnotes", "footnotes", $"""<w:footnote w:id="2">{DocxMaker.Paragraph("각주")}</w:footnote>""")
            .Part("comments", "comments", $"""<w:comment w:id="0" w:author="Kim">{DocxMaker.Paragraph("메모")}</w:comment>""")
            .Part("settings", "settings", """<w:footnotePr><w:numFmt w:val="ganada"/></w:footnotePr>""")
            .Styles("""<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>""")
            .Numbering("""<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="제%1조"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="ganada"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>""")
            .Entry("docProps/core.xml", """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>""")
            .Body(
                DocxMaker.Paragraph("개요", """<w:pStyle w:val="1"/>"""), DocxMaker.ListItem("가", 1, 1),
                DocxMaker.Holding($"""{DocxMaker.Run("글")}<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="0"/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:hyperlink r:id="rId2">{DocxMaker.Run("링크")}</w:hyperlink><w:del><w:r><w:delText>지움</w:delText></w:r></w:del><w:ins>{DocxMaker.Run("넣음")}</w:ins>"""),
                DocxMaker.Holding("""<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a \h</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>참조</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"""),
                DocxMaker.Holding($"""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""),
                DocxMaker.Holding("""<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:rad><m:e><m:r><m:t>b</m:t></m:r></m:e></m:rad></m:den></m:f></m:oMath>"""),
                DocxMaker.Picture("rId1"), DocxMaker.Table(["가", "나"], ["다", "라"]), """<w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr>""");
    }

    static byte[] DocxOfTables()
    {
        var inner = DocxMaker.Paragraph("바닥");
        for (var depth = 0; depth < 4; depth++)
            inner = $"""<w:tbl><w:tr>{DocxMaker.Cell(inner, """<w:vMerge w:val="restart"/>""")}{DocxMaker.Cell(DocxMaker.Paragraph("넓다"), """<w:gridSpan w:val="2"/>""")}</w:tr><w:tr>{DocxMaker.Cell(DocxMaker.Paragraph(""), "<w:vMerge/>")}{DocxMaker.Cell(DocxMaker.Paragraph("가"))}{DocxMaker.Cell(DocxMaker.Paragraph("나"))}</w:tr></w:tbl>{DocxMaker.Paragraph("뒤")}""";
        return new DocxMaker().Body(inner);
    }

    static byte[] XlsxOfEverything()
    {
        var maker = new XlsxMaker();
        int shared = maker.String("<t>공유 글</t>"), rich = maker.String("<r><t>굵은</t></r><r><t> 글_x000D_</t></r><rPh><t>읽기</t></rPh>");
        return maker
            .Sheet(
                "외래", XlsxMaker.Texts(1, "외래 통계", "", "") + XlsxMaker.Texts(3, "과", "날", "값")
                    + XlsxMaker.Row(4, XlsxMaker.Shared("A4", shared), XlsxMaker.Number("B4", "45292.5", 1), XlsxMaker.Number("C4", "0.5", 3))
                    + XlsxMaker.Row(5, XlsxMaker.Shared("B5", rich), """<c r="C5" t="b"><v>1</v></c>""", """<c r="D5" t="str"><f>A1</f><v>식</v></c>""")
                    + XlsxMaker.Row(9, XlsxMaker.Number("AB9", "1.5", 4), """<c r="AC9" t="e"><v>#N/A</v></c>"""),
                """<autoFilter ref="A3:C5"/><mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A4:A5"/></mergeCells>""",
                """<sheetViews><sheetView><pane ySplit="3" state="frozen"/></sheetView></sheetViews>""")
            .Entry("xl/worksheets/_rels/sheet1.xml.rels", """<Relationships><Relationship Id="r1" Type="x/comments" Target="../comments1.xml"/></Relationships>""")
            .Entry("xl/comments1.xml", """<comments><authors><author>김</author></authors><commentList><comment ref="B4" authorId="0"><text><r><t>확인</t></r></text></comment></commentList></comments>""")
            .Sheet("숨김", XlsxMaker.Texts(1, "숨은 글"), state: "hidden")
            .Entry("docProps/core.xml", """<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>통계</dc:title><dc:created>2024-01-01T00:00:00Z</dc:created></cp:coreProperties>""")
            .ToBytes();
    }

    static byte[] DocOfEverything()
    {
        static byte[] Box(int shape) => [.. new byte[14], .. BitConverter.GetBytes(shape), .. new byte[4]];
        return new DocMaker { HasNarrowPieces = true, Data = PictureData() }
            .Text("one\x02", Change(0x0855, 1)).Text(" take ").Text("20", Change(0x0800, 1)).Text(" hid", Change(0x083C, 1)).Text("\x08\x05", Change(0x0855, 1)).End('\r', 0)
            .Paragraph("see \x13 HYPERLINK \"http://a.example\" \x14링크\x15.").Text("\x01", Change(0x6A03, 0)).Text("(", [.. Little(0x6A09), 0, 0, 0xFE, 0xF0]).End('\r', 1, Change(0x460B, 1), Change(0x260A, 0))
            .Row("가", "나").Row("다", "라").Text("끝").End('\f', 0).Paragraph("둘째 구역")
            .In(1).Text("\x02", Change(0x0855, 1)).Paragraph(" foot").In(2).Paragraph("머리말").In(4).Paragraph("remark").In(6).Paragraph("boxed").Paragraph("")
            .Places(2, [3, 60], Little(1)).Places(3, [0, 7, 8]).Places(4, [17, 60], new byte[30]).Places(5, [0, 7, 8])
            .Places(6, [0, 68, 74], new byte[12], new byte[12]).Places(11, [0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4, 4, 4])
            .Places(56, [0, 7, 8], Box(77), Box(0)).Places(40, [16, 60], [.. BitConverter.GetBytes(77), .. new byte[22]])
            .Table(1, StyleSheet()).Table(73, ListDefinition()).Table(74, [1, 0, 0, 0, .. BitConverter.GetBytes(9), .. new byte[12], .. new byte[4]])
            .Table(15, [1, 0, 0, 0, 59, .. new byte[39], .. Encoding.Unicode.GetBytes("Wingdings\0")])
            .ToBytes();
    }

    // A picture's head, then a PNG as the drawings keep it.
    static byte[] PictureData()
    {
        byte[] blip = [0, 0x6E, 0x1E, 0xF0, .. BitConverter.GetBytes(17 + Png.Length), .. new byte[17], .. Png];
        return [.. BitConverter.GetBytes(68 + blip.Length), 68, 0, 0x64, 0, .. new byte[60], .. blip];
    }

    static byte[] StyleSheet()
    {
        byte[] name = [9, 0, .. Encoding.Unicode.GetBytes("heading 1"), 0, 0];
        byte[] style = [1, 0, 0xF1, 0xFF, 2, 0, 0, 0, 0, 0, .. name, 5, 0, 1, 0, .. Change(0x2640, 0), 0, 0, 0];
        return [18, 0, 2, 0, 10, 0, .. new byte[14], 0, 0, (byte)style.Length, 0, .. style];
    }

    static byte[] ListDefinition() =>
    [
        1, 0, .. BitConverter.GetBytes(9), .. new byte[22], 1, 0,
        1, 0, 0, 0, 24, 0, .. new byte[18], 0, 0, 0, 0, 2, 0, 0, 0, (byte)'.', 0,
    ];

    static byte[] DocOfTables()
    {
        byte[] outer = Change(0x6649, 1), inner = Change(0x6649, 2);
        return new DocMaker()
            .Text("above").End('\r', 0, Change(0x2416, 1), outer)
            .Text("inner").End('\r', 0, Change(0x2416, 1), inner, Change(0x244B, 1))
            .End('\r', 0, Change(0x2416, 1), inner, Change(0x244C, 1), Edges([0, 500]))
            .Cell("below", outer).Cell("right", outer).RowEnd(outer, Edges([0, 1000, 2000], 0x60, 1))
            .Cell("", outer).Cell("c", outer).RowEnd(outer, Edges([0, 1003, 3000], 0x20, 0), Change(0x3404, 1))
            .Paragraph("after").ToBytes();
    }
}

using Asan.Documents.Exports;
using Asan.Documents.Making;
using static Asan.Documents.Making.DocxMaker;

namespace Asan.Documents.Tests.Docx;

public sealed class DocxTests
{
    static Document Open(params string[] blocks) => Reading.Open(new DocxMaker().Body(blocks));

    static string[] Texts(Document document) => [.. Reading.Body(document).OfType<Paragraph>().Select(p => p.Text)];

    static Paragraph Only(Document document) => Assert.Single(Reading.Body(document).OfType<Paragraph>());

    [Fact]
    public void Text_is_read_with_its_tabs_breaks_and_hyphens() =>
        Assert.Equal("가\t나\n다\u2011라\u00AD마", Only(Open(Holding(
            "<w:r><w:t>가</w:t><w:tab/><w:t>나</w:t><w:br/><w:t>다</w:t><w:noBreakHyphen/><w:t>라</w:t><w:softHyphen/><w:t>마</w:t><w:br w:type=\"page\"/></w:r>"))).Text);

    [Fact]
    public void The_strict_form_is_read_alike()
    {
        var strict = new DocxMaker { Namespace = "http://purl.oclc.org/ooxml/wordprocessingml/main" };

        Assert.Equal("strict", Only(Reading.Open(strict.Body(Paragraph("strict")))).Text);
    }

    [Fact]
    public void Inserted_text_stays_and_deleted_text_goes()
    {
        var paragraph = Only(Open(Holding(
            Run("투여 ") + "<w:ins>" + Run("10") + "</w:ins><w:del><w:r><w:delText>20</w:delText></w:r></w:del><w:moveFrom>" + Run("x") + "</w:moveFrom><w:moveTo>" + Run(" mg") + "</w:moveTo>")));

        Assert.Equal("투여 10 mg", paragraph.Text);
        Assert.Equal(["20", "x"], paragraph.Inlines.OfType<DeletedText>().Select(d => d.Text));
    }

    [Fact]
    public void A_deleted_paragraph_end_joins_what_it_divided() =>
        Assert.Equal(["하나둘셋", "넷"], Texts(Open(
            Paragraph("하나", "<w:rPr><w:del/></w:rPr>"), Paragraph("둘", "<w:rPr><w:del/></w:rPr>"), Paragraph("셋"), Paragraph("넷"))));

    [Fact]
    public void A_deleted_paragraph_end_with_nothing_behind_it_loses_nothing() =>
        Assert.Equal(["하나"], Texts(Open(Paragraph("하나", "<w:rPr><w:del/></w:rPr>"))));

    [Fact]
    public void A_deleted_row_is_gone()
    {
        var table = Assert.IsType<Table>(Reading.Body(Open(
            $"<w:tbl><w:tr>{Cell(Paragraph("stays"))}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{Cell(Paragraph("goes"))}</w:tr></w:tbl>"))[0]);

        Assert.Equal(1, table.Rows);
    }

    [Fact]
    public void Merged_cells_keep_their_addresses()
    {
        var document = Open($"""
            <w:tbl>
            <w:tr><w:trPr><w:tblHeader/></w:trPr>{Cell(Paragraph("a"), """<w:gridSpan w:val="2"/>""")}{Cell(Paragraph("b"), """<w:vMerge w:val="restart"/>""")}</w:tr>
            <w:tr>{Cell(Paragraph("c"))}{Cell(Paragraph("d"))}{Cell(Paragraph(""), "<w:vMerge/>")}</w:tr>
            <w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{Cell(Paragraph("e"))}{Cell(Paragraph("f"))}</w:tr>
            </w:tbl>
            """);

        var table = Assert.IsType<Table>(Reading.Body(document)[0]);
        Assert.Equal((3, 3, 1), (table.Rows, table.Columns, table.HeaderRows));
        Assert.Equal(
            ["a 0,0 1x2", "b 0,2 2x1", "c 1,0 1x1", "d 1,1 1x1", "e 2,1 1x1", "f 2,2 1x1"],
            table.Cells.Select(c => $"{((Paragraph)c.Blocks[0]).Text} {c.Row},{c.Column} {c.RowSpan}x{c.ColumnSpan}"));
    }

    [Fact]
    public void Text_around_a_nested_table_keeps_its_order()
    {
        var document = Open($"<w:tbl><w:tr>{Cell(Paragraph("before") + Table(["in"]) + Paragraph("after"))}</w:tr></w:tbl>");

        Assert.Equal("before in after", string.Join(' ', TextExport.Write(document, TextOptions.Typed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(1, document.Counts.NestedTables);
    }

    [Fact]
    public void Rows_and_cells_are_found_in_content_controls_and_tracked_changes()
    {
        var document = Open($"<w:tbl><w:sdt><w:sdtContent><w:tr><w:ins>{Cell(Paragraph("a"))}</w:ins><w:sdt><w:sdtContent>{Cell(Paragraph("b"))}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>");

        Assert.Equal(["a", "b"], ((Table)Reading.Body(document)[0]).Cells.Select(c => ((Paragraph)c.Blocks[0]).Text));
    }

    [Fact]
    public void A_span_without_measure_does_not_make_a_table_without_measure()
    {
        var document = Open($"<w:tbl><w:tr>{Cell(Paragraph("a"), """<w:gridSpan w:val="2000000000"/>""")}{Cell(Paragraph("b"))}</w:tr></w:tbl>");

        Assert.True(((Table)Reading.Body(document)[0]).Columns <= 1025);
    }

    [Theory]
    [InlineData("txbx")]
    [InlineData("vml")]
    [InlineData("both")]
    public void Text_in_a_box_follows_its_paragraph_once(string form)
    {
        var content = $"<w:txbxContent>{Paragraph("in the box")}</w:txbxContent>";
        var modern = $"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>";
        var old = $"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>";
        var drawn = form switch
        {
            "txbx" => modern,
            "vml" => old,
            _ => $"""<mc:AlternateContent><mc:Choice Requires="wps">{modern}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>""",
        };

        var document = Open(Holding($"{Run("be")}<w:r>{drawn}</w:r>{Run("fore")}"), Paragraph("after"));

        Assert.Equal(["before", "in the box", "after"], TextExport.Write(document, TextOptions.Typed).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, document.Counts.TextBoxes);
    }

    [Fact]
    public void A_branch_that_nothing_here_can_read_gives_way_to_the_older_one() =>
        Assert.Equal("☺", Only(Open(Holding(
            """<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><x:symEx xmlns:x="urn:x" x:char="1F60A"/></mc:Choice><mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>"""))).Text);

    [Fact]
    public void Notes_hang_at_their_place_and_comments_are_marked()
    {
        var document = Reading.Open(new DocxMaker()
            .Part("footnotes", "footnotes", $"""<w:footnote w:type="separator" w:id="-1"/><w:footnote w:id="2">{Paragraph("foot")}</w:footnote>""")
            .Part("endnotes", "endnotes", $"""<w:endnote w:id="2">{Paragraph("end")}</w:endnote>""")
            .Part("comments", "comments", $"""<w:comment w:id="0" w:author="Kim">{Paragraph("remark")}</w:comment>""")
            .Body(Holding($"""{Run("one")}<w:r><w:footnoteReference w:id="2"/></w:r>{Run("two")}<w:r><w:endnoteReference w:id="2"/><w:commentReference w:id="0"/></w:r>""")));

        var paragraph = Only(document);
        Assert.Equal("onetwo", paragraph.Text);
        Assert.Equal(
            ["3 Footnote 1 foot", "6 Endnote i end", "6 Memo  remark"],
            paragraph.Inlines.OfType<NoteReference>().Select(n => $"{n.At} {n.Note.Kind} {n.Note.Mark} {((Paragraph)n.Note.Blocks[0]).Text}"));
        Assert.Equal("Kim", paragraph.Inlines.OfType<NoteReference>().Last().Note.Author);
    }

    [Fact]
    public void A_note_that_refers_to_itself_ends()
    {
        var document = Reading.Open(new DocxMaker()
            .Part("footnotes", "footnotes", $"""<w:footnote w:id="2">{Holding("""<w:r><w:t>foot</w:t><w:footnoteReference w:id="2"/></w:r>""")}</w:footnote>""")
            .Body(Holding($"""{Run("one")}<w:r><w:footnoteReference w:id="2"/><w:footnoteReference w:id="2"/></w:r>""")));

        Assert.Equal(1, document.Counts.Notes);
    }

    [Fact]
    public void Headers_are_furniture_of_their_section()
    {
        var section = """<w:sectPr><w:headerReference w:type="first" r:id="id-header1"/><w:footerReference w:type="default" r:id="id-footer1"/></w:sectPr>""";
        var document = Reading.Open(new DocxMaker()
            .Relationship("id-header1", "header", "header1.xml").Entry("word/header1.xml", new DocxMaker().Xml("hdr", Paragraph("running head")))
            .Relationship("id-footer1", "footer", "footer1.xml").Entry("word/footer1.xml", new DocxMaker().Xml("ftr", Paragraph("foot of the page")))
            .Body(Paragraph("one", section), Paragraph("two"), section));

        Assert.Equal(2, document.Sections.Count);
        Assert.Equal(
            ["Header First running head", "Footer All foot of the page"],
            document.Sections[0].Furniture.Select(f => $"{f.Kind} {f.Pages} {((Paragraph)f.Blocks[0]).Text}"));
        Assert.Equal("two", ((Paragraph)document.Sections[1].Blocks[0]).Text);
    }

    [Fact]
    public void Numbers_of_lists_are_generated()
    {
        var document = Reading.Open(new DocxMaker().Numbering("""
            <w:abstractNum w:abstractNumId="0">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="제%1조"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="ganada"/><w:lvlText w:val="%2."/></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1-%2-%3"/></w:lvl>
            </w:abstractNum>
            <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            """).Body(
                ListItem("", 1), ListItem("", 1, 1), ListItem("", 1, 1), ListItem("", 1, 2), ListItem("", 1), ListItem("", 1, 1), ListItem("", 2), ListItem("", 3), ListItem("", 3)));

        Assert.Equal(
            ["제1조", "가.", "나.", "1-나-3", "제2조", "가.", "•", "제5조", "제6조"],
            Reading.Body(document).Cast<Paragraph>().Select(p => p.Marker!.Text));
    }

    [Fact]
    public void A_style_gives_its_heading_and_its_number_and_a_paragraph_may_refuse_both()
    {
        var document = Reading.Open(new DocxMaker()
            .Styles("""
                <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
                <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
                <w:style w:type="paragraph" w:styleId="b"><w:name w:val="based"/><w:basedOn w:val="1"/></w:style>
                <w:style w:type="paragraph" w:styleId="c"><w:name w:val="circle"/><w:basedOn w:val="d"/></w:style>
                <w:style w:type="paragraph" w:styleId="d"><w:name w:val="circle 2"/><w:basedOn w:val="c"/></w:style>
                """)
            .Numbering("""<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>""")
            .Body(
                Paragraph("one", """<w:pStyle w:val="1"/>"""), Paragraph("two", """<w:pStyle w:val="b"/>"""),
                Paragraph("three", """<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>"""), Paragraph("four", """<w:pStyle w:val="c"/>""")));

        Assert.Equal(
            ["1 I.", "1 II.", " ", " "],
            Reading.Body(document).Cast<Paragraph>().Select(p => $"{p.Heading?.Level} {p.Marker?.Text}"));
    }

    [Fact]
    public void A_field_shows_its_result_and_keeps_its_instruction()
    {
        var paragraph = Only(Open(Holding(
            """<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://a.example/x" \l "y" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"""
            + Run("link") + """<w:r><w:fldChar w:fldCharType="end"/></w:r>""" + """<w:fldSimple w:instr=" PAGE ">""" + Run("7") + "</w:fldSimple>")));

        Assert.Equal("link7", paragraph.Text);
        Assert.Equal(new Link(0, 4, "http://a.example/x#y"), paragraph.Inlines[0]);
        Assert.Equal("PAGE", Assert.IsType<Field>(paragraph.Inlines[1]).Kind);
    }

    [Fact]
    public void What_a_field_computes_with_is_not_shown() =>
        Assert.Equal("shown", Only(Open(Holding(
            """<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText><w:fldChar w:fldCharType="begin"/><w:instrText>MERGEFIELD a</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>inner</w:t><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:t>shown</w:t><w:fldChar w:fldCharType="end"/></w:r>"""))).Text);

    [Fact]
    public void A_field_that_never_ends_does_not_swallow_the_rest() =>
        Assert.Equal(["one", "link", "two"], Texts(Open(
            Holding("""<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText><w:t>one</w:t></w:r>"""),
            Holding("""<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF a</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>link</w:t><w:fldChar w:fldCharType="end"/></w:r>"""),
            Paragraph("two"))));

    [Fact]
    public void A_link_that_is_no_address_costs_nothing_but_itself()
    {
        var document = Reading.Open(new DocxMaker()
            .Relationship("1", "hyperlink", "http://[not a:host/\\", isExternal: true).Relationship("rId2", "image", "media/gone.png").Relationship("rId2", "image", "twice.png")
            .Body(Holding($"""<w:hyperlink r:id="1">{Run("text")}</w:hyperlink>""")));

        Assert.Equal("text", Only(document).Text);
        Assert.IsType<Link>(Assert.Single(Only(document).Inlines));
    }

    [Fact]
    public void A_picture_comes_with_its_bytes_and_description()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];
        var document = Reading.Open(new DocxMaker { ["word/media/image1.png"] = png }.Relationship("rId1", "image", "media/image1.png").Body(Picture("rId1"), Picture("rId1")));

        var file = Assert.Single(document.Files);
        Assert.Equal(("image1.png", "image/png"), (file.Name, file.MediaType));
        Assert.Equal(png, file.Bytes.ToArray());
        Assert.Equal(["a heart", "a heart"], Reading.Body(document).OfType<Picture>().Select(p => p.Description));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_told()
    {
        var document = Open(Paragraph("text"), Picture("rId9"));

        Assert.Equal(WarningCodes.Missing, Assert.Single(document.Warnings).Code);
        Assert.Equal(1, document.Counts.Pictures);
    }

    [Fact]
    public void An_equation_is_written_in_a_line()
    {
        static string Text(string text) => $"<m:r><m:t>{text}</m:t></m:r>";
        var root = $"<m:rad><m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/><m:e><m:sSup><m:e>{Text("b")}</m:e><m:sup>{Text("2")}</m:sup></m:sSup>{Text("-4ac")}</m:e></m:rad>";
        var document = Open(Holding($"<m:oMath>{Text("x=")}<m:f><m:num>{Text("-b±")}{root}</m:num><m:den>{Text("2a")}</m:den></m:f></m:oMath>"));

        Assert.Equal("x=(-b±√(b^2-4ac))/(2a)", TextExport.Write(document, TextOptions.Typed).Trim());
        Assert.Equal(1, document.Counts.Equations);
    }

    [Fact]
    public void Symbols_of_a_symbol_font_are_what_they_show() =>
        Assert.Equal("☑→\uF8FF", Only(Open(Holding(
            """<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:sym w:font="Symbol" w:char="F0AE"/><w:sym w:font="Own" w:char="F8FF"/></w:r>"""))).Text);

    [Fact]
    public void Hidden_text_is_marked()
    {
        var paragraph = Only(Open(Holding(Run("seen") + Run("hid", "<w:vanish/>") + Run("den", "<w:vanish/>") + Run("seen", """<w:vanish w:val="0"/>"""))));

        Assert.Equal(new HiddenText(4, 6), Assert.Single(paragraph.Inlines));
    }

    [Fact]
    public void A_box_to_tick_is_a_control()
    {
        var paragraph = Only(Open(Holding(
            """<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>""" + Run("동의"))));

        Assert.Equal("동의", paragraph.Text);
        Assert.Equal(new FormControl(0, "checkBox", null, "☒"), Assert.Single(paragraph.Inlines));
    }

    [Fact]
    public void Pages_are_counted_where_the_writer_left_their_breaks()
    {
        var document = Open(Paragraph("one"), Holding("<w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r>"), Paragraph("three"));

        Assert.Equal([(1, true), (1, true), (2, true)], Reading.Body(document).Select(b => (b.Position.Page, b.Position.PageIsApproximate)));
    }

    [Fact]
    public void XML_that_breaks_off_gives_what_came_before_with_a_warning()
    {
        var whole = new DocxMaker().Xml("document", $"<w:body>{Paragraph("one")}{Paragraph("two")}</w:body>");

        var document = Reading.Open(new DocxMaker().Document(whole[..(whole.IndexOf("two", StringComparison.Ordinal) + 2)]));

        Assert.Equal(["one", "tw"], Texts(document));
        Assert.Contains(document.Warnings, w => w.Code == WarningCodes.Damaged);
    }
}

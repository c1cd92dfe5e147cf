using System.Text;
using Asan.Documents.Exports;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Making;
using static Asan.Documents.Making.XlsxMaker;

namespace Asan.Documents.Tests.Xlsx;

public sealed class XlsxTests
{
    static Table Only(Document document) => Assert.IsType<Table>(Assert.Single(document.Sections).Blocks[1]);

    static Table Only(XlsxMaker maker) => Only(Reading.Open(maker.ToBytes()));

    static string TextOf(Cell cell) => cell.Blocks is [Paragraph paragraph] ? paragraph.Text : "";

    static string Shown(string cell, string properties = "")
    {
        var maker = new XlsxMaker { Properties = properties };
        return TextOf(Only(maker.Sheet("s", Row(1, Said("A1", "x")) + Row(2, cell))).Cells[^1]);
    }

    [Fact]
    public void Each_sheet_is_a_section_under_its_name_with_its_cells_at_their_addresses()
    {
        var document = Reading.Open(new XlsxMaker()
            .Sheet("외래 현황", Texts(3, "과", "환자", "비고") + Row(5, Said("A5", "내과"), Number("B5", "120")))
            .Sheet("검사 & 처치", Texts(1, "혈색소", "13.5")).ToBytes());

        Assert.Equal(["외래 현황", "검사 & 처치"], document.Sections.Select(section => ((Paragraph)section.Blocks[0]).Text));
        Assert.All(document.Sections, section => Assert.Equal(1, ((Paragraph)section.Blocks[0]).Heading!.Value.Level));
        var table = Assert.IsType<Table>(document.Sections[0].Blocks[1]);
        Assert.Equal([(2, 0, "과"), (2, 1, "환자"), (2, 2, "비고"), (4, 0, "내과"), (4, 1, "120")], table.Cells.Select(cell => (cell.Row, cell.Column, TextOf(cell))));
        Assert.Equal(new Position(1, 2, 1, 5, 2), table.Cells[^1].Blocks[0].Position);
        Assert.Equal((5, 3, 3), (table.Rows, table.Columns, table.HeaderRows));
        Assert.Equal(2, document.Counts.Tables);
        Assert.Empty(document.Warnings);
    }

    [Theory]
    [InlineData("45292", 1, "2024-01-01")]
    [InlineData("45292.5625", 4, "2024-01-01")]
    [InlineData("0.5625", 2, "13:30")]
    [InlineData("1", 1, "1900-01-01")]
    [InlineData("59", 1, "1900-02-28")]
    [InlineData("60", 1, "60")]
    [InlineData("61", 1, "1900-03-01")]
    [InlineData("-1", 1, "-1")]
    [InlineData("3000000", 1, "3000000")]
    [InlineData("0.125", 3, "12.5%")]
    [InlineData("0.30000000000000004", 0, "0.3")]
    [InlineData("8801011234567", 0, "8801011234567")]
    [InlineData("NaN", 1, "NaN")]
    [InlineData("1e999", 0, "1e999")]
    public void Numbers_are_shown_as_their_formats_ask(string value, int style, string shown) =>
        Assert.Equal(shown, Shown(Number("A2", value, style)));

    [Fact]
    public void Dates_may_count_from_1904() => Assert.Equal("2024-01-01", Shown(Number("A2", "43830", 1), """date1904="1" """));

    [Theory]
    [InlineData("General", "45292.75", "45292.75")]
    [InlineData("yyyy-mm-dd hh:mm:ss", "45292.7501", "2024-01-01 18:00:09")]
    [InlineData("[h]:mm", "1.5", "36:00")]
    [InlineData("[Red]0.0", "1.5", "1.5")]
    [InlineData("[$-412]m\"월\"", "45292", "2024-01-01")]
    [InlineData("h\"시\" mm\"분\"", "0.5", "12:00")]
    [InlineData("\"days\" 0", "3", "3")]
    [InlineData("0.00%;[Red]-0.00%", "-0.5", "-50%")]
    public void A_format_of_the_workbook_is_known_by_its_code(string code, string value, string shown)
    {
        var maker = new XlsxMaker { Styles = $"""<numFmts><numFmt numFmtId="200" formatCode="{System.Security.SecurityElement.Escape(code)}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>""" };

        Assert.Equal(shown, TextOf(Only(maker.Sheet("s", Row(1, Said("A1", "x")) + Row(2, Number("A2", value)))).Cells[^1]));
    }

    [Fact]
    public void Texts_are_shared_rich_escaped_or_computed()
    {
        var maker = new XlsxMaker();
        int plain = maker.String("<t xml:space=\"preserve\"> 진료 </t>"), empty = maker.String(""), rich = maker.String("<r><rPr><b/></rPr><t>굵은</t></r><r><t> 글</t></r><rPh sb=\"0\" eb=\"1\"><t>읽기</t></rPh>");
        var escaped = maker.String("<t>a_x000D__x005F_b &lt;i&gt;</t>");

        var table = Only(maker.Sheet("s", Row(1, Shared("A1", plain), Shared("B1", empty), Shared("C1", rich), Shared("D1", escaped), Shared("E1", 99), Said("F1", "끝"))
            + Row(2, """<c r="A2" t="b"><v>1</v></c><c r="B2" t="e"><v>#N/A</v></c><c r="C2" t="str"><f>A1&amp;"x"</f><v>값</v></c><c r="D2"><f>1+1</f><v>2</v></c><c r="E2"><f>NOW()</f></c><c r="F2" t="d"><v>2024-01-01</v></c>""")));

        Assert.Equal(["진료", "", "굵은 글", "a\r_b <i>", "", "끝"], table.Cells.Where(cell => cell.Row == 0).Select(TextOf));
        Assert.Equal(["TRUE", "#N/A", "값", "2", "", "2024-01-01"], table.Cells.Where(cell => cell.Row == 1).Select(TextOf));
    }

    [Fact]
    public void A_formula_that_nobody_computed_is_warned_of()
    {
        var document = Reading.Open(new XlsxMaker().Sheet("s", Row(1, Said("A1", "x"), """<c r="B1"><f>SUM(C1:C9)</f></c>""")).ToBytes());

        Assert.Equal(WarningCodes.Missing, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void Merged_cells_cover_their_places_up_to_what_is_there()
    {
        var table = Only(new XlsxMaker().Sheet(
            "s", Texts(1, "2024년 검사") + Texts(2, "과", "값", "단위") + Texts(3, "내과", "1", "g") + Texts(4, "", "2", "g"),
            """<mergeCells count="2"><mergeCell ref="A1:XFD1"/><mergeCell ref="A3:A1048576"/></mergeCells>"""));

        Assert.Equal(
            ["0,0 1x3 2024년 검사", "1,0 1x1 과", "1,1 1x1 값", "1,2 1x1 단위", "2,0 2x1 내과", "2,1 1x1 1", "2,2 1x1 g", "3,1 1x1 2", "3,2 1x1 g"],
            table.Cells.Select(cell => $"{cell.Row},{cell.Column} {cell.RowSpan}x{cell.ColumnSpan} {TextOf(cell)}"));
    }

    [Fact]
    public void A_merge_that_would_hide_text_or_overlap_another_is_none()
    {
        var document = Reading.Open(new XlsxMaker().Sheet(
            "s", Texts(1, "가", "나", "다") + Texts(2, "라", "", "마"), """<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A2:B2"/><mergeCell ref="B2:C2"/><mergeCell ref="A2:B2"/></mergeCells>""").ToBytes());

        var table = Only(document);
        Assert.Equal(["가", "나", "다", "라", "마"], table.Cells.Select(TextOf));
        Assert.Equal([1, 1, 1, 2, 1], table.Cells.Select(cell => cell.ColumnSpan));
        Assert.Equal(WarningCodes.Corrected, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void A_hidden_sheet_is_read_and_said_to_be_hidden()
    {
        var document = Reading.Open(new XlsxMaker().Sheet("보임", Texts(1, "가")).Sheet("숨김", Texts(1, "나"), state: "veryHidden").ToBytes());

        Assert.Equal("나", TextOf(((Table)document.Sections[1].Blocks[1]).Cells[0]));
        Assert.Equal((WarningCodes.Hidden, "xl/worksheets/sheet2.xml"), (Assert.Single(document.Warnings).Code, document.Warnings[0].Place));
    }

    [Theory]
    [InlineData("../comments1.xml")]
    [InlineData("/xl/comments1.xml")]
    [InlineData("../../../../xl/comments1.xml")]
    public void Comments_on_cells_are_remarks_behind_the_sheet(string target)
    {
        var document = Reading.Open(new XlsxMaker().Sheet("s", Texts(1, "가", "나") + Texts(2, "1", "2")).Sheet("둘째", Texts(1, "다"))
            .Entry("xl/worksheets/_rels/sheet1.xml.rels", $"""<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="{target}"/></Relationships>""")
            .Entry("xl/comments1.xml", """<comments><authors><author>김</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>다시 </t></r><r><t>확인</t></r></text></comment><comment ref="A1" authorId="9"><text><t>끝</t></text></comment></commentList></comments>""").ToBytes());

        Assert.Equal([("김", 2, 2, "다시 확인"), (null, 1, 1, "끝")], document.Sections[0].LooseNotes.Select(note => (note.Author, note.Position.Row, note.Position.Column, ((Paragraph)note.Blocks[0]).Text)));
        Assert.Equal((2, 2), (document.Sections.Count, document.Counts.Annotations));
        Assert.Empty(document.Warnings);
    }

    [Theory]
    [InlineData("""<sheetViews><sheetView><pane ySplit="3" topLeftCell="A4" state="frozen"/></sheetView></sheetViews>""", "", 3)]
    [InlineData("", """<autoFilter ref="A2:C9"/>""", 2)]
    [InlineData("", "", 3)]
    public void The_header_is_what_the_sheet_keeps_in_view_or_filters_by_and_else_the_first_row_of_names(string before, string after, int rows)
    {
        var table = Only(new XlsxMaker().Sheet("s", Texts(1, "외래 통계") + Texts(3, "과", "환자") + Texts(4, "내과", "3") + Texts(5, "외과", "4"), after, before));

        Assert.Equal(rows, table.HeaderRows);
    }

    [Fact]
    public void A_long_sheet_comes_in_pieces_with_its_header_and_never_through_a_merged_cell()
    {
        var rows = Texts(1, "번호", "과") + string.Concat(Enumerable.Range(2, 1_999).Select(i => Texts(i, $"{i}", (i - 2) % 50 == 0 ? $"과 {i}" : "")));
        var merges = string.Concat(Enumerable.Range(0, 40).Select(i => $"""<mergeCell ref="B{i * 50 + 2}:B{i * 50 + 51}"/>"""));
        var file = new XlsxMaker().Sheet("긴 표", rows, $"<mergeCells>{merges}</mergeCells>").Sheet("둘째", Texts(1, "끝")).ToBytes();

        var sections = DocumentReader.Open(file, ParseOptions.Default, TestContext.Current.CancellationToken).Sections().ToList();

        var pieces = sections.SkipLast(1).Select(section => (Table)section.Blocks[^1]).ToList();
        Assert.True(pieces.Count > 4);
        Assert.All(pieces, piece => Assert.Equal("번호", TextOf(piece.Cells[0])));
        Assert.Equal(Enumerable.Range(2, 1_999).Select(i => $"{i}"), pieces.SelectMany(piece => piece.Cells.Where(cell => cell is { Column: 0, Row: > 0 })).Select(TextOf));
        Assert.All(pieces.SelectMany(piece => piece.Cells.Where(cell => cell is { Column: 1, Row: > 0 })), cell => Assert.True(cell.RowSpan > 40));
        Assert.Equal([false, .. Enumerable.Repeat(true, pieces.Count - 1), false], sections.Select(section => section.Continues));
        Assert.Equal(2, Reading.Open(file).Sections.Count);
    }

    [Fact]
    public void Cells_at_the_far_end_of_a_sheet_cost_no_more_than_their_row()
    {
        var table = Only(new XlsxMaker().Sheet("s", Texts(1, "가") + Row(1_048_576, Said("XFD1048576", "끝"))));

        Assert.Equal((1_048_576, 16_384), (table.Rows, table.Columns));
        Assert.Equal((1_048_575, 16_383, "끝"), (table.Cells[^1].Row, table.Cells[^1].Column, TextOf(table.Cells[^1])));
        var document = new Document { Format = FileFormat.Xlsx, Metadata = new(), Sections = [new() { Blocks = [table] }] };
        Assert.InRange(MarkdownExport.Write(document, TextOptions.Shown).Length, 100, 300_000);
        Assert.Empty(DoclingExport.ToDocling(document, "far").Tables[0].Data.Grid);
    }

    [Theory]
    [InlineData("XFE1")]
    [InlineData("ZZZZZZZ1")]
    public void A_cell_beyond_the_last_column_is_refused_by_name(string address) =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(new XlsxMaker().Sheet("s", Row(1, Said(address, "x"))).ToBytes()));

    [Fact]
    public void Rows_at_the_far_end_one_after_the_other_are_refused_by_name()
    {
        var rows = new StringBuilder();
        for (var i = 1; i <= 400; i++)
            rows.Append(Row(i, Said($"XFD{i}", "x")));

        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(new XlsxMaker().Sheet("s", rows.ToString()).ToBytes(), new() { Limits = new() { StreamedCells = 500_000 } }));
    }

    [Fact]
    public void One_long_text_in_very_many_cells_is_refused_by_name()
    {
        var maker = new XlsxMaker();
        var text = maker.String($"<t>{new string('가', 30_000)}</t>");
        var rows = new StringBuilder();
        for (var i = 1; i <= 20_000; i++)
            rows.Append(Row(i, Shared($"A{i}", text)));

        Assert.Equal(RefusalCodes.UnpacksTooLarge, Reading.Refusal(maker.Sheet("s", rows.ToString()).ToBytes(), new() { Limits = new() { Characters = 20 << 20 } }));
    }

    [Fact]
    public void Rows_and_cells_out_of_order_are_put_in_order_and_none_is_lost()
    {
        var document = Reading.Open(new XlsxMaker().Sheet("s", Row(5, Said("C5", "가"), Said("A5", "나")) + Row(2, Said("A2", "다")) + "<row><c t=\"str\"><v>라</v></c></row>").ToBytes());

        Assert.Equal(["", "", "가", "나", "다", "라"], Only(document).Cells.Select(TextOf));
        Assert.Equal([4, 4, 4, 4, 5, 6], Only(document).Cells.Select(cell => cell.Row));
        Assert.Equal(WarningCodes.Corrected, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void Sheets_are_found_without_the_list_of_them()
    {
        var document = Reading.Open(new XlsxMaker().Sheet("s", Texts(1, "가")).Entry("xl/workbook.xml", "<workbook/>").ToBytes());

        Assert.Equal("sheet1\n가\n", Reading.Shown(document));
    }

    [Fact]
    public void A_workbook_that_is_cut_off_gives_what_there_is()
    {
        var file = new XlsxMaker().Sheet("s", Texts(1, "가", "나")).ToBytes();

        var document = Reading.Open(file[..^40]);

        Assert.Contains("가\t나", Reading.Shown(document), StringComparison.Ordinal);
        Assert.Contains(document.Warnings, warning => warning.Code == WarningCodes.Recovered);
    }

    [Fact]
    public void A_sheet_that_ends_within_a_row_gives_what_came_before()
    {
        var document = Reading.Open(new XlsxMaker().Sheet("s", "").Entry("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{Texts(1, "가", "나")}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>다").ToBytes());

        Assert.Equal("s\n가\t나\n다\n", Reading.Shown(document));
        Assert.Equal(WarningCodes.Damaged, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void Entities_of_a_sheet_are_refused_by_name() =>
        Assert.Equal(RefusalCodes.DocumentTypeDeclared, Reading.Refusal(new XlsxMaker().Sheet("s", "")
            .Entry("xl/worksheets/sheet1.xml", """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>""").ToBytes()));

    [Fact]
    public void A_sheet_that_unpacks_to_gigabytes_is_refused_by_name()
    {
        var rows = new string(' ', 40 << 20);

        Assert.Equal(RefusalCodes.RatioTooHigh, Reading.Refusal(new XlsxMaker().Sheet("s", rows).ToBytes()));
    }

    [Fact]
    public void The_binary_form_is_refused_by_name() =>
        Assert.Equal(RefusalCodes.UnsupportedFormat, Reading.Refusal(HwpxMaker.Zip([new("xl/workbook.bin", [1, 2, 3])])));

    [Fact]
    public void A_workbook_with_nothing_in_it_says_so() =>
        Assert.Equal(WarningCodes.NoText, Assert.Single(Reading.Open(new XlsxMaker().Sheet("Sheet1", "").ToBytes()).Warnings).Code);
}

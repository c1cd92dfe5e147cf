using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class HwpTests
{
    static Document Open(params object[] parts)
    {
        var maker = new HwpMaker();
        maker.Section().Paragraph(0, 0, parts);
        return Reading.Open(maker.ToBytes());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Text_is_read_whether_it_is_packed_or_not(bool isCompressed)
    {
        var maker = new HwpMaker { IsCompressed = isCompressed };
        maker.Section().Paragraph(0, 0, "진료 기록", HwpControl.Tab, "둘째", HwpControl.LineBreak, "줄");

        var document = Reading.Open(maker.ToBytes());

        Assert.Equal("진료 기록\t둘째\n줄", Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document))).Text);
        Assert.Equal("5.0.5.0", document.FormatVersion);
        Assert.Empty(document.Warnings);
    }

    [Fact]
    public void A_table_in_the_line_stands_between_the_text_before_and_after_it()
    {
        var body = Reading.Body(Open("앞", HwpControl.Grid(new[,] { { "가", "나" }, { "다", "라" } }), "뒤"));

        Assert.Equal("앞", Assert.IsType<Paragraph>(body[0]).Text);
        Assert.Equal((2, 2, 1), Assert.IsType<Table>(body[1]) is var table ? (table.Rows, table.Columns, table.HeaderRows) : default);
        Assert.Equal("뒤", Assert.IsType<Paragraph>(body[2]).Text);
        Assert.Equal("앞\n가\t나\n다\t라\n뒤\n", Reading.Shown(Open("앞", HwpControl.Grid(new[,] { { "가", "나" }, { "다", "라" } }), "뒤")));
    }

    [Fact]
    public void Cells_stand_by_their_addresses_and_not_by_their_order()
    {
        var table = Assert.IsType<Table>(Assert.Single(Reading.Body(Open(HwpControl.Table(2, 2, (1, 0, 1, 2, ["아래"]), (0, 1, 1, 1, ["오른"]), (0, 0, 1, 1, ["왼"]))))));

        Assert.Equal([(0, 0, 1), (0, 1, 1), (1, 0, 2)], table.Cells.Select(cell => (cell.Row, cell.Column, cell.ColumnSpan)));
        Assert.Same(table.ToGrid()[1, 0], table.ToGrid()[1, 1]);
        Assert.Equal(new Position(1, 1, 1, 2, 1), table.Cells[2].Blocks[0].Position);
    }

    [Fact]
    public void Cells_that_cannot_stand_where_they_say_are_moved_and_none_is_lost()
    {
        var document = Open(HwpControl.Table(2, 2, (0, 0, 9, 9, ["넓다"]), (0, 0, 1, 1, ["겹친다"]), (60_000, 60_000, 1, 1, ["멀다"])));

        var table = Assert.IsType<Table>(Assert.Single(Reading.Body(document)));
        Assert.Equal(3, table.Cells.Count);
        Assert.Equal(3, table.Cells.Select(cell => (cell.Row, cell.Column)).Distinct().Count());
        Assert.All(table.Cells, cell => Assert.True(cell.Row + cell.RowSpan <= table.Rows && cell.Column + cell.ColumnSpan <= table.Columns));
        Assert.Equal(WarningCodes.Corrected, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void A_table_in_a_cell_keeps_its_place_in_the_text_of_the_cell()
    {
        var inner = HwpControl.Grid(new[,] { { "안" } });
        var document = Open(HwpControl.Table(1, 2, (0, 0, 1, 1, ["앞", inner, "뒤"]), (0, 1, 1, 1, ["옆"])));

        var cell = Assert.IsType<Table>(Assert.Single(Reading.Body(document))).Cells[0];
        Assert.Equal(["앞", "table 2", "뒤"], cell.Blocks.Select(block => block is Table table ? $"table {table.Number}" : ((Paragraph)block).Text));
        Assert.Equal(1, document.Counts.NestedTables);
    }

    [Fact]
    public void Tables_beyond_the_depth_are_left_out_with_a_warning()
    {
        object[] content = ["바닥"];
        for (var depth = 0; depth < 40; depth++)
            content = ["층", HwpControl.Table(1, 1, (0, 0, 1, 1, content))];

        var document = Open(content);

        Assert.Equal(WarningCodes.Skipped, Assert.Single(document.Warnings).Code);
        Assert.DoesNotContain("바닥", Reading.Shown(document));
        Assert.Equal(32, document.Counts.Tables);
    }

    [Fact]
    public void A_note_hangs_at_its_place_and_follows_its_paragraph()
    {
        var document = Open("앞", HwpControl.Note("fn  ", 1, "각주"), "뒤");

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document)));
        Assert.Equal("앞뒤", paragraph.Text);
        var reference = Assert.IsType<NoteReference>(Assert.Single(paragraph.Inlines));
        Assert.Equal((1, "1)", NoteKind.Footnote), (reference.At, reference.Note.Mark, reference.Note.Kind));
        Assert.Equal("앞1)뒤\n각주\n", Reading.Shown(document));
    }

    [Fact]
    public void Headers_are_furniture_and_hidden_comments_are_remarks()
    {
        var document = Open(HwpControl.Header("머리말"), "본문", HwpControl.HiddenComment("숨은 설명"));

        Assert.Equal(FurnitureKind.Header, Assert.Single(Assert.Single(document.Sections).Furniture).Kind);
        Assert.Equal("머리말\n본문\n", Reading.Shown(document));
        Assert.Equal((1, 1), (document.Counts.HeadersAndFooters, document.Counts.Annotations));
    }

    [Fact]
    public void A_memo_behind_the_text_leads_back_to_its_place()
    {
        var maker = new HwpMaker();
        var section = maker.Section();
        section.Paragraph(0, 0, "앞", HwpControl.Memo, "표시한 글", HwpControl.MemoEnd(7), "뒤");
        section.Paragraph(0, 0, "마지막");
        section.Write(93, 1, HwpRecordWriter.Pack(7u));
        section.Write(72, 1, new byte[8]);
        section.Paragraph(1, 0, "메모의 글");

        var document = Reading.Open(maker.ToBytes());

        var note = Assert.IsType<NoteReference>(Assert.Single(Assert.IsType<Paragraph>(Reading.Body(document)[0]).Inlines));
        Assert.Equal((1, NoteKind.Memo, "김간호"), (note.At, note.Note.Kind, note.Note.Author));
        Assert.Equal("메모의 글", Assert.IsType<Paragraph>(Assert.Single(note.Note.Blocks)).Text);
        Assert.Equal("앞표시한 글뒤\n마지막\n", Reading.Shown(document));
    }

    [Fact]
    public void Distribution_documents_are_read_without_a_password()
    {
        var section = new HwpRecordWriter();
        section.Paragraph(0, 0, "배포용 문서의 글");
        var notice = new HwpMaker { Protection = (4, 0) };
        notice.Section().Paragraph(0, 0, "상위 버전의 배포용 문서입니다");
        notice.Stream("ViewText/Section0", DistributionMaker.Encipher(HwpMaker.Deflate(section.ToBytes()), seed: 0x1234_5678));

        Assert.Equal("배포용 문서의 글\n", Reading.Shown(Reading.Open(notice.ToBytes())));
    }

    [Fact]
    public void A_header_that_returns_in_each_section_is_written_once()
    {
        var maker = new HwpMaker();
        maker.Section().Paragraph(0, 0, HwpControl.Header("서울병원"), "첫째");
        maker.Section().Paragraph(0, 0, HwpControl.Header("서울병원"), "둘째");

        Assert.Equal("서울병원\n첫째\n둘째\n", Reading.Shown(Reading.Open(maker.ToBytes())));
    }

    [Fact]
    public void Text_boxes_equations_and_links_are_read()
    {
        var document = Open("값 ", HwpControl.Equation("{a} over {b}"), " 참조 ", HwpControl.Link("https\\://example.org/a;1;0;0;"), "여기", HwpControl.FieldEnd, HwpControl.TextBox("상자"));

        var body = Reading.Body(document);
        var paragraph = Assert.IsType<Paragraph>(body[0]);
        Assert.Equal("값  참조 여기", paragraph.Text);
        Assert.Equal("{a} over {b}", Assert.IsType<Equation>(Assert.IsType<InlineObject>(paragraph.Inlines[0]).Block).Script);
        Assert.Equal(new Link(6, 2, "https://example.org/a"), paragraph.Inlines[1]);
        Assert.Equal("상자", Assert.IsType<Paragraph>(Assert.Single(Assert.IsType<TextBox>(body[1]).Blocks)).Text);
    }

    [Fact]
    public void A_picture_shows_the_file_it_refers_to()
    {
        var maker = new HwpMaker();
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 1, 2, 3];
        maker.File("jpg", [0xFF, 0xD8, 0xFF, 9]);
        var reference = maker.File("png", png);
        maker.Section().Paragraph(0, 0, HwpControl.Picture(reference), HwpControl.Picture(reference));

        var document = Reading.Open(maker.ToBytes());

        Assert.Equal(2, document.Counts.Pictures);
        var file = Assert.Single(document.Files);
        Assert.Equal(("BIN0002.png", "image/png"), (file.Name, file.MediaType));
        Assert.Equal(png, file.Bytes.ToArray());
    }

    [Fact]
    public void Numbers_bullets_and_outlines_are_counted()
    {
        var maker = new HwpMaker()
            .Numbering(("제^1조", 0), ("^1.^2", 0), ("^3)", 8)).Bullet('○')
            .Shape(0, 0, 0).Shape(1, 0, 0).Shape(2, 1, 1).Shape(2, 2, 1).Shape(3, 0, 1);
        var section = maker.Section();
        section.Paragraph(0, 1, HwpControl.Section(1), "목적");
        section.Paragraph(0, 2, "하나");
        section.Paragraph(0, 2, "둘");
        section.Paragraph(0, 3, "가나다");
        section.Paragraph(0, 1, "정의");
        section.Paragraph(0, 2, "다시");
        section.Paragraph(0, 4, "글머리");

        var document = Reading.Open(maker.ToBytes());

        Assert.Equal("제1조 목적\n1.1 하나\n1.2 둘\n가) 가나다\n제2조 정의\n2.1 다시\n○ 글머리\n", Reading.Shown(document));
        Assert.Equal(new Heading(1, HeadingEvidence.Outline), Assert.IsType<Paragraph>(Reading.Body(document)[0]).Heading);
    }

    [Fact]
    public void Headings_that_are_only_typed_are_guessed_by_their_prefix_and_letters()
    {
        var maker = new HwpMaker().Letters(1000, isBold: false).Letters(1500, isBold: true);
        var section = maker.Section();
        foreach (var (letters, text) in new[] { (1, "제1장 총칙"), (1, "1. 목적"), (0, "2. 본문과 같은 글자"), (0, new string('가', 200)), (1, "제2장 진료"), (1, "1. 이것은 문장이다.") })
            section.Lettered(0, letters, text);

        var headings = Reading.Body(Reading.Open(maker.ToBytes())).Cast<Paragraph>().Select(paragraph => (paragraph.Heading?.Level, paragraph.Heading?.Evidence));

        Assert.Equal([(1, HeadingEvidence.Typed), (2, HeadingEvidence.Typed), (null, null), (null, null), (1, HeadingEvidence.Typed), (null, null)], headings);
    }

    [Fact]
    public void A_record_nobody_knows_and_one_that_is_longer_than_known_lose_no_text()
    {
        var maker = new HwpMaker();
        var section = maker.Section();
        section.Write(500, 0, new byte[5000]);
        section.Paragraph(0, 0, "앞");
        section.Write(501, 3, [1, 2, 3]);
        section.Paragraph(0, 0, "뒤");

        var document = Reading.Open(maker.ToBytes());

        Assert.Equal("앞\n뒤\n", Reading.Shown(document));
        Assert.Empty(document.Warnings);
    }

    [Fact]
    public void A_paragraph_with_two_texts_keeps_both_and_what_hangs_in_them()
    {
        var maker = new HwpMaker();
        var section = maker.Section();
        section.Paragraph(0, 0, "긴 앞의 글", HwpControl.Note("fn  ", 1, "각주"));
        section.Write(67, 1, System.Text.Encoding.Unicode.GetBytes("뒤\r"));

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(Reading.Open(maker.ToBytes()))));

        Assert.Equal("긴 앞의 글뒤", paragraph.Text);
        Assert.Equal(6, Assert.Single(paragraph.Inlines).At);
    }

    [Fact]
    public void Damage_in_a_stream_leaves_what_came_before_it()
    {
        var section = new HwpRecordWriter();
        for (var i = 0; i < 2000; i++)
            section.Paragraph(0, 0, $"문단 {i} 번호 {i * 7919 % 1000}");
        var packed = HwpMaker.Deflate(section.ToBytes());
        for (var i = 0; i < 16; i++)
            packed[packed.Length / 2 + i] ^= 0xFF;
        var header = new HwpMaker().ToBytes();
        var opened = CompoundFiles.CompoundFile.Open(header, new(ParseOptions.Default, default));
        opened.TryRead("FileHeader", out var fileHeader);

        var document = Reading.Open(new CompoundFileMaker().Add("FileHeader", fileHeader.Bytes.Span).Add("BodyText/Section0", packed).ToBytes());

        Assert.Contains(document.Warnings, warning => warning is { Code: WarningCodes.Damaged or WarningCodes.Truncated, Place: "BodyText/Section0" });
        Assert.InRange(document.Counts.Paragraphs, 500, 1999);
        Assert.StartsWith("문단 0 번호 0\n문단 1 번호 919\n", Reading.Shown(document));
    }

    [Theory]
    [InlineData(2u, 0u, "encryption-version-0")]
    [InlineData(2u, 3u, "encryption-version-3")]
    [InlineData(2u, 4u, RefusalCodes.PasswordRequired)]
    [InlineData(16u, 0u, RefusalCodes.RightsManaged)]
    [InlineData(256u, 0u, RefusalCodes.RightsManaged)]
    public void Protection_is_refused_by_its_name(uint flags, uint version, string code)
    {
        var maker = new HwpMaker { Protection = (flags, version) };
        maker.Section().Paragraph(0, 0, "비밀");

        Assert.Equal(code, Reading.Refusal(maker.ToBytes()));
    }

    [Fact]
    public void An_empty_document_is_read_and_says_that_it_is_empty() =>
        Assert.Equal(WarningCodes.NoText, Assert.Single(Open().Warnings).Code);

    [Fact]
    public void Sections_are_found_by_their_names_in_the_order_of_their_numbers()
    {
        var maker = new HwpMaker();
        for (var i = 0; i < 12; i++)
            maker.Section().Paragraph(0, 0, $"{i}");

        var document = Reading.Open(maker.ToBytes());

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), document.Sections.Select(section => ((Paragraph)section.Blocks[0]).Text));
        Assert.Equal(new Position(12, 1), document.Sections[11].Blocks[0].Position);
    }
}

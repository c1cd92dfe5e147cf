using Asan.Documents.Making;
using static Asan.Documents.Making.DocMaker;

namespace Asan.Documents.Tests.Doc;

public sealed class DocTests
{
    const ushort Special = 0x0855;
    const ushort InTable = 0x2416;
    const ushort Depth = 0x6649;

    static string[] Texts(IEnumerable<Block> blocks) => [.. blocks.OfType<Paragraph>().Select(p => p.Text)];

    static string Cells(Table table) =>
        string.Join(' ', table.Cells.Select(c => $"{string.Concat(Texts(c.Blocks))}@{c.Row},{c.Column}:{c.RowSpan}x{c.ColumnSpan}"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_in_pieces_of_one_byte_and_two_is_one_text(bool hasNarrowPieces)
    {
        var document = Reading.Open(new DocMaker { HasNarrowPieces = hasNarrowPieces }
            .Paragraph("first").Paragraph("둘째 줄").Paragraph("third\tand\x0Bmore").ToBytes());

        Assert.Equal(["first", "둘째 줄", "third\tand\nmore"], Texts(Reading.Body(document)));
    }

    [Fact]
    public void Deleted_and_hidden_text_is_marked()
    {
        var document = Reading.Open(new DocMaker()
            .Text("take ").Text("20", Change(0x0800, 1)).Text("10", Change(0x0801, 1)).Text(" secret", Change(0x083C, 1)).End('\r', 0).ToBytes());

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document)));
        Assert.Equal("take 10 secret", paragraph.Text);
        Assert.Equal([new DeletedText(5, "20"), (Inline)new HiddenText(7, 7)], paragraph.Inlines);
    }

    [Fact]
    public void A_table_is_built_from_its_ends()
    {
        var document = Reading.Open(new DocMaker().Paragraph("before").Row("a", "b").Row("c", "d").Paragraph("after").ToBytes());

        Assert.Equal(["before", "after"], Texts(Reading.Body(document)));
        Assert.Equal("a@0,0:1x1 b@0,1:1x1 c@1,0:1x1 d@1,1:1x1", Cells(Assert.Single(Reading.Body(document).OfType<Table>())));
    }

    [Fact]
    public void Cells_of_different_widths_share_the_columns_of_all_rows()
    {
        var document = Reading.Open(new DocMaker()
            .Cell("wide").RowEnd(Edges([0, 2003]), Change(0x3404, 1))
            .Cell("left").Cell("right").RowEnd(Edges([0, 1000, 2000])).ToBytes());

        var table = Assert.Single(Reading.Body(document).OfType<Table>());
        Assert.Equal("wide@0,0:1x2 left@1,0:1x1 right@1,1:1x1", Cells(table));
        Assert.Equal(1, table.HeaderRows);
    }

    [Fact]
    public void Merged_cells_are_one()
    {
        const int firstOfRow = 1, inRow = 2, firstOfColumn = 0x60, inColumn = 0x20;
        var document = Reading.Open(new DocMaker()
            .Cell("tall").Cell("b").Cell("wide").Cell("").RowEnd(Edges([0, 1000, 2000, 3000, 4000], firstOfColumn, 0, firstOfRow, inRow))
            .Cell("").Cell("c").Cell("d").Cell("e").RowEnd(Edges([0, 1000, 2000, 3000, 4000], inColumn)).ToBytes());

        Assert.Equal("tall@0,0:2x1 b@0,1:1x1 wide@0,2:1x2 c@1,1:1x1 d@1,2:1x1 e@1,3:1x1", Cells(Assert.Single(Reading.Body(document).OfType<Table>())));
    }

    [Fact]
    public void A_nested_table_stands_in_its_cell_in_order()
    {
        byte[] outer = Change(Depth, 1), inner = Change(Depth, 2);
        var document = Reading.Open(new DocMaker()
            .Text("above").End('\r', 0, Change(InTable, 1), outer)
            .Text("inner").End('\r', 0, Change(InTable, 1), inner, Change(0x244B, 1))
            .End('\r', 0, Change(InTable, 1), inner, Change(0x244C, 1), Edges([0, 500]))
            .Cell("below", outer).RowEnd(outer, Edges([0, 1000])).ToBytes());

        var table = Assert.Single(Reading.Body(document).OfType<Table>());
        var cell = Assert.Single(table.Cells);
        Assert.Equal("Paragraph Table Paragraph", string.Join(' ', cell.Blocks.Select(b => b.GetType().Name)));
        Assert.Equal("inner@0,0:1x1", Cells((Table)cell.Blocks[1]));
        Assert.Equal((1, 2), (table.Number, ((Table)cell.Blocks[1]).Number));
    }

    [Fact]
    public void A_cell_mark_without_properties_is_a_table_all_the_same()
    {
        var document = Reading.Open(new DocMaker().Text("a").End('\a', 0).Text("b").End('\a', 0).Paragraph("after").ToBytes());

        Assert.Equal("a@0,0:1x1 b@0,1:1x1", Cells(Assert.Single(Reading.Body(document).OfType<Table>())));
        Assert.Equal(["after"], Texts(Reading.Body(document)));
    }

    [Fact]
    public void A_field_shows_its_result_and_a_mark_without_partner_is_nothing()
    {
        var document = Reading.Open(new DocMaker()
            .Paragraph("see \x13 HYPERLINK \"http://a.example\" \x14here\x15.").Paragraph("open \x13 and text").Paragraph("\x13 IF \x13 REF a \x14inner\x15 = 1 \x14shown\x15").ToBytes());

        Assert.Equal(["see here.", "open  and text", "shown"], Texts(Reading.Body(document)));
        Assert.Equal(new Link(4, 4, "http://a.example"), Assert.Single(((Paragraph)Reading.Body(document)[0]).Inlines));
    }

    [Fact]
    public void Notes_hang_at_their_place_and_comments_are_marked()
    {
        var document = Reading.Open(new DocMaker()
            .Text("one\x02", Change(Special, 1)).Text("two\x02", Change(Special, 1)).Text("\x05", Change(Special, 1)).End('\r', 0)
            .In(1).Text("\x02", Change(Special, 1)).Paragraph(" foot")
            .In(5).Paragraph("end").In(4).Paragraph("remark")
            .Places(2, [3, 10], Little(1)).Places(3, [0, 7, 8])
            .Places(46, [7, 10], Little(1)).Places(47, [0, 4, 5])
            .Places(4, [8, 10], new byte[30]).Places(5, [0, 7, 8]).Table(36, [3, 0, .. "Kim"u8.ToArray().SelectMany(b => new byte[] { b, 0 })])
            .ToBytes());

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document)));
        Assert.Equal("onetwo", paragraph.Text);
        Assert.Equal(
            ["3 Footnote 1  foot ", "6 Endnote i end ", "6 Memo  remark Kim"],
            paragraph.Inlines.OfType<NoteReference>().Select(n => $"{n.At} {n.Note.Kind} {n.Note.Mark} {((Paragraph)n.Note.Blocks[0]).Text} {n.Note.Author}"));
    }

    [Fact]
    public void Sections_have_headers_of_their_own()
    {
        var document = Reading.Open(new DocMaker()
            .Text("one").End('\f', 0).Paragraph("two")
            .In(2).Paragraph("head of all pages").Paragraph("first page")
            .Places(6, [0, 4, 8], new byte[12], new byte[12])
            .Places(11, [0, 0, 0, 0, 0, 0, 0, 0, 18, 18, 18, 29, 29, 29, 29, 29, 29, 29, 29, 29])
            .ToBytes());

        Assert.Equal(["one", "two"], document.Sections.Select(s => ((Paragraph)s.Blocks[0]).Text));
        Assert.Equal(
            ["Header All head of all pages", "Header First first page"],
            document.Sections[0].Furniture.Select(f => $"{f.Kind} {f.Pages} {((Paragraph)f.Blocks[0]).Text}"));
    }

    [Fact]
    public void Text_in_a_box_follows_its_anchor_and_a_box_without_one_is_not_lost()
    {
        static byte[] Box(int shape) => [.. new byte[14], .. BitConverter.GetBytes(shape), .. new byte[4]];
        var document = Reading.Open(new DocMaker()
            .Text("\x08", Change(Special, 1)).Paragraph("anchor").Paragraph("after")
            .In(6).Paragraph("boxed").Paragraph("").Paragraph("lost").Paragraph("").Paragraph("")
            .Places(56, [0, 7, 13, 14], Box(77), Box(78), Box(0))
            .Places(40, [0, 14], [.. BitConverter.GetBytes(77), .. new byte[22]])
            .ToBytes());

        Assert.Equal(["anchor", "boxed", "after", "lost"], Reading.Body(document).Select(b => b is TextBox box ? ((Paragraph)box.Blocks[0]).Text : ((Paragraph)b).Text));
    }

    [Fact]
    public void A_symbol_is_what_its_font_shows()
    {
        byte[] fonts = [1, 0, 0, 0, 59, .. new byte[39], .. "Wingdings\0"u8.ToArray().SelectMany(b => new byte[] { b, 0 })];
        var document = Reading.Open(new DocMaker().Text("(", [.. Little(0x6A09), 0, 0, 0xFE, 0xF0]).End('\r', 0).Table(15, fonts).ToBytes());

        Assert.Equal(["🗹"], Texts(Reading.Body(document)));
    }

    [Theory]
    [InlineData(0x1300, RefusalCodes.PasswordRequired)]
    public void A_protected_document_is_refused_by_name(int flags, string code) =>
        Assert.Equal(code, Reading.Refusal(new DocMaker { Flags = (ushort)flags }.Paragraph("text").ToBytes()));

    [Fact]
    public void A_document_of_Word_95_is_refused_by_name()
    {
        var head = new byte[1024];
        Little(0xA5DC).CopyTo(head, 0);

        Assert.Equal(RefusalCodes.LegacyFormat, Reading.Refusal(new CompoundFileMaker().Add("WordDocument", head).ToBytes()));
    }

    [Fact]
    public void A_lost_piece_table_gives_the_text_where_it_began_with_a_warning()
    {
        // A piece table that begins with neither of its marks.
        var document = Reading.Open(new DocMaker().Paragraph("plain").Table(33, [9, 9, 9, 9]).ToBytes());

        Assert.Contains(document.Warnings, w => w.Code == WarningCodes.Damaged);
        Assert.Equal("p", Texts(Reading.Body(document))[0][..1]);
    }

    [Fact]
    public void Pieces_that_repeat_without_end_are_cut_at_the_size_of_the_file()
    {
        var places = Enumerable.Range(0, 20_001).Select(i => i * 1000).SelectMany(BitConverter.GetBytes).ToArray();
        var data = Enumerable.Range(0, 20_000).SelectMany(_ => (byte[])[0, 0, .. BitConverter.GetBytes(0x800), 0, 0]).ToArray();
        var file = new DocMaker().Paragraph(new string('x', 1000)).Table(33, [2, .. BitConverter.GetBytes(places.Length + data.Length), .. places, .. data]).ToBytes();

        var document = Reading.Open(file);

        Assert.Contains(document.Warnings, w => w.Code == WarningCodes.Damaged);
        Assert.True(document.Counts.Characters < 1_000_000);
    }

    [Fact]
    public void Notes_that_are_each_the_whole_text_are_refused_by_name()
    {
        const int notes = 200;
        var maker = new DocMaker().Text(new string('\x02', notes), Change(Special, 1)).End('\r', 0).In(1).Paragraph(new string('x', 50_000));
        maker.Places(2, [.. Enumerable.Range(0, notes + 1)], [.. Enumerable.Repeat(Little(1), notes)]);
        // The text of note i: from 0 to the end, and back again.
        maker.Places(3, [.. Enumerable.Range(0, notes + 1).Select(i => i % 2 == 0 ? 0 : 50_000)]);

        Assert.Equal(RefusalCodes.UnpacksTooLarge, Reading.Refusal(maker.ToBytes()));
    }
}

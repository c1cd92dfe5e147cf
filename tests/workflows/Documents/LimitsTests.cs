using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class LimitsTests
{
    static byte[] Many(int count, params object[] parts)
    {
        var maker = new HwpMaker();
        var section = maker.Section();
        for (var i = 0; i < count; i++)
            section.Paragraph(0, 0, parts);
        return maker.ToBytes();
    }

    [Fact]
    public void Too_many_paragraphs_are_refused() =>
        Assert.Equal(RefusalCodes.TooManyParagraphs, Reading.Refusal(Many(11, "글"), new() { Limits = new() { Paragraphs = 10 } }));

    [Fact]
    public void Too_many_cells_are_refused() =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(Many(3, HwpControl.Grid(new string[2, 2] { { "", "" }, { "", "" } })), new() { Limits = new() { Cells = 11 } }));

    [Fact]
    public void Too_many_objects_are_refused() =>
        Assert.Equal(RefusalCodes.TooManyObjects, Reading.Refusal(Many(300, HwpControl.Equation("x")), new() { Limits = new() { Objects = 200 } }));

    [Fact]
    public void A_table_that_declares_what_it_does_not_hold_is_refused() =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(Many(1, HwpControl.Table(60_000, 60_000))));

    [Fact]
    public void Many_tables_that_declare_much_are_refused_together() =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(Many(60, HwpControl.Table(900, 900, (0, 0, 1, 1, ["글"])))));

    [Fact]
    public void A_stream_that_unpacks_to_too_much_is_refused()
    {
        var options = new ParseOptions { Limits = new() { StreamBytes = 100_000, RatioFloor = long.MaxValue } };

        Assert.Equal(RefusalCodes.UnpacksTooLarge, Reading.Refusal(Many(1, new string('가', 60_000)), options));
    }

    [Fact]
    public void Streams_that_unpack_to_too_much_together_are_refused()
    {
        var maker = new HwpMaker();
        for (var i = 0; i < 5; i++)
            maker.Section().Paragraph(0, 0, new string('가', 30_000));

        Assert.Equal(RefusalCodes.UnpacksTooLarge, Reading.Refusal(maker.ToBytes(), new() { Limits = new() { UnpackedBytes = 200_000 } }));
    }

    [Fact]
    public void Fields_that_never_end_do_not_cost_the_square_of_their_number()
    {
        var section = new HwpRecordWriter();
        section.Paragraph(0, 0, [.. Enumerable.Repeat<object>(HwpControl.Field("%clk", "x"), 20_000)]);
        var maker = new HwpMaker();
        maker.Stream("BodyText/Section0", HwpMaker.Deflate(section.ToBytes()));

        Assert.Equal(20_000, Reading.Open(maker.ToBytes()).Counts.Fields);
    }

    [Fact]
    public void Names_with_ways_out_of_their_folder_lose_them()
    {
        var file = new HwpxMaker()
            .Section(HwpxMaker.Run("<hp:pic><hc:img binaryItemIDRef=\"a\"/></hp:pic>"))
            .Entry("Contents/content.hpf", "<p><manifest><item id=\"a\" href=\"BinData/../../../etc/evil.png\"/></manifest></p>")
            .Entry("BinData/../../../etc/evil.png", "x");

        Assert.Equal("evil.png", Assert.Single(Reading.Open(file.ToBytes()).Files).Name);
    }
}

using Asan.Documents.Numbering;

namespace Asan.Documents.Tests;

public sealed class NumberingTests
{
    static readonly NumberingDefinition Legal = new(
        [new("제^1조", NumberFormat.Digit, 1), new("^1.^2", NumberFormat.Digit, 1), new("(^3)", NumberFormat.HangulSyllable, 1), new("^n", NumberFormat.Digit, 1), new("^N", NumberFormat.Digit, 1)]);

    static string[] Count(params (int Id, int Level)[] paragraphs)
    {
        var state = new NumberingState();
        return [.. paragraphs.Select(paragraph => state.Next(paragraph.Id, Legal, paragraph.Level))];
    }

    [Fact]
    public void Deeper_levels_begin_anew_under_each_number() =>
        Assert.Equal(["제1조", "1.1", "1.2", "제2조", "2.1"], Count((1, 0), (1, 1), (1, 1), (1, 0), (1, 1)));

    [Fact]
    public void A_level_that_was_left_out_counts_as_begun() =>
        Assert.Equal(["제1조", "(가)", "1.2", "1.2.1.1", "1.2.1.1.1."], Count((1, 0), (1, 2), (1, 1), (1, 3), (1, 4)));

    [Fact]
    public void A_numbering_goes_on_where_it_was_left() =>
        Assert.Equal(["제1조", "제1조", "제2조", "제2조"], Count((1, 0), (2, 0), (1, 0), (2, 0)));

    [Fact]
    public void A_numbering_that_begins_below_the_first_level_takes_it_from_the_one_before() =>
        Assert.Equal(["제1조", "제2조", "2.1"], Count((1, 0), (1, 0), (2, 1)));

    [Theory]
    [InlineData(0, 12, "12")]
    [InlineData(1, 1, "①")]
    [InlineData(1, 20, "⑳")]
    [InlineData(1, 21, "㉑")]
    [InlineData(1, 36, "㊱")]
    [InlineData(1, 51, "51")]
    [InlineData(2, 1994, "MCMXCIV")]
    [InlineData(3, 4, "iv")]
    [InlineData(4, 28, "AB")]
    [InlineData(5, 3, "c")]
    [InlineData(7, 26, "ⓩ")]
    [InlineData(8, 14, "하")]
    [InlineData(8, 15, "거")]
    [InlineData(8, 29, "고")]
    [InlineData(9, 2, "㉯")]
    [InlineData(10, 14, "ㅎ")]
    [InlineData(11, 1, "㉠")]
    [InlineData(12, 10, "십")]
    [InlineData(12, 21, "이십일")]
    [InlineData(12, 1105, "천백오")]
    [InlineData(13, 30, "三十")]
    [InlineData(14, 10, "㊉")]
    [InlineData(15, 1, "갑")]
    [InlineData(16, 10, "癸")]
    [InlineData(8, -3, "-3")]
    public void Numbers_are_written_in_the_ways_of_Korean_documents(int format, int number, string expected) =>
        Assert.Equal(expected, NumberText.Of(number, (NumberFormat)format));
}

using System.Text;
using Asan.Documents.Text;

namespace Asan.Documents.Tests.Text;

public sealed class TextEncodingTests
{
    const string Rule = "제1조(목적) 이 규정은 환자의 안전을 위하여 필요한 사항을 정한다.\r\n제2조(정의) ①\"환자\"란 진료를 받는 사람을 말한다. 똠방각하, 뷁, 펲시콜라, 漢字.\r\n";

    static Encoding Cp949 => CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    public static TheoryData<string, byte[]> Encoded => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Rule) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Rule)] },
        { "CP949", Cp949.GetBytes(Rule) },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Rule)] },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Rule) },
        { "UTF-16 the other way round", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Rule)] },
        { "UTF-16 the other way round without a mark", Encoding.BigEndianUnicode.GetBytes(Rule) },
        { "UTF-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(Rule)] },
    };

    [Theory, MemberData(nameof(Encoded))]
    public void Korean_text_reads_the_same_in_every_encoding(string name, byte[] file)
    {
        var document = Reading.Open(file);

        Assert.Equal(Rule.ReplaceLineEndings("\n"), Reading.Shown(document));
        Assert.True(document.Warnings.Count == 0, name);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x80)]
    [InlineData(0xC1)]
    public void A_wrong_byte_is_shown_as_one_and_warned_of_and_what_stands_around_it_is_read(byte wrong)
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Cp949])
        {
            byte[] file = [.. encoding.GetBytes(Rule), wrong, .. encoding.GetBytes("\n"), .. encoding.GetBytes(Rule)];

            var document = Reading.Open(file);

            Assert.Equal($"{Rule}\uFFFD\n{Rule}".ReplaceLineEndings("\n"), Reading.Shown(document));
            Assert.Equal(WarningCodes.WrongBytes, Assert.Single(document.Warnings).Code);
        }
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 2 })]
    [InlineData(new byte[] { 1, 2, 3, 0, 5, (byte)'a' })]
    public void A_few_bytes_most_of_which_no_text_has_are_no_text(byte[] file) => Assert.Null(TextEncoding.Of(file));

    [Fact]
    public void Text_of_the_west_is_read_with_a_warning_that_its_encoding_is_a_guess()
    {
        var document = Reading.Open([.. "The patient"u8, 0x92, .. "s caf"u8, 0xE9, .. " was closed. Come back tomorrow, please."u8]);

        Assert.Equal("The patient’s café was closed. Come back tomorrow, please.\n", Reading.Shown(document));
        Assert.Equal(WarningCodes.EncodingGuessed, Assert.Single(document.Warnings).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_is_no_text(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
        {
            var noise = new byte[random.Next(200, 20_000)];
            random.NextBytes(noise);

            Assert.Equal(RefusalCodes.UnknownFormat, Reading.Refusal(noise, new() { FileName = "noise.txt" }));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_byte_of_no_text_does_not_make_a_short_text_unreadable(int at)
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Cp949])
        {
            var bytes = encoding.GetBytes("환자 가나다라는 오늘 검사를 받고 돌아갔다. 다음 예약은 3월 2일이다.").ToList();
            bytes.Insert(5 + at, 0);

            var document = Reading.Open([.. bytes]);

            Assert.Contains("오늘 검사를 받고 돌아갔다", Reading.Shown(document), StringComparison.Ordinal);
            Assert.DoesNotContain('\0', Reading.Shown(document));
            Assert.Equal(WarningCodes.WrongBytes, Assert.Single(document.Warnings).Code);
        }
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3, 0, 5 })]
    [InlineData(new byte[] { 1, 0, 2 })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'a', (byte)'b', 3, 4, (byte)'c', 0, 0, 1 })]
    public void A_few_bytes_that_no_text_has_are_no_text(byte[] file) => Assert.Equal(RefusalCodes.UnknownFormat, Reading.Refusal(file));

    [Fact]
    public void A_program_is_no_text_whatever_it_is_called() =>
        Assert.Equal(RefusalCodes.UnknownFormat, Reading.Refusal(File.ReadAllBytes(typeof(TextEncodingTests).Assembly.Location), new() { FileName = "rules.csv" }));

    [Fact]
    public void A_letter_at_the_end_of_the_head_that_is_looked_at_is_not_cut()
    {
        var text = new string('a', TextHead.Bytes - 1) + "가나다";

        Assert.Equal(text, Reading.Shown(Reading.Open(Encoding.UTF8.GetBytes(text))).ReplaceLineEndings(""));
    }
}

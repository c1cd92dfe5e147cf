using System.Text;
using Asan.Workflows.Search.Text;

namespace Asan.Tests.Search;

public sealed class PersonalIdentifiersTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("주민등록번호 900101-1234567", "주민등록번호 ******-*******")]
    [InlineData("주민등록번호: 9001011234567", "주민등록번호: *************")]
    [InlineData("주민등록번호 900101 - 1234567.", "주민등록번호 ****** - *******.")]
    [InlineData("９００１０１－１２３４５６７", "******－*******")]
    [InlineData("900101-\n1234567", "******-\n*******")]
    [InlineData("외국인 900101-5234567", "외국인 ******-*******")]
    [InlineData("(02) 123-4567, 031-123-4567, +82 10-1234-5678, +82-(0)10-1234-5678", "(**) ***-****, ***-***-****, +** **-****-****, +**-(*)**-****-****")]
    [InlineData("등록번호 12345", "등록번호 *****")]
    [InlineData("등록번호(MRN): A-12345678", "등록번호(MRN): *-********")]
    [InlineData("등록번호는 12-345678이다", "등록번호는 **-******이다")]
    [InlineData("**등록번호**: 12345678", "**등록번호**: ********")]
    [InlineData("| 환자번호 | 12345678 | 내과 |", "| 환자번호 | ******** | 내과 |")]
    [InlineData("<tr><th>차트번호</th><td>12345678</td></tr>", "<tr><th>차트번호</th><td>********</td></tr>")]
    [InlineData("Patient ID: ab123456", "Patient ID: ********")]
    [InlineData("등록번호\n12345678", "등록번호\n********")]
    [InlineData("검사일 20240101, 문서번호 2024-12345, 3.14159265, 1588-1234", "검사일 20240101, 문서번호 2024-12345, 3.14159265, 1588-1234")]
    [InlineData("등록번호는 따로 적는다. 처방 12345678", "등록번호는 따로 적는다. 처방 12345678")]
    public void A_number_that_names_a_person_is_starred(string text, string masked) => Assert.Equal(masked, PersonalIdentifiers.Mask(text));

    [Theory]
    [InlineData("표 1 입원 환자\n이름\t등록번호\t입원일\n가\t12345678\t20240101\n나\tA1234567\t20240102", "표 1 입원 환자\n이름\t등록번호\t입원일\n가\t********\t20240101\n나\t********\t20240102")]
    [InlineData("| 이름 | 등록 번호 |\n| --- | --- |\n| 가 | 12345678 |\n\n| 가 | 12345678 |", "| 이름 | 등록 번호 |\n| --- | --- |\n| 가 | ******** |\n\n| 가 | 12345678 |")]
    [InlineData("<table><tr><th colspan=\"2\">이름</th><th>MRN</th></tr>\n<tr><td>가</td><td>20240101</td><td>12345678</td></tr></table>", "<table><tr><th colspan=\"2\">이름</th><th>MRN</th></tr>\n<tr><td>가</td><td>20240101</td><td>********</td></tr></table>")]
    public void A_column_of_patients_numbers_is_starred_by_its_header(string text, string masked) => Assert.Equal(masked, PersonalIdentifiers.Mask(text));

    [Theory, MemberData(nameof(Seeds))]
    public async Task Wherever_a_text_is_cut_the_same_is_starred(int seed)
    {
        var random = new Random(seed);
        var text = Text(random, 200_000);

        var masked = await MaskAsync(Parts(Encoding.UTF8.GetBytes(text), () => random.Next(1, 1 << random.Next(1, 17))));

        Assert.Equal(PersonalIdentifiers.Mask(text), masked);
        Assert.Contains("******-*******", masked, StringComparison.Ordinal);
    }

    public static TheoryData<int> Seeds => [1, 2, 3, 5, 8, 13];

    [Fact]
    public async Task A_line_without_an_end_is_starred_in_bounded_memory()
    {
        var sentence = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("홍길동 900101-1234567 전화 010-1234-5678, ", 2_000)));
        var most = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (var part in PersonalIdentifiers.MaskAsync(Enumerable.Repeat((ReadOnlyMemory<byte>)sentence, 60).ToAsyncEnumerable(), Ct))
        {
            most = Math.Max(most, part.Length);
            Assert.False(part.Span.ContainsAnyInRange((byte)'0', (byte)'9'));
        }

        Assert.InRange(most, 1, 4 * sentence.Length);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 << 20);
    }

    [Fact]
    public async Task What_is_no_UTF_8_and_what_ends_in_a_character_harms_nothing()
    {
        Assert.Equal("가\uFFFD나", await MaskAsync(Parts([.. "가"u8, 0xFF, .. "나"u8], () => 1)));
        Assert.Equal("가\uFFFD", await MaskAsync(Parts([.. "가"u8, 0xEA, 0xB0], () => 2)));
        Assert.Equal("", await MaskAsync(Parts([], () => 1)));
    }

    static string Text(Random random, int length)
    {
        string[] pieces =
        [
            "주민등록번호 900101-1234567 ", "010-1234-5678", "등록번호: 12345678", "등록번호\n12345678\n", "홍길동", "🏥", "\n", ". ", "20240101 ", "\t", "등록번호", "12345678", " ",
            "\n| 이름 | 등록번호 |\n| --- | --- |\n", "| 가나다 | 87654321 | 3\n", "\n이름\t환자번호\n", "가\t12345-678\n", "<td>", "</td>", "1", "02)", "patient id ", "ㅎ\u1112\u1167\u11AF",
        ];
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(random.Next(2_000) == 0 ? string.Concat(Enumerable.Repeat("긴 줄 ", random.Next(10_000))) : pieces[random.Next(pieces.Length)]);
        return text.ToString();
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Parts(byte[] bytes, Func<int> size)
    {
        for (var from = 0; from < bytes.Length;)
        {
            var length = Math.Min(size(), bytes.Length - from);
            yield return bytes.AsMemory(from, length);
            from += length;
            await Task.Yield();
        }
    }

    static async Task<string> MaskAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> parts)
    {
        var masked = new MemoryStream();
        await foreach (var part in PersonalIdentifiers.MaskAsync(parts, Ct))
            masked.Write(part.Span);
        return Encoding.UTF8.GetString(masked.ToArray());
    }
}

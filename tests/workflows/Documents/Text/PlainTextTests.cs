using System.Text;

namespace Asan.Documents.Tests.Text;

public sealed class PlainTextTests
{
    static Document Open(string text, string name = "rules.txt") => Reading.Open(Encoding.UTF8.GetBytes(text), new() { FileName = name });

    static IEnumerable<Paragraph> Paragraphs(Document document) => Reading.Body(document).Cast<Paragraph>();

    [Fact]
    public void Each_line_is_a_paragraph_that_is_cited_by_its_number()
    {
        var paragraphs = Paragraphs(Open("첫째 줄\r\n\r\n  둘째 줄  \n셋째\r넷째"));

        Assert.Equal([(1, "첫째 줄"), (3, "  둘째 줄"), (4, "셋째"), (5, "넷째")], paragraphs.Select(p => (p.Position.Paragraph, p.Text)));
    }

    [Theory]
    [InlineData("제1편 총칙", 1)]
    [InlineData("제 2 장  환자의 권리와 의무", 2)]
    [InlineData("제3장의2 보칙", 2)]
    [InlineData("  제4절 벌칙  ", 3)]
    [InlineData("제5관", 4)]
    [InlineData("제1조(목적) 이 규정은", 0)]
    [InlineData("제1장 총칙 ........ 3", 0)]
    [InlineData("제1장 총칙\t3", 0)]
    [InlineData("제1장에서 정한 사항은 따로 정한다.", 0)]
    [InlineData("제목", 0)]
    public void Parts_of_a_rule_are_headings(string line, int level) =>
        Assert.Equal(level, Assert.Single(Paragraphs(Open($"{line}\n"))).Heading?.Level ?? 0);

    [Fact]
    public void A_line_without_end_comes_in_paragraphs_of_its_number_and_loses_nothing()
    {
        var random = new Random(3);
        var text = new StringBuilder();
        while (text.Length < 300_000)
            text.Append(random.Next(5) switch { 0 => " ", 1 => "😀", _ => "가" });
        var line = text.ToString().Trim();

        var paragraphs = Paragraphs(Open($"앞\n{line}\n뒤")).ToList();

        Assert.True(paragraphs.Count > 10);
        Assert.All(paragraphs, paragraph => Assert.True(paragraph.Text.Length <= 16 * 1024));
        Assert.Equal([1, .. Enumerable.Repeat(2, paragraphs.Count - 2), 3], paragraphs.Select(p => p.Position.Paragraph));
        Assert.Equal(line.Replace(" ", "", StringComparison.Ordinal), string.Concat(paragraphs[1..^1].Select(p => p.Text)).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_without_any_space_is_not_cut_through_a_letter()
    {
        var paragraphs = Paragraphs(Open(string.Concat(Enumerable.Repeat("😀", 20_001)))).ToList();

        Assert.All(paragraphs, paragraph => Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(paragraph.Text))));
        Assert.Equal(40_002, paragraphs.Sum(paragraph => paragraph.Text.Length));
    }

    [Fact]
    public void A_text_of_white_space_says_that_there_is_no_text() =>
        Assert.Equal(WarningCodes.NoText, Assert.Single(Open(" \n\t\n \n").Warnings).Code);

    [Fact]
    public void More_lines_than_allowed_are_refused() =>
        Assert.Equal(RefusalCodes.TooManyParagraphs, Reading.Refusal("a\nb\nc\n"u8.ToArray(), new() { Limits = new() { Lines = 2 } }));

    [Fact]
    public void Marks_and_scripts_in_text_are_text() =>
        Assert.Equal("한 줄 <script>alert(1)</script>\n\u202E거꾸로\n", Reading.Shown(Open("한 줄 <script>alert(1)</script>\n\u202E거꾸로\n")));
}

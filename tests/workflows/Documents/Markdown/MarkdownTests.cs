using System.Text;
using Asan.Documents.Exports;

namespace Asan.Documents.Tests.Markdown;

public sealed class MarkdownTests
{
    static Document Open(string text) => Reading.Open(Encoding.UTF8.GetBytes(text), new() { FileName = "guide.md" });

    static List<Paragraph> Paragraphs(string text) => [.. Reading.Body(Open(text)).Cast<Paragraph>()];

    [Theory]
    [InlineData("# 제목", 1, "제목")]
    [InlineData("### 제목 ###", 3, "제목")]
    [InlineData("## C#", 2, "C#")]
    [InlineData("제목\n===", 1, "제목")]
    [InlineData("제목\n---", 2, "제목")]
    [InlineData("#제목", 0, "#제목")]
    [InlineData("####### 제목", 0, "####### 제목")]
    [InlineData("\\# 제목", 0, "# 제목")]
    public void Titles_have_their_levels(string text, int level, string title)
    {
        var paragraph = Assert.Single(Paragraphs(text));

        Assert.Equal((level, title), (paragraph.Heading?.Level ?? 0, paragraph.Text));
    }

    [Fact]
    public void Lines_of_a_paragraph_run_together_and_it_is_cited_by_its_first()
    {
        var paragraphs = Paragraphs("첫 줄\n이어서\n\n둘째  \n줄\\\n바꿈\n");

        Assert.Equal([(1, "첫 줄 이어서"), (4, "둘째\n줄\n바꿈")], paragraphs.Select(p => (p.Position.Paragraph, p.Text)));
    }

    [Fact]
    public void Items_have_their_marks_and_levels()
    {
        var paragraphs = Paragraphs("- 하나\n  이어서\n- 둘\n  1. 가\n  2. 나\n     * 깊이\n- [x] 셋\n\n글\n");

        Assert.Equal(
            [("•", 1, "하나 이어서"), ("•", 1, "둘"), ("1.", 2, "가"), ("2.", 2, "나"), ("•", 3, "깊이"), ("•", 1, "[x] 셋"), ("", 0, "글")],
            paragraphs.Select(p => (p.Marker?.Text ?? "", p.Marker?.Level ?? 0, p.Text)));
    }

    [Theory]
    [InlineData("**굵은** *기운* __둘__ _하나_ ~~지운~~", "굵은 기운 둘 하나 지운")]
    [InlineData("snake_case_name 2 * 3 * 4 **", "snake_case_name 2 * 3 * 4 **")]
    [InlineData("`a*b*c` ``d`e``", "a*b*c d`e")]
    [InlineData("\\*글\\* \\[x\\]", "*글* [x]")]
    [InlineData("&lt;b&gt; &amp; &copy; &nope; 5 & 6", "<b> & © &nope; 5 & 6")]
    [InlineData("<b>굵은</b><br>줄 a < b", "굵은\n줄 a < b")]
    [InlineData("[닫히지 않은", "[닫히지 않은")]
    [InlineData("[^1] [글]", "[^1] [글]")]
    public void Marks_in_a_line_are_not_its_text(string text, string read) => Assert.Equal(read, Assert.Single(Paragraphs(text)).Text);

    [Fact]
    public void Links_and_pictures_hang_in_the_text()
    {
        var paragraph = Assert.Single(Paragraphs("**앞** [굵은 **링크**](https://a.example/a_(b) \"제목\") ![심전도](ecg.png) <https://b.example>"));

        Assert.Equal("앞 굵은 링크  https://b.example", paragraph.Text);
        Assert.Equal(
            [("굵은 링크", "https://a.example/a_(b)"), ("https://b.example", "https://b.example")],
            paragraph.Inlines.OfType<Link>().Select(link => (paragraph.Text.Substring(link.At, link.Length), link.Target)));
        Assert.Equal(("심전도", "ecg.png"), paragraph.Inlines.OfType<InlineObject>().Select(o => (Picture)o.Block).Select(p => (p.Description, p.Link)).Single());
    }

    [Fact]
    public void A_table_is_read_with_its_header_and_what_follows_it_is_text()
    {
        var blocks = Reading.Body(Open("| 검사 | 결과 \\| 단위 |\n|:--|--:|\n| **혈색소** | 13.5 |\n| 백혈구 |\n뒤 글\n"));

        var table = Assert.IsType<Table>(blocks[0]);
        Assert.Equal((3, 2, 1), (table.Rows, table.Columns, table.HeaderRows));
        Assert.Equal(["검사", "결과 | 단위", "혈색소", "13.5", "백혈구"], table.Cells.Select(cell => ((Paragraph)cell.Blocks[0]).Text));
        Assert.Equal(("뒤 글", 5), (((Paragraph)blocks[1]).Text, blocks[1].Position.Paragraph));
    }

    [Fact]
    public void Code_is_text_as_it_was_typed()
    {
        var paragraphs = Paragraphs("```sql\nSELECT *\n\n  FROM person -- # 아님\n```\n뒤\n\n    들여 쓴 코드\n");

        Assert.Equal([("code", "SELECT *\n\n  FROM person -- # 아님"), (null, "뒤"), ("code", "    들여 쓴 코드")], paragraphs.Select(p => (p.Style, p.Text)));
    }

    [Fact]
    public void HTML_that_stands_for_itself_is_read_as_such()
    {
        var blocks = Reading.Body(Open("앞\n\n<table><tr><th colspan=2>넓은 칸\n\n<tr><td>다<td>라</table>\n\n<script>alert(1)\n\n</script>\n<!-- 숨은\n\n글 -->\n뒤\n"));

        Assert.Equal(2, Assert.IsType<Table>(blocks[1]).Cells[0].ColumnSpan);
        Assert.Equal(["앞", "뒤"], blocks.OfType<Paragraph>().Select(p => p.Text));
    }

    [Fact]
    public void What_is_written_as_Markdown_reads_back()
    {
        var written = MarkdownExport.Write(Open("# 머리\n\n본문 *글* a_b\\*c\n\n- 하나\n  - 둘\n\n| 가 | 나 |\n|--|--|\n| 1 \\| 2 | 3 |\n\n> 인용\n"), TextOptions.Shown);

        Assert.Equal(written, MarkdownExport.Write(Open(written), TextOptions.Shown));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a ")]
    [InlineData("`a``")]
    [InlineData("<a ")]
    [InlineData("[a](")]
    [InlineData("# # ")]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("|-")]
    public void Marks_without_end_come_to_an_end(string mark)
    {
        var text = string.Concat(Enumerable.Repeat(mark, 30_000));

        Reading.Parse(Encoding.UTF8.GetBytes(text), new() { FileName = "deep.md" });
    }
}

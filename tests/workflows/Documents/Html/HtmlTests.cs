using System.Text;

namespace Asan.Documents.Tests.Html;

public sealed class HtmlTests
{
    static Document Open(string body) => Reading.Open(Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><body>{body}</body></html>"));

    static string Shown(string body) => Reading.Shown(Open(body)).TrimEnd('\n');

    [Fact]
    public void Paragraphs_titles_and_lists_are_those_that_a_browser_shows()
    {
        var document = Open("<h1>진료   지침</h1>첫 <b>굵은</b>\n글<p>끝 태그 없는<p>둘째<br>줄<ul><li>하나<ul><li>안쪽</ul><li><p>둘</p></ul><ol start=3 type=a><li>셋<li value=9>아홉</ol>");

        Assert.Equal("진료 지침\n첫 굵은 글\n끝 태그 없는\n둘째\n줄\n• 하나\n• 안쪽\n• 둘\nc. 셋\ni. 아홉\n", Reading.Shown(document));
        var paragraphs = Reading.Body(document).Cast<Paragraph>().ToList();
        Assert.Equal(1, paragraphs[0].Heading?.Level);
        Assert.Equal([1, 2, 1, 1, 1], paragraphs.Where(p => p.Marker is not null).Select(p => p.Marker!.Level));
        Assert.Equal(Enumerable.Range(1, paragraphs.Count), paragraphs.Select(p => p.Position.Paragraph));
    }

    [Theory]
    [InlineData("<script>alert('비밀')</script>글")]
    [InlineData("<style>비밀{}</style>글")]
    [InlineData("<p hidden>비밀</p>글")]
    [InlineData("<p style='color:red; DISPLAY : none'>비밀</p>글")]
    [InlineData("<div style='visibility:hidden'><p>비밀</p></div>글")]
    [InlineData("<!-- 비밀 -->글")]
    [InlineData("<template><p>비밀</p></template>글")]
    [InlineData("<noscript>비밀</noscript>글")]
    [InlineData("<input type=hidden value=비밀>글")]
    [InlineData("<input type=password value=비밀>글")]
    [InlineData("<iframe srcdoc='<p>비밀</p>'></iframe>글")]
    public void What_nobody_sees_is_not_read(string body) => Assert.Equal("글", Shown(body));

    [Fact]
    public void Tables_have_their_spans_headers_and_captions()
    {
        var table = Assert.IsType<Table>(Assert.Single(Reading.Body(Open(
            """<table><caption>표 1. 검사</caption><tfoot><tr><td>끝<tfoot></tfoot><thead><tr><th rowspan=2>검사<th colspan=2>결과<tr><td>값<td>단위</thead><tr><td rowspan=0>혈색소<td>13.5<td>g<tr><td>14<td>g</table>"""))));

        Assert.Equal((5, 3, 2), (table.Rows, table.Columns, table.HeaderRows));
        Assert.Equal("표 1. 검사", Assert.IsType<Paragraph>(Assert.Single(table.Caption)).Text);
        Assert.Equal(
            ["0,0 2x1 검사", "0,1 1x2 결과", "1,1 1x1 값", "1,2 1x1 단위", "2,0 3x1 혈색소", "2,1 1x1 13.5", "2,2 1x1 g", "3,1 1x1 14", "3,2 1x1 g", "4,1 1x1 끝"],
            table.Cells.Select(cell => $"{cell.Row},{cell.Column} {cell.RowSpan}x{cell.ColumnSpan} {((Paragraph)cell.Blocks[0]).Text}"));
    }

    [Fact]
    public void Pictures_have_their_descriptions_and_links_their_targets()
    {
        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(Open("""<p>앞 <a href=" https://a.example/?q=1&amp;r=2 ">링크 글</a> <img src="ecg.png" alt="심전도"> <img src="data:image/png;base64,AAAA" alt="점"> 뒤"""))));

        var link = Assert.IsType<Link>(paragraph.Inlines[0]);
        Assert.Equal(("링크 글", "https://a.example/?q=1&r=2"), (paragraph.Text.Substring(link.At, link.Length), link.Target));
        Assert.Equal([("심전도", "ecg.png"), ("점", null)], paragraph.Inlines.OfType<InlineObject>().Select(o => (Picture)o.Block).Select(p => (p.Description, p.Link)));
    }

    [Fact]
    public void Typed_text_keeps_its_spaces_and_fields_show_what_was_filled_in() =>
        Assert.Equal("a\n  b\n이름 김\n☑ 나", Shown("<pre>a\n  b</pre>이름 <input value=김><br><input type=checkbox checked> <select><option>가<option selected>나</select>"));

    [Theory]
    [InlineData("<meta charset=\"euc-kr\">")]
    [InlineData("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=ks_c_5601-1987'>")]
    [InlineData("")]
    public void Pages_of_old_programs_are_read_whether_or_not_they_say_what_they_are(string meta)
    {
        var file = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes($"<html><head>{meta}<title>검사 안내</title></head><body><p>똠방각하는 검사 전날 금식한다.</body></html>");

        var document = Reading.Open(file);

        Assert.Equal("똠방각하는 검사 전날 금식한다.\n", Reading.Shown(document));
        Assert.Equal("검사 안내", document.Metadata.Title);
    }

    [Fact]
    public void A_page_that_lies_about_its_encoding_is_read_by_its_bytes() =>
        Assert.Equal("금식한다.\n", Reading.Shown(Reading.Open(Encoding.UTF8.GetBytes("<html><meta charset=euc-kr><body>금식한다."))));

    [Fact]
    public void Another_encoding_is_read_as_the_page_says() =>
        Assert.Equal("検査の前日は絶食。\n", Reading.Shown(Reading.Open(
            [.. "<html><meta charset=shift_jis><body>"u8, .. CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes("検査の前日は絶食。")])));

    [Fact]
    public void Elements_too_deep_are_refused_by_name()
    {
        Assert.Equal(RefusalCodes.TooDeep, Reading.Refusal(Encoding.UTF8.GetBytes("<html>" + string.Concat(Enumerable.Repeat("<div>", 100_000)))));
        Assert.Equal(RefusalCodes.TooDeep, Reading.Refusal(Encoding.UTF8.GetBytes("<html>" + string.Concat(Enumerable.Repeat("<table><tr><td>", 40)))));
    }

    [Fact]
    public void Very_many_elements_or_attributes_are_refused_by_name()
    {
        Assert.Equal(RefusalCodes.TooManyObjects, Reading.Refusal(Encoding.UTF8.GetBytes("<html>" + string.Concat(Enumerable.Repeat("<b></b>", 1_100_000)))));
        Assert.Equal(RefusalCodes.TooManyObjects, Reading.Refusal(Encoding.UTF8.GetBytes("<html><p " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=1 ")) + ">x")));
    }

    [Fact]
    public void Paragraphs_that_are_never_closed_are_not_deep() =>
        Assert.Equal(5_000, Open(string.Concat(Enumerable.Repeat("<p>가<li>나", 2_500))).Counts.Paragraphs);

    [Fact]
    public void Entities_of_a_document_type_mean_nothing() =>
        Assert.Equal("&x; 끝\n", Reading.Shown(Reading.Open("""<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>&x; 끝"""u8.ToArray())).Replace("]>", "", StringComparison.Ordinal));

    [Theory]
    [InlineData(65_535, 1)]
    [InlineData(1, 65_535)]
    [InlineData(65_535, 65_535)]
    public void A_cell_that_claims_to_reach_far_reaches_as_far_as_there_is_a_table(int rows, int columns)
    {
        var table = Assert.IsType<Table>(Assert.Single(Reading.Body(Open($"<table><tr><td rowspan={rows} colspan={columns}>가<td>나<tr><td>다</table>"))));

        Assert.Equal(["가", "나", "다"], table.Cells.Select(cell => ((Paragraph)cell.Blocks[0]).Text));
        Assert.InRange(table.Columns, 2, 1_001);
    }
}

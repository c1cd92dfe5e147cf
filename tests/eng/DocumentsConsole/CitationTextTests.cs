using Asan.DocumentsConsole.Search;

namespace Asan.DocumentsConsole.Tests;

public sealed class CitationTextTests
{
    [Fact]
    public void Rows_of_a_table_are_cited_by_table_row_and_column() => Assert.Equal(
        "a.hwpx, section 1, table 2, rows 2-5, columns 1-3, page 4",
        CitationText.Of("a.hwpx", new(1, 5, 5, Table: 2, FirstRow: 2, LastRow: 5, FirstColumn: 1, LastColumn: 3, FirstPage: 4, LastPage: 4)));

    [Fact]
    public void Text_is_cited_by_its_paragraphs_and_the_article_of_its_rule() => Assert.Equal(
        "a.txt, section 1, 제2조, paragraphs 5-6, pages 1-2 or so",
        CitationText.Of("a.txt", new(1, 5, 6, "제2조", FirstPage: 1, LastPage: 2, PagesAreApproximate: true)));

    [Fact]
    public void What_is_not_known_is_not_said() => Assert.Equal("a.txt, paragraph 3", CitationText.Of("a.txt", new(FirstParagraph: 3, LastParagraph: 3, PagesAreApproximate: true)));
}

using System.Text;

namespace Asan.Documents.Tests.Csv;

public sealed class CsvTests
{
    static ParseOptions Named(ParseLimits? limits = null) => new() { FileName = "lab.csv", Limits = limits ?? ParseLimits.Default };

    static Table Open(string text) => Assert.IsType<Table>(Assert.Single(Reading.Body(Reading.Open(Encoding.UTF8.GetBytes(text), Named()))));

    static string[][] Texts(Table table) =>
        [.. table.Cells.GroupBy(cell => cell.Row).Select(row => row.Select(cell => cell.Blocks is [Paragraph paragraph] ? paragraph.Text : "").ToArray())];

    [Theory]
    [InlineData("번호,이름,나이\r\n1,김,30\r\n2,이,\r\n")]
    [InlineData("번호\t이름\t나이\n1\t김\t30\n2\t이\t")]
    [InlineData("번호;이름;나이\n1;김;30\n2;이;\n")]
    [InlineData("번호|이름|나이\r1|김|30\r2|이|\r")]
    [InlineData("sep=;\r\n번호;이름;나이\n1;김;30\n2;이;\n")]
    [InlineData("\"번호\",\"이름\",\"나이\"\n\"1\",\"김\",\"30\"\n\"2\",\"이\",\"\"\n")]
    public void Fields_stand_in_the_columns_of_their_header_whatever_divides_them(string text)
    {
        var table = Open(text);

        Assert.Equal((3, 3, 1), (table.Rows, table.Columns, table.HeaderRows));
        Assert.Equal([["번호", "이름", "나이"], ["1", "김", "30"], ["2", "이", ""]], Texts(table));
    }

    [Fact]
    public void Quotes_hold_delimiters_line_breaks_and_quotes() =>
        Assert.Equal([["가", "나"], ["하나, 둘", "줄\n\"바꿈\""]], Texts(Open("가,나\n\"하나, 둘\",\"줄\n\"\"바꿈\"\"\"\n")));

    [Fact]
    public void A_quote_that_is_never_closed_is_a_letter_and_swallows_nothing()
    {
        var document = Reading.Open(Encoding.UTF8.GetBytes("가,나\n5\",\"둘\n\"셋,\"넷\" 끝\n다,라\n"), Named());

        var table = Assert.IsType<Table>(Assert.Single(Reading.Body(document)));
        Assert.Equal([["가", "나"], ["5\"", "\"둘"], ["\"셋", "\"넷\" 끝"], ["다", "라"]], Texts(table));
        Assert.Equal(WarningCodes.Corrected, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void Rows_keep_the_numbers_of_the_files_records()
    {
        var table = Open("2024년 외래 현황\n\n과,환자\n내과,10\n\n외과,20\n");

        Assert.Equal([0, 2, 2, 3, 3, 5, 5], table.Cells.Select(cell => cell.Row));
        Assert.Equal(3, table.HeaderRows);
        Assert.Equal(new Position(1, 1, 1, 6, 2), table.Cells[^1].Blocks[0].Position);
    }

    [Fact]
    public void A_long_file_comes_in_pieces_of_some_hundred_rows_each_with_the_header()
    {
        var text = "번호,이름\n" + string.Concat(Enumerable.Range(1, 2_000).Select(i => $"{i},환자 {i}\n"));

        var pieces = DocumentReader.Open(Encoding.UTF8.GetBytes(text), Named(), TestContext.Current.CancellationToken).Sections().ToList();

        Assert.Equal([false, .. Enumerable.Repeat(true, pieces.Count - 1)], pieces.Select(piece => piece.Continues));
        var tables = pieces.Select(piece => Assert.IsType<Table>(Assert.Single(piece.Blocks))).ToList();
        Assert.All(tables, table => Assert.InRange(table.Cells.Select(cell => cell.Row).Distinct().Count(), 2, 301));
        Assert.All(tables, table => Assert.Equal("번호", Assert.IsType<Paragraph>(table.Cells[0].Blocks[0]).Text));
        Assert.Equal(Enumerable.Range(1, 2_000).Select(i => $"{i}"), tables.SelectMany(table => table.Cells.Where(cell => cell is { Row: > 0, Column: 0 })).Select(cell => ((Paragraph)cell.Blocks[0]).Text));
        Assert.All(tables.SelectMany(table => table.Cells).Where(cell => cell is { Row: > 0, Column: 0 }), cell => Assert.Equal($"{cell.Row}", ((Paragraph)cell.Blocks[0]).Text));
        Assert.Equal(2_001 * 2 + 1, Grids.Of(Reading.Open(Encoding.UTF8.GetBytes(text), Named())).Count);
    }

    [Fact]
    public void A_field_of_a_row_that_is_shorter_or_longer_than_the_header_is_kept() =>
        Assert.Equal([["가", "나"], ["하나"], ["하나", "둘", "셋"]], Texts(Open("가,나\n하나\n하나,둘,셋\n")));

    [Fact]
    public void Korean_of_old_programs_is_read()
    {
        var file = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("환자번호,검사명,결과\r\n1001,혈색소,13.5\r\n1002,백혈구,7.2\r\n");

        Assert.Equal("환자번호\t검사명\t결과\n1001\t혈색소\t13.5\n1002\t백혈구\t7.2\n", Reading.Shown(Reading.Open(file, Named())));
    }

    [Fact]
    public void Ten_million_cells_are_refused_by_name()
    {
        var row = string.Concat(Enumerable.Repeat("1,", 999)) + "1\n";

        var pieces = DocumentReader.Open(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(row, 10_000))), Named(), TestContext.Current.CancellationToken);

        Assert.Equal(RefusalCodes.TooManyCells, Assert.Throws<RefusedException>(() => pieces.Sections().Count()).Refusal.Code);
    }

    [Fact]
    public void A_million_columns_are_refused_by_name() =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(Encoding.ASCII.GetBytes(new string(',', 1_000_000)), Named()));

    [Fact]
    public void A_field_without_end_is_refused_by_name()
    {
        Assert.Equal(RefusalCodes.CellTooLarge, Reading.Refusal(Encoding.ASCII.GetBytes("a,b\n" + new string('x', 2_000_000)), Named()));
        Assert.Equal(RefusalCodes.CellTooLarge, Reading.Refusal(Encoding.ASCII.GetBytes("a,b\n\"" + new string('x', 2_000_000)), Named()));
    }

    [Fact]
    public void Quotes_without_end_do_not_cost_the_square_of_their_number() =>
        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\"x,", 600_000))), Named(new() { StreamedCells = 500_000 })));
}

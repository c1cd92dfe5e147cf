using System.Text;
using System.Text.Json;
using Asan.Documents.Exports;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class ExportsTests
{
    static Document Hwp(Action<HwpRecordWriter> write)
    {
        var maker = new HwpMaker().Numbering(("^1.", 0), ("^2.", 8)).Bullet('○').Shape(0, 0, 0).Shape(1, 0, 0).Shape(2, 1, 1).Shape(3, 0, 1);
        write(maker.Section());
        return Reading.Open(maker.ToBytes());
    }

    static string Markdown(Document document) => MarkdownExport.Write(document, TextOptions.Shown);

    static Document Sample => Hwp(section =>
    {
        section.Paragraph(0, 1, HwpControl.Section(1), "머리");
        section.Paragraph(0, 2, "하나");
        section.Paragraph(0, 3, "둘");
        section.Paragraph(0, 0, "본문", HwpControl.Note("fn  ", 1, "각주"), " 끝");
        section.Paragraph(0, 0, HwpControl.Grid(new[,] { { "열 하나", "열 둘" }, { "가", "나" } }));
        section.Paragraph(0, 0, HwpControl.Table(2, 2, (0, 0, 1, 2, ["넓은 칸"]), (1, 0, 1, 1, ["다"]), (1, 1, 1, 1, ["라"])));
        section.Paragraph(0, 0, HwpControl.Equation("a over b"));
    });

    [Fact]
    public void Markdown_has_headings_lists_notes_and_tables()
    {
        Assert.Equal(
            """
            # 1. 머리

              - 가. 하나
            - ○ 둘

            본문[^1] 끝

            | 열 하나 | 열 둘 |
            | --- | --- |
            | 가 | 나 |

            <table><tr><th colspan="2">넓은 칸</th></tr>
            <tr><td>다</td><td>라</td></tr></table>

            `a over b`

            [^1]: 각주

            """.ReplaceLineEndings("\n"), Markdown(Sample).Replace("- 둘", "- ○ 둘"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("# 아님", "\\# 아님")]
    [InlineData("- 아님", "\\- 아님")]
    [InlineData("a*b_c`d[e](f)", "a\\*b\\_c\\`d\\[e\\](f)")]
    [InlineData("![x](javascript:1)", "!\\[x\\](javascript:1)")]
    public void Marks_in_the_text_of_a_document_stay_text(string text, string expected) =>
        Assert.Equal(expected, Markdown(Hwp(section => section.Paragraph(0, 0, text))).Trim());

    [Fact]
    public void A_bar_in_a_cell_does_not_divide_it() =>
        Assert.Contains("| a\\|b | c |", Markdown(Hwp(section => section.Paragraph(0, 0, HwpControl.Grid(new[,] { { "a|b", "c" }, { "d", "e" } })))));

    [Fact]
    public void Only_links_to_the_web_become_links()
    {
        var markdown = Markdown(Hwp(section => section.Paragraph(0, 0,
            HwpControl.Link("https\\://example.org;1;"), "좋다", HwpControl.FieldEnd, " ", HwpControl.Link("javascript\\:alert(1);1;"), "나쁘다", HwpControl.FieldEnd)));

        Assert.Equal("[좋다](https://example.org) 나쁘다", markdown.Trim());
    }

    [Fact]
    public void Symbols_of_private_fonts_are_shown_as_ones_that_all_can_read()
    {
        var document = Hwp(section => section.Paragraph(0, 0, "\uF06C 하나 \uF53A글 \uE123"));

        Assert.Equal("● 하나 ᄒᆞᆫ글 \uE123\n", TextExport.Write(document, TextOptions.Shown));
        Assert.Equal("\uF06C 하나 \uF53A글 \uE123\n", TextExport.Write(document, TextOptions.Typed));
    }

    [Fact]
    public void What_was_typed_holds_no_numbers() =>
        Assert.Equal(
            "머리\n하나\n둘\n본문 끝\n각주\n열 하나\t열 둘\n가\t나\n넓은 칸\n다\t라\na over b\n", TextExport.Write(Sample, TextOptions.Typed));

    [Fact]
    public void Docling_gets_a_tree_in_reading_order()
    {
        var docling = DoclingExport.ToDocling(Sample, "sample", new("application/x-hwp", ulong.MaxValue, "sample.hwp"));
        using var json = JsonDocument.Parse(docling.ToJson());
        var root = json.RootElement;

        Assert.Equal("DoclingDocument", root.GetProperty("schema_name").GetString());
        Assert.Equal("18446744073709551615", root.GetProperty("origin").GetProperty("binary_hash").GetRawText());
        var body = root.GetProperty("body").GetProperty("children").EnumerateArray().Select(child => child.GetProperty("$ref").GetString()!);
        Assert.Equal(["#/texts/0", "#/groups/0", "#/texts/3", "#/texts/4", "#/tables/0", "#/tables/1", "#/texts/5"], body);
        var texts = root.GetProperty("texts").EnumerateArray().Select(text => $"{text.GetProperty("label")}: {text.GetProperty("text")}");
        Assert.Equal(["section_header: 1. 머리", "list_item: 하나", "list_item: 둘", "text: 본문1) 끝", "footnote: 각주", "formula: a over b"], texts);
        var wide = root.GetProperty("tables")[1].GetProperty("data");
        Assert.Equal(3, wide.GetProperty("table_cells").GetArrayLength());
        Assert.Equal("넓은 칸", wide.GetProperty("grid")[0][1].GetProperty("text").GetString());
        Assert.Equal(2, wide.GetProperty("table_cells")[0].GetProperty("end_col_offset_idx").GetInt32());
    }

    [Fact]
    public void What_docling_is_given_reads_back()
    {
        var budget = new ParseBudget(ParseOptions.Default, TestContext.Current.CancellationToken);

        var read = DoclingImport.ToDocument(DoclingDocument.FromJson(DoclingExport.ToDocling(Sample, "sample").ToJson()), FileFormat.Pdf, budget);

        Assert.Equal("1. 머리\n가. 하나\n○ 둘\n본문1) 끝\n각주\n열 하나\t열 둘\n가\t나\n넓은 칸\n다\t라\na over b\n", TextExport.Write(read, TextOptions.Shown));
        Assert.Equal((2, 7, 1), (read.Counts.Tables, read.Counts.Cells, read.Counts.MergedCells));
        Assert.Empty(read.Warnings);
    }

    [Theory]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"self_ref":"#/body","children":[{"$ref":"#/groups/0"}]},"groups":[{"self_ref":"#/groups/0","children":[{"$ref":"#/groups/0"},{"$ref":"#/body"}]}]}""")]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"self_ref":"#/body","children":[{"$ref":"#/texts/99"},{"$ref":"nonsense"}]}}""")]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"self_ref":"#/body","children":[null,{"$ref":"#/texts/0"}]},"texts":[null]}""")]
    public void References_in_circles_and_to_nothing_are_passed_over(string json)
    {
        var budget = new ParseBudget(ParseOptions.Default, TestContext.Current.CancellationToken);

        Assert.Empty(DoclingImport.ToDocument(DoclingDocument.FromJson(Encoding.UTF8.GetBytes(json)), FileFormat.Pdf, budget).Sections[0].Blocks);
        Assert.NotEmpty(budget.Warnings());
    }

    [Theory]
    [InlineData("""{"schema_name":"Other"}""")]
    [InlineData("""{"schema_name":"DoclingDocument","texts":null}""")]
    [InlineData("[1,2]")]
    public void What_is_no_docling_document_is_called_so(string json) =>
        Assert.ThrowsAny<JsonException>(() => DoclingDocument.FromJson(Encoding.UTF8.GetBytes(json)));
}

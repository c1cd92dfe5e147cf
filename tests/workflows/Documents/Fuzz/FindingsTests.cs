using System.Text;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Making;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>What the fuzzer found, each made small.</summary>
public sealed class FindingsTests
{
    [Theory]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"children":[null]}}""")]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"children":[{}]}}""")]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"children":[{"$ref":"#/tables/0"}]},"tables":[{"data":{"num_rows":1,"num_cols":1,"table_cells":[null,{"ref":{}}]}}]}""")]
    [InlineData("""{"schema_name":"DoclingDocument","body":{"children":[{"$ref":"#/texts/0"}]},"texts":[{"label":"text","text":"a","prov":[null]}]}""")]
    public void Nothing_where_something_should_be_does_not_break_the_import_of_docling(string json) =>
        Assert.NotNull(DoclingImport.ToDocument(
            DoclingDocument.FromJson(Encoding.UTF8.GetBytes(json)), FileFormat.Docx, new ParseBudget(ParseOptions.Default, TestContext.Current.CancellationToken)));

    [Fact]
    public void A_paragraph_of_HWP_with_two_texts_has_both_and_what_hangs_in_the_first_stays_there()
    {
        const int paragraphText = 67;
        var maker = new HwpMaker();
        var section = maker.Section();
        section.Paragraph(0, 0, "first ", HwpControl.Note("fn  ", 1, "note"));
        section.Write(paragraphText, 1, Encoding.Unicode.GetBytes("second\r"));

        var paragraph = Assert.IsType<Paragraph>(Assert.Single(Reading.Body(Reading.Open(maker.ToBytes()))));

        Assert.Equal("first second", paragraph.Text);
        Assert.Equal(6, Assert.Single(paragraph.Inlines).At);
    }
}

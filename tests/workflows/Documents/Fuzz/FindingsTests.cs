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

    [Fact]
    public void A_part_of_DOCX_whose_declaration_is_not_ASCII_is_lost_and_the_rest_read()
    {
        var maker = new DocxMaker();
        var part = maker.Xml("numbering", new string(' ', 8_000));
        maker["word/numbering.xml"] = [.. "<?xml version=\"1.0"u8, .. Enumerable.Repeat((byte)0x90, 3179), .. Encoding.UTF8.GetBytes(part)];

        var opened = Reading.Open(maker.Relationship("n", "numbering", "numbering.xml").Body(DocxMaker.Paragraph("text")));

        Assert.Equal("text", Assert.IsType<Paragraph>(Assert.Single(Reading.Body(opened))).Text);
        Assert.Contains(opened.Warnings, warning => warning.Code == WarningCodes.Damaged);
    }
}

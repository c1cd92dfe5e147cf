using Asan.Documents.Exports.Docling;

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
            DoclingDocument.FromJson(System.Text.Encoding.UTF8.GetBytes(json)), FileFormat.Docx, new ParseBudget(ParseOptions.Default, TestContext.Current.CancellationToken)));
}

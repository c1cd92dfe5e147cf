using Asan.Documents.Exports;

namespace Asan.Documents.Tests;

/// <summary>Reads a file that a test has made.</summary>
static class Reading
{
    public static ParseResult Parse(byte[] file, ParseOptions? options = null) =>
        DocumentReader.Read(file, options ?? ParseOptions.Default, TestContext.Current.CancellationToken);

    public static Document Open(byte[] file, ParseOptions? options = null) =>
        Parse(file, options) switch
        {
            ParseResult.Parsed parsed => parsed.Document,
            var other => throw new Xunit.Sdk.XunitException(other.ToString()),
        };

    public static string Refusal(byte[] file, ParseOptions? options = null) => Assert.IsType<ParseResult.Refused>(Parse(file, options)).Refusal.Code;

    public static string Shown(Document document) => TextExport.Write(document, TextOptions.Shown);

    public static IReadOnlyList<Block> Body(Document document) => Assert.Single(document.Sections).Blocks;
}

using System.Text;
using Asan.Tests;

namespace Asan.Documents.Tests;

/// <summary>The documents in ../shared that nobody here wrote.</summary>
static class SampleDocuments
{
    const string Folder = "data/documents";

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(SharedData.Require(Folder), name));

    public static ParseResult Parse(string name, string? password = null) =>
        DocumentReader.Read(Read(name), new ParseOptions { Password = password }, TestContext.Current.CancellationToken);

    public static Document Open(string name, string? password = null) => Assert.IsType<ParseResult.Parsed>(Parse(name, password)).Document;

    public static Refusal Refusal(string name, string? password = null) => Assert.IsType<ParseResult.Refused>(Parse(name, password)).Refusal;

    /// <summary>The text that an independent reader found, which does not know this project.</summary>
    public static string Expected(string name) => File.ReadAllText(Path.Combine(SharedData.Require(Folder), "peers", "probe", $"{name}.txt"), Encoding.UTF8);
}

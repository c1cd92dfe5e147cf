using AngleSharp.Dom;
using Asan.Documents.Text;

namespace Asan.Documents.Html;

/// <summary>Reads HTML as it would be shown, without running, fetching or styling anything.</summary>
sealed class HtmlParser : IDocumentParser
{
    public FileFormat Format => FileFormat.Html;

    public Document Parse(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var encoding = HtmlEncoding.Of(file.Span) ?? throw FileSignature.Refuse(FileFormat.Unknown);
        var text = DecodedText.Open(file, encoding);
        var markup = text.Reader.ReadToEnd();
        text.Finish(budget);
        var page = Tree(markup, budget);
        var blocks = new HtmlBlocks(budget).Read(page.Body);
        return new()
        {
            Format = FileFormat.Html,
            Metadata = MetadataOf(page),
            Sections = [new() { Blocks = blocks }],
            Warnings = budget.Warnings(),
        };
    }

    /// <exception cref="RefusedException">There is more of it, or it is deeper, than is allowed.</exception>
    public static IDocument Tree(string markup, ParseBudget budget)
    {
        MarkupBounds.Check(markup, budget);
        budget.CancellationToken.ThrowIfCancellationRequested();
        return new AngleSharp.Html.Parser.HtmlParser().ParseDocument(markup);
    }

    static DocumentMetadata MetadataOf(IDocument page) => new()
    {
        Title = Said(page.Title),
        Author = Meta(page, "author"),
        Subject = Meta(page, "description"),
        Keywords = Meta(page, "keywords"),
        Language = Said(page.DocumentElement?.GetAttribute("lang")),
    };

    static string? Meta(IDocument page, string name) =>
        page.Head?.Children.FirstOrDefault(element => element.LocalName == "meta" && string.Equals(element.GetAttribute("name"), name, StringComparison.OrdinalIgnoreCase)) is { } meta
            ? Said(meta.GetAttribute("content"))
            : null;

    static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.Globalization;
using Asan.Documents.Word;
using DocumentFormat.OpenXml.Packaging;

namespace Asan.Documents.Docx;

/// <summary>What a document says of itself, in <c>docProps/core.xml</c> and <c>docProps/app.xml</c>.</summary>
static class DocxProperties
{
    public static DocumentMetadata Read(WordprocessingDocument word, ParseBudget budget)
    {
        var core = Root(word.CoreFilePropertiesPart, budget);
        var extended = Root(word.ExtendedFilePropertiesPart, budget);
        return new()
        {
            Title = Text(core, "dc:title"),
            Subject = Text(core, "dc:subject"),
            Author = Text(core, "dc:creator"),
            Keywords = Text(core, "cp:keywords"),
            Comments = Text(core, "dc:description"),
            LastAuthor = Text(core, "cp:lastModifiedBy"),
            Revision = Text(core, "cp:revision"),
            Language = Text(core, "dc:language"),
            Created = Date(core, "dcterms:created"),
            Modified = Date(core, "dcterms:modified"),
            Printed = Date(core, "cp:lastPrinted"),
            Pages = WordValues.Number(Text(extended, "ep:Pages")),
        };
    }

    static Element? Root(OpenXmlPart? part, ParseBudget budget)
    {
        if (part is null)
            return null;
        using var reader = new PartReader(part.GetStream(FileMode.Open, FileAccess.Read), part.Uri.OriginalString, budget);
        return reader.Read();
    }

    static string? Text(Element? root, string name) =>
        root?.Child(name)?.Text.Trim() is { Length: > 0 } text ? TextBuilder.WellFormed(text) : null;

    static DateTimeOffset? Date(Element? root, string name) =>
        DateTimeOffset.TryParse(Text(root, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}

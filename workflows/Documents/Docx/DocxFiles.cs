using Asan.Documents.Assembly;
using DocumentFormat.OpenXml.Packaging;

namespace Asan.Documents.Docx;

/// <summary>The pictures of a document, each once.</summary>
sealed class DocxFiles(ParseBudget budget)
{
    readonly List<EmbeddedFile> files = [];
    readonly Dictionary<Uri, int?> byUri = [];

    public IReadOnlyList<EmbeddedFile> Files => files;

    /// <summary>The index of the file, read when it is first shown; null when files are not asked for.</summary>
    public int? Add(OpenXmlPart part)
    {
        if (!budget.Options.WithFiles)
            return null;
        if (byUri.TryGetValue(part.Uri, out var known))
            return known;
        using var stream = part.GetStream(FileMode.Open, FileAccess.Read);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var content = bytes.ToArray();
        files.Add(new(Path.GetFileName(part.Uri.OriginalString), MediaTypes.Of(content), content));
        return byUri[part.Uri] = files.Count - 1;
    }
}

namespace Asan.Documents.Exports.Docling;

/// <summary>Gives a document as docling would, so that docling's chunkers and clients take it: HWP is a format docling cannot read.</summary>
public static class DoclingExport
{
    /// <param name="name">What the document is called, without path and ending.</param>
    public static DoclingDocument ToDocling(Document document, string name, DoclingOrigin? origin = null) =>
        new DoclingWriting(new() { Name = name, Origin = origin }).Write(document);
}

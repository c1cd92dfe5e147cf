namespace Asan.Documents.Exports.Docling;

/// <summary>
/// Reads what docling made of a file into this project's model. The JSON comes from another service and is not trusted: references that lead nowhere or in
/// circles are passed over, and limits hold as for any other document.
/// </summary>
public static class DoclingImport
{
    /// <param name="format">What the source was; docling tells only a media type.</param>
    /// <exception cref="RefusedException">A limit is passed.</exception>
    public static Document ToDocument(DoclingDocument source, FileFormat format, ParseBudget budget) => new DoclingReading(source, budget).Read(format);
}

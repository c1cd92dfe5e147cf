using System.Text;

namespace Asan.Documents.Exports;

/// <summary>
/// A document as Markdown (CommonMark with pipe tables and footnotes). Tables with merged cells or with more than text in a cell become HTML tables, which
/// Markdown allows; a table of one cell is a frame, and gives what it holds. Whatever the document's text says, it is text: marks in it are escaped.
/// </summary>
public static class MarkdownExport
{
    public static string Write(Document document, TextOptions options)
    {
        var text = new StringBuilder();
        var writing = new MarkdownWriting(text, [.. document.Files.Select(file => Uri.EscapeDataString(file.Name))], options);
        writing.Begin(document.MasterPages);
        foreach (var section in document.Sections)
            writing.Write(section);
        writing.End();
        return text.ToString();
    }

    /// <summary>
    /// The same of a document that comes in pieces. Notes are kept until the end, where they stand. A table in pieces is written as its first piece asks: where
    /// only a later one has merged cells, these are written at the place where they begin.
    /// </summary>
    /// <param name="target">Gets the text as the sections come; it is neither flushed nor disposed.</param>
    public static ISectionWriter Begin(TextWriter target, DocumentHead head, TextOptions options) =>
        Begin(target, head, options, number => Uri.EscapeDataString(head.Files[number].Name));

    /// <inheritdoc cref="Begin(TextWriter, DocumentHead, TextOptions)"/>
    /// <param name="address">Where the file of this number is asked for: an address fit to stand in a link.</param>
    public static ISectionWriter Begin(TextWriter target, DocumentHead head, TextOptions options, Func<int, string> address)
    {
        var text = new StringBuilder();
        var writing = new MarkdownWriting(text, [.. Enumerable.Range(0, head.Files.Count).Select(address)], options);
        writing.Begin(head.MasterPages);
        return new SectionWriter(target, text, writing.Write, writing.End);
    }
}

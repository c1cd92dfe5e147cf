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
        new MarkdownWriting(text, document, options).Write();
        return text.ToString();
    }
}

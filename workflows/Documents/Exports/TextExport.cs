using System.Text;

namespace Asan.Documents.Exports;

/// <summary>
/// A document as plain text, in reading order: a line a paragraph, a line a row with tabs between its cells, and a line each for what a cell of a
/// larger table holds. Notes follow the paragraph they hang at.
/// </summary>
public static class TextExport
{
    public static string Write(Document document, TextOptions options)
    {
        var text = new StringBuilder();
        Write(document, options, text);
        return text.ToString();
    }

    public static void Write(Document document, TextOptions options, StringBuilder text)
    {
        var writing = new TextWriting(text, options);
        writing.Begin(document.MasterPages);
        foreach (var section in document.Sections)
            writing.Write(section);
    }

    /// <summary>The same of a document that comes in pieces.</summary>
    /// <param name="target">Gets the text as the sections come; it is neither flushed nor disposed.</param>
    public static ISectionWriter Begin(TextWriter target, DocumentHead head, TextOptions options)
    {
        var text = new StringBuilder();
        var writing = new TextWriting(text, options);
        writing.Begin(head.MasterPages);
        return new SectionWriter(target, text, writing.Write, () => { });
    }

    /// <summary>The text of some blocks, such as a cell's.</summary>
    public static string Write(IReadOnlyList<Block> blocks, TextOptions options)
    {
        var text = new StringBuilder();
        new TextWriting(text, options).Write(blocks);
        return text.ToString().TrimEnd('\n');
    }
}

using System.Globalization;
using System.Text;

namespace Asan.Documents.Exports;

/// <summary>One writing of <see cref="MarkdownExport"/>.</summary>
/// <param name="files">How links name the embedded files.</param>
sealed partial class MarkdownWriting(StringBuilder text, IReadOnlyList<string> files, TextOptions options)
{
    const int DeepestHeading = 6;

    readonly List<Note> notes = [];
    readonly HashSet<string> furniture = [];
    bool isBegun;
    bool inHtml;
    bool inRow;
    bool lastWasItem;

    public void Begin(IReadOnlyList<Furniture> masterPages)
    {
        if (options.WithMasterPages)
            foreach (var page in masterPages)
                WriteFurniture(page);
    }

    /// <summary>Writes a section, or a piece of one. What was written before may have been taken out of the text.</summary>
    public void Write(Section section)
    {
        if (options.WithFurniture)
            foreach (var piece in section.Furniture)
                WriteFurniture(piece);
        WriteAll(section.Blocks);
        foreach (var note in section.LooseNotes)
            if (options.WithRemarks)
                notes.Add(note);
        isBegun |= text.Length > 0;
    }

    public void End()
    {
        EndTable();
        WriteNotes();
    }

    void WriteFurniture(Furniture piece)
    {
        EndTable();
        var from = text.Length;
        WriteAll(piece.Blocks);
        EndTable();
        var written = text.ToString(from, text.Length - from);
        if (!furniture.Add(written) && !options.WithRepeatedFurniture)
            text.Length = from;
    }

    void WriteAll(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
            Write(block);
    }

    void Write(Block block)
    {
        if (block is Table table && Goes(table))
        {
            WriteRows(table);
            return;
        }

        EndTable();
        switch (block)
        {
            case Paragraph paragraph:
                WriteParagraph(paragraph);
                break;
            case Table another:
                WriteAll(another.Caption);
                WriteTable(another);
                break;
            case Picture picture:
                Open();
                WritePicture(picture);
                Close();
                WriteAll(picture.Caption);
                break;
            case TextBox box:
                WriteAll(box.Caption);
                WriteAll(box.Blocks);
                break;
            case Equation equation:
                Open();
                WriteEquation(equation);
                Close();
                WriteAll(equation.Caption);
                break;
        }
    }

    // A blank line between blocks, and none between the items of a list.
    void Open(bool isItem = false)
    {
        if (!inHtml && (isBegun || text.Length > 0) && !(isItem && lastWasItem))
            text.Append('\n');
        lastWasItem = isItem;
    }

    void Close() => text.Append(inHtml ? "<br>" : "\n");

    void WriteParagraph(Paragraph paragraph)
    {
        var marker = options.WithGenerated ? paragraph.Marker : null;
        if (string.IsNullOrWhiteSpace(paragraph.Text) && paragraph.Inlines.Count == 0 && marker is not { Text.Length: > 0 })
            return;
        var isItem = marker is { } && paragraph.Heading is null;
        Open(isItem);
        if (!inHtml && paragraph.Heading is { } heading)
            text.Append('#', Math.Clamp(heading.Level, 1, DeepestHeading)).Append(' ');
        if (!inHtml && isItem)
            text.Append(' ', 2 * (marker!.Level - 1)).Append("- ");
        if (marker is { IsOrdered: true, Text.Length: > 0 })
        {
            Append(marker.Text, atStart: false);
            text.Append(' ');
        }

        WriteInlines(paragraph, atStart: paragraph.Heading is null && !isItem);
        Close();
    }

    void WriteInlines(Paragraph paragraph, bool atStart)
    {
        var written = 0;
        var linked = (End: -1, Target: "");
        foreach (var inline in paragraph.Inlines)
        {
            AppendLinked(paragraph, ref written, Math.Max(inline.At, written), ref linked, atStart);
            switch (inline)
            {
                case Link { Length: > 0 } link when linked.End < 0 && IsWebLink(link.Target):
                    text.Append('[');
                    linked = (link.At + link.Length, link.Target);
                    break;
                case NoteReference reference:
                    WriteReference(reference.Note);
                    break;
                case GeneratedText generated when options.WithGenerated:
                    Append(generated.Text, atStart: false);
                    break;
                case FormControl control when options.WithGenerated:
                    Append($"{control.Caption}{(control.Caption is null || control.Value is null ? "" : " ")}{control.Value}", atStart: false);
                    break;
                case InlineObject { Block: Equation equation }:
                    WriteEquation(equation);
                    break;
                case InlineObject { Block: Picture picture }:
                    WritePicture(picture);
                    break;
            }
        }

        AppendLinked(paragraph, ref written, paragraph.Text.Length, ref linked, atStart);
    }

    // Text up to a place; a link that ends on the way is closed there.
    void AppendLinked(Paragraph paragraph, ref int written, int to, ref (int End, string Target) linked, bool atStart)
    {
        if (linked.End >= 0 && linked.End <= to)
        {
            Append(paragraph.Text.AsSpan(written, Math.Max(0, linked.End - written)), atStart && written == 0);
            text.Append(CultureInfo.InvariantCulture, $"]({Uri.EscapeDataString(linked.Target).Replace("%3A", ":").Replace("%2F", "/")})");
            written = Math.Max(written, linked.End);
            linked = (-1, "");
        }

        Append(paragraph.Text.AsSpan(written, to - written), atStart && written == 0);
        written = to;
    }

    // A link to a script or a local file is no link to offer.
    static bool IsWebLink(string target) =>
        target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    void Append(ReadOnlySpan<char> piece, bool atStart)
    {
        if (piece.IsEmpty)
            return;
        if (options.WithSymbols)
            piece = Symbols.Shown(new string(piece));
        MarkdownEscape.Append(piece, text, inHtml, inRow, atStart);
    }

    void WriteEquation(Equation equation)
    {
        text.Append(inHtml ? "<code>" : "`");
        text.Append(equation.Script.Replace('`', '\'').Replace('\n', ' ').Replace("<", inHtml ? "&lt;" : "<").Replace("|", inRow ? "\\|" : "|"));
        text.Append(inHtml ? "</code>" : "`");
    }

    void WritePicture(Picture picture)
    {
        if (inHtml)
            return;
        text.Append("![");
        Append(picture.Description?.ReplaceLineEndings(" ") ?? "", atStart: false);
        text.Append("](");
        text.Append(picture.File is { } file && file < files.Count ? files[file] : "");
        text.Append(')');
    }

    void WriteReference(Note note)
    {
        if (note.Kind is not (NoteKind.Footnote or NoteKind.Endnote) && !options.WithRemarks)
            return;
        notes.Add(note);
        text.Append(CultureInfo.InvariantCulture, $"[^{notes.Count}]");
    }

    // Notes may hold notes: the list grows while it is written.
    void WriteNotes()
    {
        for (var i = 0; i < notes.Count; i++)
        {
            Open();
            text.Append(CultureInfo.InvariantCulture, $"[^{i + 1}]: ");
            text.Append(Indented(notes[i].Blocks));
            text.Append('\n');
        }
    }

    string Indented(IReadOnlyList<Block> blocks)
    {
        var from = text.Length;
        WriteAll(blocks);
        EndTable();
        var written = text.ToString(from, text.Length - from).Trim('\n');
        text.Length = from;
        lastWasItem = false;
        return written.Replace("\n", "\n    ");
    }
}

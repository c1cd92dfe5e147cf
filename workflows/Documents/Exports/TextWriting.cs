using System.Text;

namespace Asan.Documents.Exports;

/// <summary>One writing of <see cref="TextExport"/>.</summary>
sealed class TextWriting(StringBuilder text, TextOptions options)
{
    readonly HashSet<string> furniture = [];
    // Notes of the paragraph that is being written: they follow it, in its cell where it stands in one.
    readonly List<Note> waiting = [];
    bool inRow;

    public void Begin(IReadOnlyList<Furniture> masterPages)
    {
        if (options.WithMasterPages)
            WriteFurniture(masterPages);
    }

    /// <summary>Writes a section, or a piece of one. What was written before may have been taken out of the text.</summary>
    public void Write(Section section)
    {
        if (options.WithFurniture)
            WriteFurniture(section.Furniture);
        Write(section.Blocks);
        foreach (var note in section.LooseNotes)
            Write(note);
    }

    // The same header returns in every section, and says nothing new there.
    void WriteFurniture(IReadOnlyList<Furniture> pieces)
    {
        foreach (var piece in pieces)
        {
            var content = TextExport.Write(piece.Blocks, options);
            if (content.Length > 0 && (furniture.Add(content) || options.WithRepeatedFurniture))
                text.Append(content).Append('\n');
        }
    }

    public void Write(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
            Write(block);
    }

    void Write(Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                WriteLine(paragraph);
                break;
            case Table table:
                Write(table.Caption);
                WriteRows(table);
                break;
            case Picture picture:
                Write(picture.Caption);
                break;
            case TextBox box:
                Write(box.Caption);
                Write(box.Blocks);
                break;
            case Equation equation:
                Write(equation.Caption);
                text.Append(equation.Script);
                EndLine();
                break;
        }
    }

    void WriteLine(Paragraph paragraph)
    {
        var first = waiting.Count;
        if (options.WithGenerated && paragraph.Marker is { Text.Length: > 0 } marker)
            Append(Symbols.Bullet(marker.Text)).Append(' ');
        WriteInlines(paragraph);
        EndLine();
        WriteWaiting(first);
    }

    void EndLine() => text.Append(inRow ? ' ' : '\n');

    void WriteInlines(Paragraph paragraph)
    {
        var written = 0;
        for (var i = 0; i < paragraph.Inlines.Count; i++)
        {
            var inline = paragraph.Inlines[i];
            if (inline.At > written)
            {
                Append(paragraph.Text.AsSpan(written, inline.At - written));
                written = inline.At;
            }

            Write(inline);
        }

        Append(paragraph.Text.AsSpan(written));
    }

    StringBuilder Append(ReadOnlySpan<char> piece)
    {
        var from = text.Length;
        if (options.WithSymbols)
            Symbols.Append(piece, text);
        else
            text.Append(piece);
        // A line break would end the row.
        if (inRow && piece.IndexOfAny('\n', '\t') >= 0)
            text.Replace('\n', ' ', from, text.Length - from).Replace('\t', ' ', from, text.Length - from);
        return text;
    }

    void Write(Inline inline)
    {
        switch (inline)
        {
            case NoteReference reference:
                if (options.WithGenerated)
                    text.Append(reference.Note.Mark);
                waiting.Add(reference.Note);
                break;
            case InlineObject { Block: Equation equation }:
                text.Append(equation.Script);
                break;
            case InlineObject { Block: Picture { Caption.Count: > 0 } picture }:
                Write(picture.Caption);
                break;
            case GeneratedText generated when options.WithGenerated:
                text.Append(generated.Text);
                break;
            case FormControl control when options.WithGenerated:
                text.Append(control.Caption).Append(control.Caption is null || control.Value is null ? "" : " ").Append(control.Value);
                break;
        }
    }

    void WriteWaiting(int first)
    {
        for (var i = first; i < waiting.Count; i++)
            Write(waiting[i]);
        waiting.RemoveRange(first, waiting.Count - first);
    }

    void Write(Note note)
    {
        if (note.Kind is NoteKind.Footnote or NoteKind.Endnote || options.WithRemarks)
            Write(note.Blocks);
    }

    void WriteRows(Table table)
    {
        var cells = table.Cells;
        for (var i = 0; i < cells.Count;)
        {
            var end = i + 1;
            while (end < cells.Count && cells[end].Row == cells[i].Row)
                end++;
            if (cells[i].Row < table.FirstRow)
            {
                i = end; // said in the piece before
                continue;
            }

            if (inRow || (end - i > 1 && IsLine(cells, i, end)))
                WriteRow(cells, i, end);
            else
                for (var cell = i; cell < end; cell++)
                    Write(cells[cell].Blocks);
            i = end;
        }
    }

    // Cells that hold paragraphs only; a layout that holds whole pages is no row of data.
    static bool IsLine(IReadOnlyList<Cell> cells, int from, int to)
    {
        for (var i = from; i < to; i++)
            foreach (var block in cells[i].Blocks)
                if (block is not Paragraph)
                    return false;
        return true;
    }

    void WriteRow(IReadOnlyList<Cell> cells, int from, int to)
    {
        var outer = inRow;
        inRow = true;
        for (var i = from; i < to; i++)
        {
            Write(cells[i].Blocks);
            if (text.Length > 0 && text[^1] == ' ')
                text.Length--;
            if (i < to - 1)
                text.Append(outer ? ' ' : '\t');
        }

        inRow = outer;
        EndLine();
    }
}

using System.Text;

namespace Asan.Documents.Exports;

/// <summary>A paragraph as one run of text, with what stands in its line.</summary>
static class InlineText
{
    /// <param name="notes">Gets the notes that hang in the paragraph.</param>
    /// <param name="pictures">The pictures in the line, which text cannot show.</param>
    public static string Of(Paragraph paragraph, List<Note> notes, out IReadOnlyList<Picture> pictures)
    {
        pictures = [];
        if (paragraph.Inlines.Count == 0)
            return Symbols.Shown(paragraph.Text);

        var text = new StringBuilder();
        var found = new List<Picture>();
        var written = 0;
        foreach (var inline in paragraph.Inlines)
        {
            if (inline.At > written)
            {
                text.Append(paragraph.Text, written, inline.At - written);
                written = inline.At;
            }

            switch (inline)
            {
                case NoteReference reference:
                    text.Append(reference.Note.Mark);
                    notes.Add(reference.Note);
                    break;
                case GeneratedText generated:
                    text.Append(generated.Text);
                    break;
                case FormControl control:
                    text.Append(control.Caption).Append(control.Caption is null || control.Value is null ? "" : " ").Append(control.Value);
                    break;
                case InlineObject { Block: Equation equation }:
                    text.Append(equation.Script);
                    break;
                case InlineObject { Block: Picture picture }:
                    found.Add(picture);
                    break;
            }
        }

        text.Append(paragraph.Text, written, paragraph.Text.Length - written);
        pictures = found;
        return Symbols.Shown(text.ToString());
    }
}

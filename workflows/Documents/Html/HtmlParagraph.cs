using System.Text;
using Asan.Documents.Assembly;

namespace Asan.Documents.Html;

/// <summary>A paragraph of a page as it grows: white space runs together as a browser shows it, but where it is kept as typed.</summary>
sealed class HtmlParagraph(Position position, Heading? heading, ListMarker? marker, string? style)
{
    readonly StringBuilder text = new();
    readonly ParagraphAssembly assembly = new() { Position = position, Heading = heading, Marker = marker, Style = style };
    bool isSpaceDue;
    int hangsAt;

    public int Length => text.Length;

    public void Append(string added, bool isTyped)
    {
        if (isTyped)
        {
            text.Append(added.ReplaceLineEndings("\n"));
            return;
        }

        foreach (var c in added)
        {
            if (c is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                isSpaceDue = text.Length > 0 && (text[^1] != '\n' || hangsAt == text.Length);
                continue;
            }

            if (isSpaceDue)
                text.Append(' ');
            isSpaceDue = false;
            text.Append(c);
        }
    }

    public void Break()
    {
        isSpaceDue = false;
        text.Append('\n');
    }

    /// <summary>A place in the text for something that hangs there.</summary>
    public int Here()
    {
        if (isSpaceDue)
            text.Append(' ');
        isSpaceDue = false;
        return text.Length;
    }

    public void Add(Inline inline)
    {
        assembly.Add(inline);
        hangsAt = Math.Max(hangsAt, inline.At + (inline is Link link ? link.Length : 0));
    }

    public void Add(Block block) => Add(new InlineObject(Here(), block));

    public void Finish(List<Block> into)
    {
        // Not the white space that something hangs behind.
        while (text.Length > hangsAt && char.IsWhiteSpace(text[^1]))
            text.Length--;
        assembly.Finish(text.ToString(), into);
    }
}

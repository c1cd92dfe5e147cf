using System.Text;

namespace Asan.Documents.Word;

/// <summary>What a field does, in Word's words: <c>HYPERLINK "http://..." \l "place"</c>.</summary>
/// <param name="Kind">The first word, in capitals: <c>HYPERLINK</c>.</param>
/// <param name="Text">All of it.</param>
sealed record FieldInstruction(string Kind, string Text)
{
    public static FieldInstruction Parse(string text)
    {
        text = text.Trim();
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\\'))
            end++;
        return new(text[..end].ToUpperInvariant(), text);
    }

    /// <summary>Where a HYPERLINK leads; null when it is no link.</summary>
    public string? LinkTarget()
    {
        if (Kind != "HYPERLINK")
            return null;
        string? target = null, place = null;
        var words = Words();
        for (var i = 1; i < words.Count; i++)
        {
            // \l names a place in the document; \t and \o take a word too, a window's name and a tip.
            if (words[i] is "\\l" && i + 1 < words.Count)
                place = words[++i];
            else if (words[i] is "\\t" or "\\o" && i + 1 < words.Count)
                i++;
            else if (!words[i].StartsWith('\\'))
                target ??= words[i];
        }

        return place is null ? target : $"{target}#{place}";
    }

    /// <summary>The field on a stretch of text.</summary>
    public Inline On(int at, int length, string? name = null) =>
        LinkTarget() is { } target ? new Link(at, length, target) : new Field(at, length, Kind, name, Text);

    List<string> Words()
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < Text.Length; i++)
        {
            var c = Text[i];
            if (c == '\\' && quoted && i + 1 < Text.Length)
                word.Append(Text[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (char.IsWhiteSpace(c) && !quoted)
                Flush(words, word);
            else
                word.Append(c);
        }

        Flush(words, word);
        return words;
    }

    static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
            words.Add(word.ToString());
        word.Clear();
    }
}

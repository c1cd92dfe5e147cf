using System.Text;

namespace Asan.Documents.Word;

/// <summary>A paragraph as it grows: its text, and what hangs at places in it.</summary>
sealed class TextBuilder
{
    readonly StringBuilder text = new();
    readonly List<Inline> inlines = [];

    public int Length => text.Length;

    public bool IsEmpty => text.Length == 0 && inlines.Count == 0;

    public void Append(char c) => text.Append(c);

    public void Append(string piece) => text.Append(piece);

    public void Add(Inline inline) => inlines.Add(inline);

    /// <summary>Adds what covers a stretch that began at an offset, unless the stretch is empty.</summary>
    public void Cover(int from, Func<int, Inline> inline)
    {
        if (Length > from)
            inlines.Add(inline(Length - from));
    }

    /// <summary>Marks a stretch as not shown; one that continues the last is joined to it.</summary>
    public void Hide(int from)
    {
        if (Length <= from)
            return;
        if (inlines.Count > 0 && inlines[^1] is HiddenText last && last.At + last.Length == from)
            inlines[^1] = last with { Length = Length - last.At };
        else
            inlines.Add(new HiddenText(from, Length - from));
    }

    public string Text => WellFormed(text.ToString());

    /// <summary>Ordered by place; at one place as they were added.</summary>
    public IReadOnlyList<Inline> Inlines => inlines.Count == 0 ? [] : [.. inlines.OrderBy(i => i.At)];

    /// <summary>Half of a surrogate pair is no character, and what writes JSON or UTF-8 would fail of it. NUL no database takes.</summary>
    public static string WellFormed(string raw)
    {
        if (IsWellFormed(raw))
            return raw;
        var mended = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
            mended.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return mended.ToString();
    }

    static bool IsWellFormed(string raw)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\0')
                return false;
            if (!char.IsSurrogate(raw[i]))
                continue;
            if (!char.IsHighSurrogate(raw[i]) || i + 1 == raw.Length || !char.IsLowSurrogate(raw[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}

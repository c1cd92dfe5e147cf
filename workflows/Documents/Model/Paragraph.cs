namespace Asan.Documents;

/// <summary>A paragraph: its text, and what hangs at places in it.</summary>
public sealed class Paragraph : Block
{
    /// <summary>
    /// The text as it was typed, with tabs and line breaks (<c>\n</c>) inside. Not in it: numbers and bullets that the program generates
    /// (<see cref="Marker"/>, <see cref="GeneratedText"/>), notes, objects, deleted text.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>What hangs at places in the text, ordered by <see cref="Inline.At"/>.</summary>
    public IReadOnlyList<Inline> Inlines { get; init; } = [];

    /// <summary>Null for a paragraph that is no heading.</summary>
    public Heading? Heading { get; init; }

    /// <summary>The number or bullet in front, for a numbered heading and an item of a list; else null.</summary>
    public ListMarker? Marker { get; init; }

    /// <summary>The name of the style, when it says more than that this is normal text.</summary>
    public string? Style { get; init; }

    internal Paragraph With(Heading heading) =>
        new() { Position = Position, Text = Text, Inlines = Inlines, Heading = heading, Marker = Marker, Style = Style };
}

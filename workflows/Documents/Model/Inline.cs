using System.Text.Json.Serialization;

namespace Asan.Documents;

/// <summary>Something at a place in a paragraph's text.</summary>
/// <param name="At">Where, as an offset into <see cref="Paragraph.Text"/> in UTF-16 units; its length means "after all of it".</param>
[JsonDerivedType(typeof(NoteReference), "note")]
[JsonDerivedType(typeof(InlineObject), "object")]
[JsonDerivedType(typeof(Link), "link")]
[JsonDerivedType(typeof(Field), "field")]
[JsonDerivedType(typeof(Bookmark), "bookmark")]
[JsonDerivedType(typeof(GeneratedText), "generated")]
[JsonDerivedType(typeof(FormControl), "control")]
[JsonDerivedType(typeof(HiddenText), "hidden")]
[JsonDerivedType(typeof(DeletedText), "deleted")]
public abstract record Inline(int At)
{
    /// <summary>The same in a piece of the paragraph's text.</summary>
    internal Inline Shift(int from, int to) => this switch
    {
        Link link => link with { At = At - from, Length = Math.Min(link.Length, to - At) },
        Field field => field with { At = At - from, Length = Math.Min(field.Length, to - At) },
        HiddenText hidden => hidden with { At = At - from, Length = Math.Min(hidden.Length, to - At) },
        _ => this with { At = At - from },
    };
}

/// <summary>A footnote, endnote, memo or comment hangs here.</summary>
public sealed record NoteReference(int At, Note Note) : Inline(At);

/// <summary>A picture or equation stands here, in the line. Tables and text boxes are never inline: they follow as blocks.</summary>
public sealed record InlineObject(int At, Block Block) : Inline(At);

/// <summary>This stretch of the text is a link.</summary>
/// <param name="Target">As the document has it, unchecked: show it, never follow it.</param>
public sealed record Link(int At, int Length, string Target) : Inline(At);

/// <summary>This stretch of the text is what a field shows.</summary>
/// <param name="Kind">In the format's own words, such as <c>clickHere</c>, <c>formula</c>, <c>crossReference</c>.</param>
/// <param name="Name">What the author calls the field; null when nothing.</param>
/// <param name="Command">What the field computes or asks, unread; null when nothing.</param>
public sealed record Field(int At, int Length, string Kind, string? Name = null, string? Command = null) : Inline(At);

public sealed record Bookmark(int At, string Name) : Inline(At);

/// <summary>Text that is shown here and was not typed here.</summary>
public sealed record GeneratedText(int At, GeneratedKind Kind, string Text) : Inline(At);

/// <summary>A control to press, tick or fill in.</summary>
/// <param name="Kind">In the format's own words, such as <c>checkBox</c>, <c>edit</c>.</param>
/// <param name="Caption">What is written on it.</param>
/// <param name="Value">What was filled in or chosen.</param>
public sealed record FormControl(int At, string Kind, string? Caption = null, string? Value = null) : Inline(At);

/// <summary>This stretch of the text is not shown.</summary>
public sealed record HiddenText(int At, int Length) : Inline(At);

/// <summary>Text that a tracked change took out here. It is not in <see cref="Paragraph.Text"/>.</summary>
public sealed record DeletedText(int At, string Text) : Inline(At);

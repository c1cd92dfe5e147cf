namespace Asan.Documents;

/// <summary>Text that hangs at a place of the body and stands elsewhere on the page, or only on the screen.</summary>
public sealed class Note
{
    public required NoteKind Kind { get; init; }

    /// <summary>The mark as it is shown: <c>1)</c>, <c>*</c>. Empty for memos and comments.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Who wrote a memo or comment; null when not told.</summary>
    public string? Author { get; init; }

    public Position Position { get; init; }

    public required IReadOnlyList<Block> Blocks { get; init; }
}

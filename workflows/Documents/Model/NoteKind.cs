namespace Asan.Documents;

/// <summary>What a note is. The last two are not part of the document's text: they are never printed.</summary>
public enum NoteKind
{
    Footnote,
    Endnote,

    /// <summary>A remark of a reader, in the margin of the screen.</summary>
    Memo,

    /// <summary>A remark of the author that is not shown.</summary>
    HiddenComment,
}

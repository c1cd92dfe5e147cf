namespace Asan.Documents;

/// <summary>A stretch of the document with page settings of its own. A format without sections has one.</summary>
public sealed class Section
{
    /// <summary>
    /// This is no section of its own but goes on with the one before: a long section comes in pieces (<see cref="Pieces.DocumentPieces"/>). Never in a
    /// <see cref="Document"/>.
    /// </summary>
    public bool Continues { get; init; }

    /// <summary>The body in reading order.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>Headers, footers and master pages: what repeats on every page and is not part of the text.</summary>
    public IReadOnlyList<Furniture> Furniture { get; init; } = [];

    /// <summary>Notes whose place in the text is not known; the others hang at a <see cref="NoteReference"/>.</summary>
    public IReadOnlyList<Note> LooseNotes { get; init; } = [];
}

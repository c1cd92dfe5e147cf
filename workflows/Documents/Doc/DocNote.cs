namespace Asan.Documents.Doc;

/// <summary>A note: where its text lies, and how it is marked.</summary>
sealed record DocNote(NoteKind Kind, int From, int To, string Mark, string? Author);

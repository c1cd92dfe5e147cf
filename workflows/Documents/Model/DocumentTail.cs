namespace Asan.Documents;

/// <summary>What is known of a document after all of it was read: the last of its pieces.</summary>
/// <param name="Warnings">As in <see cref="Document.Warnings"/>.</param>
/// <param name="Counts">As in <see cref="Document.Counts"/>.</param>
public sealed record DocumentTail(IReadOnlyList<ParseWarning> Warnings, DocumentCounts Counts);

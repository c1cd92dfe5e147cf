using Asan.Documents;

namespace Asan.Workflows.Search.Publishing;

/// <summary>What searchers see of a document.</summary>
/// <param name="Version">The UUIDv5 of document and sha256.</param>
/// <param name="Sequence">The upload it came with.</param>
/// <param name="Files">How many files inside it can be asked for, numbered from 0.</param>
/// <param name="Warnings">What the reading warned of: the first hundred.</param>
/// <param name="WarningCount">How many there were.</param>
public sealed record PublishedDocument(
    string DocumentId,
    Guid Version,
    long Sequence,
    string Sha256,
    string Format,
    string? Title,
    IReadOnlyList<string> Labels,
    int Chunks,
    int Files,
    DateTimeOffset PublishedAt,
    IReadOnlyList<ParseWarning> Warnings,
    int WarningCount);

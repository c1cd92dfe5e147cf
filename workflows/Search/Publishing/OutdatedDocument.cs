namespace Asan.Workflows.Search.Publishing;

/// <summary>A document whose chunks are to be made again.</summary>
/// <param name="Sequence">The upload that is shown; it is to be published with.</param>
/// <param name="Sha256">Of the bytes it was read from.</param>
/// <param name="Chunker">The way of cutting that its chunks were made by.</param>
public sealed record OutdatedDocument(string DocumentId, long Sequence, string Sha256, int Chunker);

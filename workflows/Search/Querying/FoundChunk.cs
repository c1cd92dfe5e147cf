using Asan.Workflows.Search.Chunking;

namespace Asan.Workflows.Search.Querying;

/// <summary>A chunk that was found, as it is stored.</summary>
sealed record FoundChunk(
    Guid Id, string DocumentId, Guid Version, string? Title, string Format, double Score, IReadOnlyList<string> Path, string Body, Citation Citation);

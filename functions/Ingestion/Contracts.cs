using Asan.Workflows.Ingestion;

namespace Asan.Functions.Ingestion;

/// <summary>A file was taken in and will be read.</summary>
/// <param name="Id">The document it is a version of.</param>
/// <param name="Upload">The number of this file.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Labels">Who will find it: holders of any one of these.</param>
/// <param name="StatusUri">Where to ask what became of it.</param>
public sealed record UploadAccepted(string Id, Guid Upload, string Sha256, long Bytes, IReadOnlyList<string> Labels, string StatusUri);

/// <summary>A part of a list.</summary>
/// <param name="NextLink">The next part; null behind the last one.</param>
public sealed record DocumentPage(IReadOnlyList<DocumentSummary> Value, string? NextLink);

namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>A file that is about to come in.</summary>
/// <param name="DocumentId">The document it is a version of.</param>
/// <param name="Source">One of <see cref="UploadSource"/>.</param>
/// <param name="Blob">Where it lies or will lie.</param>
/// <param name="ETag">The version of a dropped file; null of a posted one.</param>
/// <param name="Uploader">The SHA-256 of the key it came with, which may ask for it whatever its labels; null of a dropped one.</param>
public sealed record NewUpload(
    Guid Id, string DocumentId, string Source, string Blob, string? ETag, string FileName, IReadOnlyList<string> Labels, byte[]? Uploader = null);

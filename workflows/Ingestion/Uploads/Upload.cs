namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>A file that was handed in for a document.</summary>
/// <param name="Sequence">Its place in the order of uploads; null until the file is here whole.</param>
/// <param name="Source">One of <see cref="UploadSource"/>.</param>
/// <param name="Blob">Its name in the container that <paramref name="Source"/> says.</param>
/// <param name="ETag">The version of a dropped file.</param>
/// <param name="FileName">What its giver calls it, for hints and titles; never a path.</param>
/// <param name="Labels">Who may find it.</param>
/// <param name="Status">One of <see cref="UploadStatus"/>.</param>
/// <param name="FailedBlob">Where it lies in <c>documents-failed</c>.</param>
public sealed record Upload(
    Guid Id,
    string DocumentId,
    long? Sequence,
    string Source,
    string Blob,
    string? ETag,
    string FileName,
    long? Bytes,
    string? Sha256,
    IReadOnlyList<string> Labels,
    string Status,
    string? Code,
    string? Reason,
    string? FailedBlob,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt)
{
    // A record prints its members, and these name files.
    public override string ToString() => $"upload {Id}, {Status}";
}

namespace Asan.Workflows.Ingestion;

/// <summary>A file that was handed in, to be ingested. History holds its number alone: names may be those of patients.</summary>
/// <param name="UploadId">The row of <c>docs.upload</c>.</param>
public sealed record IngestRequest(Guid UploadId);

/// <summary>What became of an upload.</summary>
/// <param name="Status">One of <see cref="Uploads.UploadStatus"/>.</param>
/// <param name="Code">Of a failure: stable, as <c>password-required</c>.</param>
/// <param name="Reason">Of a failure: a sentence without a word of the document.</param>
public sealed record IngestResult(string Status, string? Code = null, string? Reason = null);

/// <summary>An upload that is over, and how.</summary>
public sealed record ClosedUpload(Guid UploadId, string Status);

/// <summary>An upload that cannot be read, and why.</summary>
public sealed record FailedUpload(Guid UploadId, string Code, string Reason);

/// <summary>A document of which every trace is to go.</summary>
/// <param name="UploadIds">Its uploads when it was deleted: the document may have been handed in again since.</param>
public sealed record RemovalRequest(IReadOnlyList<Guid> UploadIds);

using Asan.Documents;

namespace Asan.Workflows.Ingestion;

/// <summary>A document as its list and its own page show it: what searchers see of it, and what became of the last file that was handed in.</summary>
/// <param name="Title">Null before the first version is shown.</param>
/// <param name="Version">The UUIDv5 of document and sha256; null before the first version is shown.</param>
/// <param name="Chunks">In how many passages it can be found.</param>
/// <param name="Images">How many files inside it can be asked for, numbered from 0.</param>
/// <param name="Warnings">What reading it warned of, the first ones.</param>
/// <param name="WarningCount">Of all.</param>
/// <param name="Upload">The last file handed in; null when there is no record of one.</param>
public sealed record DocumentSummary(
    string Id,
    string? Title,
    string? Format,
    IReadOnlyList<string> Labels,
    Guid? Version,
    string? Sha256,
    int Chunks,
    int Images,
    DateTimeOffset? PublishedAt,
    IReadOnlyList<ParseWarning> Warnings,
    int WarningCount,
    UploadSummary? Upload);

/// <summary>A file that was handed in.</summary>
/// <param name="Status">One of <see cref="Uploads.UploadStatus"/>.</param>
/// <param name="Code">Why it failed: stable, as <c>password-required</c>.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record UploadSummary(
    Guid Id, string Source, string FileName, long? Bytes, string Status, string? Code, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>Which documents are asked for.</summary>
/// <param name="Status">Of the last upload, one of <see cref="Uploads.UploadStatus"/>.</param>
/// <param name="Prefix">How their ids begin.</param>
/// <param name="Behind">The last id of the page before.</param>
public sealed record DocumentFilter(string? Format, string? Label, string? Status, string? Prefix, string? Behind, int Most);

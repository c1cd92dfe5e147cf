namespace Asan.DocumentsConsole.Ingest;

/// <summary>How files are handed in.</summary>
/// <param name="Labels">Who finds them; none leaves it to the host.</param>
sealed record IngestOrder(IReadOnlyList<string> Labels, string? Password);

/// <summary>A file to hand in, and the document that it is a version of.</summary>
sealed record GivenFile(string Path, string Id);

/// <summary>What became of a file.</summary>
/// <param name="Status">That of the upload, or <see cref="Failed"/> where the host did not take it.</param>
/// <param name="Code">Of a failure: stable, as <c>password-required</c>.</param>
/// <param name="Document">What searchers see of it; null where it was not published.</param>
sealed record Outcome(string Id, string Status, string? Code = null, string? Reason = null, Document? Document = null)
{
    public const string Published = "published";

    public const string Superseded = "superseded";

    public const string Failed = "failed";
}

/// <summary>What POST /api/documents answers.</summary>
sealed record Accepted(Guid Upload);

/// <summary>What GET /api/documents/{id} answers.</summary>
/// <param name="Version">Null when this key's labels do not open it.</param>
sealed record Document(Guid? Version, int Chunks, IReadOnlyList<Warning> Warnings, int WarningCount, Upload? Upload);

sealed record Upload(Guid Id, string Status, string? Code, string? Reason, DateTimeOffset? EndedAt);

sealed record Warning(string Code, string Message, string? Place);

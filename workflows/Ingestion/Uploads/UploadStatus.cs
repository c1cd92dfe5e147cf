namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>How far an upload is.</summary>
public static class UploadStatus
{
    /// <summary>Its file is on its way in.</summary>
    public const string Receiving = "receiving";

    /// <summary>Its file is here whole: it has its place in the order of uploads.</summary>
    public const string Accepted = "accepted";

    /// <summary>It is being parsed, cut and indexed.</summary>
    public const string Reading = "reading";

    /// <summary>Searchers see it.</summary>
    public const string Published = "published";

    /// <summary>A later upload took its place, or its file was replaced before it was read.</summary>
    public const string Superseded = "superseded";

    /// <summary>It cannot be read; the file lies in <c>documents-failed</c> with the reason beside it.</summary>
    public const string Failed = "failed";

    /// <summary>Its document was deleted; its files are about to go.</summary>
    public const string Removed = "removed";
}

namespace Asan.Workflows.Ingestion.Uploads;

/// <summary>How a file came in.</summary>
public static class UploadSource
{
    /// <summary>Somebody put it into the container <c>documents</c>, where it stays.</summary>
    public const string Drop = "drop";

    /// <summary>It was posted; it lies in <c>uploads</c> for as long as searchers see it.</summary>
    public const string Post = "post";
}

namespace Asan.Runtime.Blobs;

/// <summary>What must hold for a write to happen.</summary>
public sealed record BlobCondition
{
    BlobCondition(string? etag, bool absent) => (ETag, MustBeAbsent) = (etag, absent);

    /// <summary>Whatever is there is replaced.</summary>
    public static BlobCondition None { get; } = new(null, false);

    /// <summary>There must be no blob of this name.</summary>
    public static BlobCondition IfAbsent { get; } = new(null, true);

    /// <summary>The version that must be there; null when any may.</summary>
    public string? ETag { get; }

    public bool MustBeAbsent { get; }

    /// <summary>The blob must still be at this version.</summary>
    public static BlobCondition IfMatch(string etag) => new(etag, false);
}

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What to clean from the storage of durable entities.</summary>
public readonly record struct CleanEntityStorageRequest
{
    /// <summary>Everything that can be cleaned.</summary>
    public static CleanEntityStorageRequest Default => new() { RemoveEmptyEntities = true, ReleaseOrphanedLocks = true };

    public bool RemoveEmptyEntities { get; init; }

    public bool ReleaseOrphanedLocks { get; init; }

    public string? ContinuationToken { get; init; }
}

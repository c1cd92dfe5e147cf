namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What was cleaned from the storage of durable entities.</summary>
public readonly record struct CleanEntityStorageResult
{
    public int EmptyEntitiesRemoved { get; init; }

    public int OrphanedLocksReleased { get; init; }

    public string? ContinuationToken { get; init; }
}

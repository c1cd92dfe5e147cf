using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Store;

/// <summary>Which instances a query or a purge means. Instants are ticks (UTC).</summary>
sealed record InstanceFilter
{
    public long CreatedFrom { get; init; }

    public long CreatedTo { get; init; } = long.MaxValue;

    public long? CompletedFrom { get; init; }

    public long? CompletedTo { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses { get; init; }

    /// <summary>What the instance id begins with.</summary>
    public string? Prefix { get; init; }
}

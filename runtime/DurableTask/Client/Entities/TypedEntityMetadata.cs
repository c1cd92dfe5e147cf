using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>A durable entity and, when it was asked for, its state.</summary>
public class EntityMetadata<TState>(EntityInstanceId id)
{
    readonly TState? state;

    public EntityMetadata(EntityInstanceId id, TState? state)
        : this(id)
    {
        IncludesState = state is not null;
        this.state = state;
    }

    public EntityInstanceId Id { get; } = id == default ? throw new ArgumentException("An entity must have an id.", nameof(id)) : id;

    public DateTimeOffset LastModifiedTime { get; init; }

    public int BacklogQueueSize { get; init; }

    /// <summary>The orchestration that holds the entity; null when it is free.</summary>
    public string? LockedBy { get; init; }

    [MemberNotNullWhen(true, nameof(state))]
    public bool IncludesState { get; }

    /// <exception cref="InvalidOperationException">The state was not asked for.</exception>
    public TState State => IncludesState ? state : throw new InvalidOperationException($"The state is not here: {nameof(IncludesState)} is false.");
}

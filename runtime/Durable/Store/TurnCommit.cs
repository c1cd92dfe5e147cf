using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Tracing;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Store;

/// <summary>Everything one turn writes: all of it in one transaction, or nothing.</summary>
sealed record TurnCommit
{
    public required InstanceIdentity Instance { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The turn's number: one more than the last committed, or the write is refused.</summary>
    public required int Turn { get; init; }

    public required long AtTicks { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>The messages consumed, then the actions taken.</summary>
    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    /// <summary>Give the lease back with the commit.</summary>
    public required bool Release { get; init; }

    public CustomStatus? CustomStatus { get; init; }

    /// <summary>Set by the turn that ends the instance.</summary>
    public HistoryEvent? Completion { get; init; }

    /// <summary>Set by the turn that starts the next generation: its start, then the events carried over.</summary>
    public IReadOnlyList<HistoryEvent>? NextGeneration { get; init; }

    /// <summary>Failed children that are rewound with this turn, by their rows.</summary>
    public IReadOnlyList<long> RewoundChildren { get; init; } = [];

    /// <summary>The values of these events that are stored apart.</summary>
    public IReadOnlyList<NewPayload> Payloads { get; init; } = [];

    /// <summary>The parent's copy of the output, where it is stored apart.</summary>
    public Guid? AnswerPayload { get; init; }

    /// <summary>Values of the generation that ends with this turn.</summary>
    public IReadOnlyList<Guid> DroppedPayloads { get; init; } = [];

    /// <summary>Told once the turn is written.</summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];

    /// <summary>Inbox ids.</summary>
    public required IReadOnlyList<long> Consumed { get; init; }

    /// <summary>Activities whose results this turn consumed from memory.</summary>
    public required IReadOnlyList<ActivityKey> Done { get; init; }

    /// <summary>How many of the scheduled activities, from the first, are leased to this worker at once.</summary>
    public required int ActivitiesTaken { get; init; }

    /// <summary>How many of the new children, from the first, are leased to this worker at once.</summary>
    public required int ChildrenTaken { get; init; }

    public bool IsEnd => Completion is not null;

    /// <summary>What all that this instance called are told when it ends terminated with them; null otherwise.</summary>
    public HistoryEvent? DescendantsEnd => IsEnd && Events.FirstOrDefault(e => e is { Kind: EventKind.ExecutionTerminated, Recursive: true }) is { } end
        ? new() { Kind = EventKind.ExecutionTerminated, Data = end.Data, Recursive = true }
        : null;

    public bool IsRestart => NextGeneration is not null;

    public IEnumerable<HistoryEvent> Scheduled(EventKind kind) => Events.Where(e => e.Kind == kind);
}

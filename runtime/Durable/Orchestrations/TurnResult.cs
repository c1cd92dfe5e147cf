using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Tracing;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>What a turn decided: the new actions in order, where the instance stands, and how it ended if it did.</summary>
/// <param name="Heard">The messages it ran on: those that came a second time are not among them.</param>
/// <param name="CustomStatus">As the data converter wrote it; null when this execution never set one.</param>
/// <param name="Actions">Scheduled activities, timers, children and events, by their numbers.</param>
sealed record TurnResult(
    OrchestrationRuntimeStatus Status,
    IReadOnlyList<HistoryEvent> Heard,
    IReadOnlyList<HistoryEvent> Actions,
    CustomStatus? CustomStatus,
    Ending? Ending)
{
    /// <summary>What is to be told of this turn once it is written.</summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];
}


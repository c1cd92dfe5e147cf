using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>An instance's row and its history, as the checker reads them.</summary>
sealed record Story(InstanceIdentity Identity, OrchestrationRuntimeStatus Status, string? Output, int FirstTurn, int Turn, IReadOnlyList<TurnRecord> Turns)
{
    public string Id => Identity.InstanceId;

    public bool IsOver => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    public IEnumerable<HistoryEvent> Events => Turns.SelectMany(turn => turn.Events);

    public static bool IsAction(HistoryEvent happened) => happened.Kind is EventKind.TaskScheduled or EventKind.TimerCreated
        or EventKind.SubOrchestrationInstanceCreated or EventKind.EventSent or EventKind.ExecutionCompleted;
}

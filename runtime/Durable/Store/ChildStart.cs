using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Store;

/// <summary>What a sub-orchestration call writes for its child.</summary>
static class ChildStart
{
    public static HistoryEvent Of(HistoryEvent call) => new()
    {
        Kind = EventKind.ExecutionStarted,
        Name = call.Name,
        Version = call.Version,
        Data = call.Data,
        PayloadId = call.PayloadId,
        Tags = call.Tags,
        TraceParent = call.TraceParent,
        TraceState = call.TraceState,
        SpanId = call.SpanId,
    };

    public static ParentLink LinkTo(TurnCommit parent, HistoryEvent call) =>
        new(parent.Instance.Key, parent.Instance.InstanceId, parent.Instance.Name, parent.Instance.Generation, call.TaskId);

    /// <summary>The answer where an instance of that id is still running.</summary>
    public static HistoryEvent Refusal(HistoryEvent call) => new()
    {
        Kind = EventKind.SubOrchestrationInstanceFailed,
        TaskId = call.TaskId,
        Failure = Failure.Final(
            "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
            $"An orchestration with the instance id '{call.Target}' already exists and has not finished."),
    };
}

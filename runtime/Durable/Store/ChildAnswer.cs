using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Store;

/// <summary>What a child that ends tells its parent.</summary>
static class ChildAnswer
{
    public static HistoryEvent Of(TurnCommit child)
    {
        var completion = child.Completion!;
        var completed = completion.Status == (int)OrchestrationRuntimeStatus.Completed;
        return new()
        {
            Kind = completed ? EventKind.SubOrchestrationInstanceCompleted : EventKind.SubOrchestrationInstanceFailed,
            TaskId = child.Instance.Parent!.TaskId,
            Data = completed ? completion.Data : null,
            PayloadId = completed ? child.AnswerPayload : null,
            Failure = completion.Failure,
        };
    }
}

using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>Runs the code of today over a history that was recorded before, and tells where the two part. Stricter than a replay: nothing may be added, and the end is the same.</summary>
static class HistoryReplayer
{
    /// <summary>Where they part: the turn, the event, and both sides. Null: nowhere.</summary>
    public static string? Difference(string name, string? version, string instanceId, IReadOnlyList<TurnRecord> turns, OrchestrationSettings settings)
    {
        var execution = new OrchestrationExecution(new InstanceIdentity(1, instanceId, 1, name, version, null), settings);

        foreach (var turn in turns)
        {
            for (var i = 0; i < turn.Events.Count; i++)
            {
                var happened = turn.Events[i];
                if (happened.Kind == EventKind.ExecutionCompleted)
                    return EndsOtherwise(execution, turn, happened) is { } otherwise ? At(turn, i, otherwise) : null;

                execution.Replay(turn with { Events = [happened] });
                if (execution.Broken is { } failure)
                    return At(turn, i, failure.Message);
            }

            if (execution.Unrecorded.FirstOrDefault() is { } added)
                return At(turn, turn.Events.Count, $"the history goes on to the next turn, but the current code first takes {Say(added)}");
        }

        return null;
    }

    static string? EndsOtherwise(OrchestrationExecution execution, TurnRecord turn, HistoryEvent completion)
    {
        var result = execution.Run(turn.AtTicks, []);
        var end = $"the history ends here {(OrchestrationRuntimeStatus)completion.Status} with {completion.Data ?? completion.Failure?.Message}";
        if (result.Actions.Count > 0)
            return $"{end}, but the current code goes on with {Say(result.Actions[0])}";
        if (result.Ending is not Ending.Finished { Completion: var now })
            return $"{end}, but the current code has not ended";
        return now.Status == completion.Status && now.Data == completion.Data && now.Failure?.Message == completion.Failure?.Message
            ? null
            : $"{end}, but the current code ends {(OrchestrationRuntimeStatus)now.Status} with {now.Data ?? now.Failure?.Message}";
    }

    static string At(TurnRecord turn, int place, string what) => $"turn {turn.Turn}, event {place + 1}: {what}";

    static string Say(HistoryEvent action) => $"{action.Kind} #{action.TaskId} '{action.Name}'";
}

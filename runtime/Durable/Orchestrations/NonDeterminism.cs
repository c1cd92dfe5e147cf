using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>The determinism check: an action in history must be the action that the code took again, by number, kind and name.</summary>
/// <remarks>Inputs, fire times, versions and children's ids are not compared, as in the official engine.</remarks>
static class NonDeterminism
{
    const string ErrorType = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    /// <summary>The failure that ends the instance, naming both sides; null when they agree.</summary>
    public static Failure? Between(HistoryEvent recorded, HistoryEvent? taken)
    {
        if (taken is null)
            return Mismatch($"{Say(recorded)}, but the current code hasn't (yet?) scheduled this task");

        if (taken.Kind != recorded.Kind)
            return Mismatch($"{Say(recorded)}, but the current code took another action at this place: {Describe(taken)}");

        if (recorded.Kind != EventKind.TimerCreated && !string.Equals(taken.Name, recorded.Name, StringComparison.OrdinalIgnoreCase))
            return Mismatch($"{Say(recorded)}, but the current code named another at this place: {Describe(taken)}");

        return null;
    }

    static Failure Mismatch(string what) => Failure.Final(ErrorType,
        $"Non-Deterministic workflow detected: {what}. Was a change made to the orchestrator code after this instance started running?");

    static string Say(HistoryEvent recorded) => $"A previous execution of this orchestration scheduled {Describe(recorded)}";

    static string Describe(HistoryEvent action) => action.Kind switch
    {
        EventKind.TaskScheduled => $"an activity task with sequence ID {action.TaskId} and name '{action.Name}'",
        EventKind.TimerCreated => $"a timer task with sequence ID {action.TaskId}",
        EventKind.SubOrchestrationInstanceCreated => $"a sub-orchestration task with sequence ID {action.TaskId} and name '{action.Name}'",
        EventKind.EventSent => $"a send-event task with sequence ID {action.TaskId} and name '{action.Name}'",
        _ => $"{action.Kind} with sequence ID {action.TaskId}",
    };
}

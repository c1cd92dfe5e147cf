using System.Globalization;
using System.Text.Json;
using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Writes a history as the official host does: a call and its result are one event, told when the result came; turns are left out.</summary>
static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TurnRecord> turns, OrchestrationMetadata instance, bool withOutput)
    {
        // Rewinds take events back; what they left is the history that counts.
        var all = turns.SelectMany(turn => turn.Events, (turn, happened) => (turn.AtTicks, Event: happened)).ToArray();
        var calls = new Dictionary<int, (long AtTicks, HistoryEvent Event)>();
        foreach (var (at, action) in all.Where(entry => entry.Event.IsAction))
            calls[action.TaskId] = (at, action);
        var answered = all.Where(entry => entry.Event.IsAnswer).Select(entry => entry.Event.TaskId).ToHashSet();

        json.WriteStartArray();
        foreach (var (at, happened) in all)
            if (!happened.IsAction || happened.Kind == EventKind.EventSent || !answered.Contains(happened.TaskId))
                Write(json, at, happened, happened.IsAnswer && calls.TryGetValue(happened.TaskId, out var call) ? call : null, instance, withOutput);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, long at, HistoryEvent happened, (long AtTicks, HistoryEvent Event)? call, OrchestrationMetadata instance, bool withOutput)
    {
        json.WriteStartObject();
        json.WriteString("EventType", happened.Kind.ToString());
        if ((call?.Event.Name ?? happened.Name) is { } name)
            json.WriteString(happened.Kind is EventKind.EventRaised or EventKind.EventSent ? "Name" : "FunctionName", name);
        if ((call?.Event ?? happened).Target is { } target)
            json.WriteString("InstanceId", target);
        if (call is { } made)
            json.WriteString("ScheduledTime", Instant(made.AtTicks));
        if ((call?.Event ?? happened).FireAt is var fireAt and > 0)
            json.WriteString("FireAt", Instant(fireAt));
        if (happened.Kind == EventKind.ExecutionCompleted)
            json.WriteString("OrchestrationStatus", ((OrchestrationRuntimeStatus)happened.Status).ToString());
        if (happened.Failure is { } failure)
        {
            json.WriteString("Reason", failure.Message);
            if (withOutput)
                json.WriteString("Details", failure.Stack);
        }

        if (happened.Kind is EventKind.ExecutionTerminated or EventKind.ExecutionSuspended or EventKind.ExecutionResumed or EventKind.ExecutionRewound)
            json.WriteString("Reason", happened.Data);
        else if (withOutput && Output(happened, instance) is { } output)
            json.WriteValue(happened.Kind is EventKind.EventRaised or EventKind.EventSent or EventKind.ExecutionStarted ? "Input" : "Result", output);
        json.WriteString("Timestamp", Instant(at));
        json.WriteEndObject();
    }

    static string? Output(HistoryEvent happened, OrchestrationMetadata instance) =>
        happened.Kind == EventKind.ExecutionCompleted ? instance.SerializedOutput
        : happened.IsAction && happened.Kind != EventKind.EventSent ? null
        : happened.Data;

    static string Instant(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}

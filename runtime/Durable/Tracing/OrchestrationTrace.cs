using System.Diagnostics;
using System.Globalization;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Tracing;

/// <summary>
/// The trace of one execution. Its span is named by whoever starts it, so that it has one id and one beginning over all turns and workers; what it calls
/// gets a client span each, named when it is called and told when the answer comes.
/// </summary>
sealed class OrchestrationTrace
{
    readonly InstanceIdentity identity;
    readonly ActivityContext parent;
    readonly ActivityContext own;
    readonly DateTime startedAt;
    List<Span> spans = [];

    OrchestrationTrace(InstanceIdentity identity, ActivityContext parent, ActivitySpanId id, DateTime startedAt)
    {
        (this.identity, this.parent, this.startedAt) = (identity, parent, startedAt);
        own = new(parent.TraceId, id, parent.TraceFlags, parent.TraceState);
    }

    /// <summary>Null where nobody listens, or nobody traced the start.</summary>
    public static OrchestrationTrace? Of(HistoryEvent started, InstanceIdentity identity, DateTime at) =>
        Tracer.IsHeard && Tracer.Parse(started.Trace) is { } parent && started.SpanId is { } id
            ? new(identity, parent, ActivitySpanId.CreateFromString(id), at)
            : null;

    public IReadOnlyList<Span> TakeSpans()
    {
        var taken = spans;
        spans = [];
        return taken;
    }

    /// <summary>A new action as it is recorded: with the client span that its receiver is below.</summary>
    public HistoryEvent Traced(HistoryEvent action, DateTime now)
    {
        switch (action.Kind)
        {
            case EventKind.EventSent:
                spans.Add(new($"orchestration_event:{action.Name}", ActivityKind.Producer, own, null, now, now,
                    [.. Tracer.Event(action.Name!, action.Target!), new("durabletask.task.instance_id", identity.InstanceId)]));
                return action;
            case EventKind.TaskScheduled:
                return action with { TraceParent = NewClient(), TraceState = own.TraceState };
            case EventKind.SubOrchestrationInstanceCreated:
                return action with { TraceParent = NewClient(), TraceState = own.TraceState, SpanId = ActivitySpanId.CreateRandom().ToHexString() };
            default:
                return action;
        }
    }

    /// <summary>What was called has answered.</summary>
    public void Answered(OpenTask call, HistoryEvent answer, DateTime now)
    {
        if (answer.Kind == EventKind.TimerFired)
        {
            spans.Add(new($"orchestration:{identity.Name}:timer", ActivityKind.Internal, own, null, call.CalledAt, now,
                [.. Tracer.Tags("timer", identity.Name, null, identity.InstanceId), TaskId(call), new("durabletask.fire_at", Iso(new(answer.FireAt, DateTimeKind.Utc)))]));
            return;
        }

        if (Tracer.Parse(call.TraceParent) is not { } client)
            return;

        var type = call.Child is null ? "activity" : "orchestration";
        var error = answer.IsFailure ? answer.Failure?.Message ?? "The sub-orchestration was terminated." : null;
        spans.Add(new(Tracer.Named(type, call.Name, call.Version), ActivityKind.Client, own, client.SpanId, call.CalledAt, now,
            [.. Tracer.Tags(type, call.Name, call.Version, call.Child ?? identity.InstanceId), TaskId(call)], error));
    }

    /// <summary>The execution has ended, for good or to start again.</summary>
    public void Ended(string status, string? error, DateTime now) => spans.Add(new(
        Tracer.Named("orchestration", identity.Name, identity.Version), ActivityKind.Server, parent, own.SpanId, startedAt, now,
        [
            .. Tracer.Tags("orchestration", identity.Name, identity.Version, identity.InstanceId),
            new("durabletask.task.execution_id", string.Create(CultureInfo.InvariantCulture, $"{identity.Key}.{identity.Generation}")),
            new("durabletask.task.status", status),
        ],
        error));

    string NewClient() => $"00-{own.TraceId}-{ActivitySpanId.CreateRandom()}-{(own.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";

    static KeyValuePair<string, object?> TaskId(OpenTask call) => new("durabletask.task.task_id", call.Id);

    static string Iso(DateTime time) => time.ToString("o", CultureInfo.InvariantCulture);
}

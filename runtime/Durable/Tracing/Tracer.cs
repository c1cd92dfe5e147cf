using System.Diagnostics;
using System.Runtime.CompilerServices;
using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Tracing;

/// <summary>Spans with the official names and tags, from the official workers' source. Where nobody listens there are none, and nothing is stored of any.</summary>
static class Tracer
{
    static readonly ActivitySource Source = new("Microsoft.DurableTask");

    public static bool IsHeard => Source.HasListeners();

    /// <summary>A client starts an orchestration.</summary>
    public static Activity? Creating(string name, string? version, string instanceId) => IsHeard
        ? Source.StartActivity(Named("create_orchestration", name, version), ActivityKind.Producer, default(ActivityContext), Tags("orchestration", name, version, instanceId))
        : null;

    /// <summary>A client raises an event.</summary>
    public static Activity? Raising(string name, string target) => IsHeard
        ? Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer, default(ActivityContext), Event(name, target))
        : null;

    /// <summary>A worker runs an activity.</summary>
    public static Activity? Running(ActivityWork work) => IsHeard && Parse(work.Trace) is { } parent
        ? Source.StartActivity(
            Named("activity", work.Name, work.Version),
            ActivityKind.Server,
            parent,
            [.. Tags("activity", work.Name, work.Version, work.InstanceId), new("durabletask.task.task_id", work.Key.TaskId)])
        : null;

    /// <summary>What is stored of the caller's trace: that of the span just begun, else of the one around it if somebody records it.</summary>
    public static string? Stored(Activity? begun) =>
        (begun ?? Activity.Current) is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? Stored(span.Id!, span.TraceStateString) : null;

    public static string Stored(string traceParent, string? traceState) => string.IsNullOrEmpty(traceState) ? traceParent : $"{traceParent}\n{traceState}";

    public static ActivityContext? Parse(string? stored)
    {
        var parts = stored?.Split('\n', 2);
        return parts is not null && ActivityContext.TryParse(parts[0], parts.Length > 1 ? parts[1] : null, isRemote: true, out var context) ? context : null;
    }

    public static void Fail(Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);

    public static void Emit(IReadOnlyList<Span> spans)
    {
        foreach (var span in spans)
        {
            using var activity = Source.StartActivity(span.Name, span.Kind, span.Parent, span.Tags, links: null, span.Start);
            if (activity is null)
                continue;

            // As the official SDK does it: there is no other way to end under the id that others were told when it began.
            if (span.Id is { } id)
            {
                SpanId(activity) = id.ToHexString();
                Id(activity) = null;
            }

            if (span.Error is not null)
                activity.SetStatus(ActivityStatusCode.Error, span.Error);
            activity.SetEndTime(span.End);
        }
    }

    public static string Named(string type, string name, string? version) => string.IsNullOrEmpty(version) ? $"{type}:{name}" : $"{type}:{name}@({version})";

    public static List<KeyValuePair<string, object?>> Tags(string type, string name, string? version, string instanceId)
    {
        List<KeyValuePair<string, object?>> tags = [new("durabletask.type", type), new("durabletask.task.name", name), new("durabletask.task.instance_id", instanceId)];
        if (!string.IsNullOrEmpty(version))
            tags.Add(new("durabletask.task.version", version));
        return tags;
    }

    public static List<KeyValuePair<string, object?>> Event(string name, string target) =>
        [new("durabletask.type", "event"), new("durabletask.task.name", name), new("durabletask.event.target_instance_id", target)];

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    static extern ref string? SpanId(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    static extern ref string? Id(Activity activity);
}

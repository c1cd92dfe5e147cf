using System.Text.Json.Serialization;
using Asan.Runtime.Durable.Tracing;

namespace Asan.Runtime.Durable.History;

/// <summary>One event of an instance: a message it received or an action it took. Which members are set depends on the kind.</summary>
/// <remarks>Stored data: members may be added, never renamed or retyped. The names are short because a fan-out stores thousands of them.</remarks>
sealed record HistoryEvent
{
    // Never left out: the first kind is the default value.
    [JsonPropertyName("k")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required EventKind Kind { get; init; }

    /// <summary>The action's number, from the one counter of the execution; for a result, the number of the action it answers.</summary>
    [JsonPropertyName("i")]
    public int TaskId { get; init; }

    /// <summary>The activity's, orchestration's or event's name.</summary>
    [JsonPropertyName("n")]
    public string? Name { get; init; }

    [JsonPropertyName("v")]
    public string? Version { get; init; }

    /// <summary>What is stored: the data, or the token in its place.</summary>
    [JsonPropertyName("d")]
    public string? Stored
    {
        get => PayloadId is { } id ? PayloadToken.Of(id) : Data;
        init
        {
            if (PayloadToken.TryRead(value, out var id))
                PayloadId = id;
            else
                Data = value;
        }
    }

    /// <summary>Input, result, payload or output, as the data converter wrote it.</summary>
    [JsonIgnore]
    public string? Data { get; init; }

    /// <summary>Set where the data stands in durable.payloads.</summary>
    [JsonIgnore]
    public Guid? PayloadId { get; init; }

    /// <summary>True as long as nobody has read the data from where it stands.</summary>
    [JsonIgnore]
    public bool LacksData => PayloadId is not null && Data is null;

    /// <summary>The other instance: a child's id, or an event's receiver.</summary>
    [JsonPropertyName("t")]
    public string? Target { get; init; }

    /// <summary>When a timer fires, in ticks (UTC).</summary>
    [JsonPropertyName("f")]
    public long FireAt { get; init; }

    [JsonPropertyName("x")]
    public Failure? Failure { get; init; }

    [JsonPropertyName("g")]
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The OrchestrationRuntimeStatus an execution ended with.</summary>
    [JsonPropertyName("s")]
    public int Status { get; init; }

    /// <summary>Ends all that the instance called with it.</summary>
    [JsonPropertyName("r")]
    public bool Recursive { get; init; }

    /// <summary>Names a message that may come twice, since its sender could not know whether it had come: the second is not heard.</summary>
    [JsonPropertyName("e")]
    public string? EventId { get; init; }

    /// <summary>With the start of a further generation: the names of the messages that those before it heard last.</summary>
    [JsonPropertyName("h")]
    public IReadOnlyList<string>? Heard { get; init; }

    /// <summary>What a rewind undoes: of all that stands before it, the actions of these numbers and their results no longer count.</summary>
    [JsonPropertyName("u")]
    public IReadOnlyList<int>? Undone { get; init; }

    /// <summary>Of which children a rewind takes the failure back: the call stands, and the child, rewound itself, answers once more.</summary>
    [JsonPropertyName("o")]
    public IReadOnlyList<int>? Reopened { get; init; }

    /// <summary>Of a start or a call: the span it happened in, as W3C writes it (traceparent).</summary>
    [JsonPropertyName("tp")]
    public string? TraceParent { get; init; }

    [JsonPropertyName("ts")]
    public string? TraceState { get; init; }

    /// <summary>Of a start, or the call of a child: the id of the execution's own span, the same over all its turns.</summary>
    [JsonPropertyName("sp")]
    public string? SpanId { get; init; }

    [JsonIgnore]
    public string? Trace => TraceParent is null ? null : Tracer.Stored(TraceParent, TraceState);

    /// <summary>Something the code decided, under a number of its own.</summary>
    [JsonIgnore]
    public bool IsAction => Kind is EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationInstanceCreated or EventKind.EventSent;

    /// <summary>The answer to an action.</summary>
    [JsonIgnore]
    public bool IsAnswer => Kind is EventKind.TaskCompleted or EventKind.SubOrchestrationInstanceCompleted or EventKind.TimerFired || IsFailure;

    [JsonIgnore]
    public bool IsFailure => Kind is EventKind.TaskFailed or EventKind.SubOrchestrationInstanceFailed;
}

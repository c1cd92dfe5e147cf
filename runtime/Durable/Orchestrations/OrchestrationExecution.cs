using System.Diagnostics.CodeAnalysis;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Tracing;
using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>
/// One execution of one instance, in memory: the orchestrator's task, what it waits for, and the actions it took. Built by replaying the history's
/// turns; kept between turns as a cache, since running the next turn on it gives what a replay would.
/// </summary>
sealed partial class OrchestrationExecution(InstanceIdentity identity, OrchestrationSettings settings)
{
    readonly OrchestratorThread thread = new();
    readonly SortedDictionary<int, HistoryEvent> taken = [];
    readonly Dictionary<int, OpenTask> open = [];
    readonly HashSet<string> openChildren = new(StringComparer.Ordinal);
    readonly ExternalEvents events = new();
    readonly HeardMessages heard = new();
    readonly Queue<HistoryEvent> whileSuspended = new();
    ReplayContext? context;
    Task<object?>? main;
    HistoryEvent? terminated;
    Failure? broken;
    List<Guid>? payloads;
    OrchestrationTrace? trace;
    bool suspended;
    int nextTaskId;

    public InstanceIdentity Identity => identity;

    public OrchestrationSettings Settings => settings;

    /// <summary>The time of the turn that runs or is replayed.</summary>
    public DateTime CurrentUtc { get; private set; }

    /// <summary>The time of its first turn; null before it.</summary>
    public DateTime? StartedAt { get; private set; }

    public bool IsReplaying { get; private set; } = true;

    public string? Input { get; private set; }

    public IReadOnlyDictionary<string, string>? Tags { get; private set; }

    /// <summary>The span that started it: the next generation's too.</summary>
    public (string? Parent, string? State) Trace { get; private set; }

    public ExternalEvents Events => events;

    /// <summary>Set by the orchestrator; serialized when the turn ends. Null until it was set: the status of the execution before stays.</summary>
    public CustomStatus? CustomStatus { get; set; }

    public ContinueAsNewOptions? Restart { get; set; }

    /// <summary>The values of this execution's turns that are stored apart.</summary>
    public IReadOnlyCollection<Guid> Payloads => payloads ?? [];

    /// <summary>This turn is written: its values that stand apart are this execution's.</summary>
    public void Recorded(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var happened in events)
            if (happened.PayloadId is { } id)
                (payloads ??= []).Add(id);
    }

    /// <summary>Runs a recorded turn again.</summary>
    public void Replay(TurnRecord turn)
    {
        IsReplaying = true;
        CurrentUtc = new DateTime(turn.AtTicks, DateTimeKind.Utc);
        Recorded(turn.Events);
        foreach (var happened in turn.Events)
            Apply(happened);
    }

    /// <summary>True when it cannot go on, whatever its code does: the history does not fit it, or a message cannot be read.</summary>
    public bool IsBroken => broken is not null;

    public Failure? Broken => broken;

    /// <summary>What its code has taken and no history yet tells of.</summary>
    public IEnumerable<HistoryEvent> Unrecorded => taken.Values;

    public bool HasStarted => main is not null || IsBroken;

    /// <summary>True when its code has thrown.</summary>
    public bool HasThrown => main is { IsCompleted: true, IsCompletedSuccessfully: false };

    /// <summary>Failed calls that a later attempt made good.</summary>
    public HashSet<int> Overcome { get; } = [];

    /// <summary>The calls whose failures its code failed with.</summary>
    public IEnumerable<int> FailedWith => Causes(main?.Exception).OfType<TaskFailedException>().Select(failed => failed.TaskId);

    /// <summary>Recorded calls and timers that have no result: their numbers, with the ids of children.</summary>
    public IEnumerable<(int TaskId, string? Child)> Unanswered => open.Values.Where(task => !taken.ContainsKey(task.Id)).Select(task => (task.Id, task.Child));

    /// <summary>True when its code has taken this recorded action, to the letter, and waits for its record.</summary>
    public bool Took(HistoryEvent recorded) =>
        taken.TryGetValue(recorded.TaskId, out var action) && NonDeterminism.Between(recorded, action) is null
        && (recorded.LacksData || action.Data == recorded.Data) && action.Target == recorded.Target && action.FireAt == recorded.FireAt;

    /// <summary>Runs a new turn over these messages.</summary>
    public TurnResult Run(long atTicks, IReadOnlyList<HistoryEvent> messages)
    {
        IsReplaying = false;
        CurrentUtc = new DateTime(atTicks, DateTimeKind.Utc);
        var news = messages.Where(Apply).ToArray();

        var customStatus = WrittenCustomStatus();
        RefuseTooLarge();
        var ending = End();
        if (ending is not null)
            trace?.Ended(ending is Ending.Again ? "ContinuedAsNew" : $"{Status(ending)}", (ending as Ending.Finished)?.Completion.Failure?.Message, CurrentUtc);
        return new(Status(ending), news, TakeActions(), customStatus, ending) { Spans = trace?.TakeSpans() ?? [] };
    }

    // What cannot be stored ends the instance, with nothing of its turn carried out.
    void RefuseTooLarge()
    {
        foreach (var action in taken.Values)
            if (PayloadSize.Excess(action.Data, settings.MaximumPayload) is { } excess)
            {
                broken ??= Failure.Final(PayloadSize.TooLarge, $"What {action.Kind} #{action.TaskId} passes to '{action.Name}' {excess}");
                taken.Clear();
                return;
            }
    }

    // What was decided just before a suspension is held back with everything else: the turn of the resumption takes it.
    HistoryEvent[] TakeActions()
    {
        if (suspended)
            return [];

        var actions = trace is null ? taken.Values.ToArray() : taken.Values.Select(Traced).ToArray();
        taken.Clear();
        return actions;
    }

    HistoryEvent Traced(HistoryEvent action)
    {
        var traced = trace!.Traced(action, CurrentUtc);
        if (open.TryGetValue(action.TaskId, out var call))
            call.TraceParent = traced.TraceParent;
        return traced;
    }

    /// <summary>Takes an action: gives it the next number and remembers it until the turn is recorded, or matched on replay.</summary>
    public int Take(Func<int, HistoryEvent> action)
    {
        Guard();
        var id = nextTaskId++;
        taken.Add(id, action(id));
        return id;
    }

    /// <summary>True while a child of this id is called and has not answered.</summary>
    public bool HasOpenChild(string instanceId) => openChildren.Contains(instanceId);

    /// <summary>Takes an action whose result is awaited.</summary>
    public OpenTask Call(Func<int, HistoryEvent> action)
    {
        var id = Take(action);
        if (taken[id] is { Kind: EventKind.SubOrchestrationInstanceCreated, Target: { } child })
            openChildren.Add(child);
        return open[id] = new OpenTask(id, taken[id].Name ?? "", taken[id].Target, taken[id].Version, CurrentUtc);
    }

    /// <summary>Stops waiting for a task: its result, when it comes, is of no interest.</summary>
    public void Forget(OpenTask task) => Close(task.Id, out _);

    bool Close(int taskId, [NotNullWhen(true)] out OpenTask? task)
    {
        if (!open.Remove(taskId, out task))
            return false;
        if (task.Child is { } child)
            openChildren.Remove(child);
        return true;
    }

    /// <exception cref="InvalidOperationException">The caller is not on the orchestrator's thread.</exception>
    public void Guard()
    {
        if (!thread.IsCurrent)
            throw new InvalidOperationException(StrayMessage);
    }

    const string StrayMessage = "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks "
        + "in an orchestrator function's implementation or by middleware that invokes asynchronous code.";
}

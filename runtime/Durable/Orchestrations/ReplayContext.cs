using Asan.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>What an orchestrator sees: every call becomes an action with a number, and its task completes when history holds the result.</summary>
sealed class ReplayContext(OrchestrationExecution execution) : TaskOrchestrationContext
{
    int guids;

    public override TaskName Name => new(execution.Identity.Name);

    public override string InstanceId => execution.Identity.InstanceId;

    public override string Version => execution.Identity.Version ?? "";

    public override ParentOrchestrationInstance? Parent =>
        execution.Identity.Parent is { } parent ? new(new TaskName(parent.Name), parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => execution.CurrentUtc;

    public override bool IsReplaying => execution.IsReplaying;

    protected override ILoggerFactory LoggerFactory => execution.Settings.LoggerFactory;

    DataConverter Converter => execution.Settings.DataConverter;

    public override T? GetInput<T>()
        where T : default => Converter.Deserialize<T>(execution.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        execution.Guard();
        TaskOptions.ThrowIfPassedAsInput(input, options);
        var data = Converter.Serialize(input);
        var version = (options?.Version ?? new TaskVersion(execution.Identity.Version)).Version;

        var result = await Retries.RunAsync(this, options?.Retry, () => execution.Call(id => new HistoryEvent
        {
            Kind = EventKind.TaskScheduled,
            TaskId = id,
            Name = name.Name,
            Version = NullIfEmpty(version),
            Data = data,
            Tags = options?.Tags?.AsReadOnly(),
        }).Result);

        return Converter.Deserialize<TResult>(result)!;
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        execution.Guard();
        TaskOptions.ThrowIfPassedAsInput(input, options);
        var data = Converter.Serialize(input);
        var sub = options as SubOrchestrationOptions;

        // The id is drawn once: every attempt makes the same child anew.
        var child = sub?.InstanceId ?? NewGuid().ToString("N");
        var version = (sub?.Version ?? options?.Version)?.Version ?? execution.Settings.DefaultVersion;

        if (execution.HasOpenChild(child))
            throw new InvalidOperationException($"A sub-orchestration with the instance id '{child}' was called already and has not finished.");

        var result = await Retries.RunAsync(this, options?.Retry, () => execution.Call(id => new HistoryEvent
        {
            Kind = EventKind.SubOrchestrationInstanceCreated,
            TaskId = id,
            Name = orchestratorName.Name,
            Version = NullIfEmpty(version),
            Target = child,
            Data = data,
            Tags = MergedTags(options?.Tags),
        }).Result);

        return Converter.Deserialize<TResult>(result)!;
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var end = fireAt.ToUniversalTime();
        var longest = execution.Settings.MaximumTimerInterval;

        // A long wait is a chain of shorter ones, as in the official engine, so that a history moves between the two.
        while (end - CurrentUtcDateTime > longest && !cancellationToken.IsCancellationRequested)
            await Timer(CurrentUtcDateTime + longest, cancellationToken);

        await Timer(end, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        execution.Guard();
        return execution.Events.WaitAsync(eventName, payload => Converter.Deserialize<T>(payload)!, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        var data = Converter.Serialize(payload);
        execution.Take(id => new HistoryEvent
        {
            Kind = EventKind.EventSent,
            TaskId = id,
            Name = eventName,
            Target = instanceId,
            Data = data,
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        execution.Guard();
        execution.CustomStatus = new(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        execution.Guard();
        execution.Restart = options;
    }

    public override Guid NewGuid()
    {
        execution.Guard();
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, guids++);
    }

    /// <summary>Passes on the result of a call whose earlier attempts failed.</summary>
    internal string? Overcame(IReadOnlyList<int> attempts, string? result)
    {
        execution.Overcome.UnionWith(attempts);
        return result;
    }

    Task Timer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var timer = execution.Call(id => new HistoryEvent
        {
            Kind = EventKind.TimerCreated,
            TaskId = id,
            FireAt = fireAt.Ticks,
        });

        // Cancelling leaves no event: the timer stays in history, and what it fires later finds nobody.
        cancellationToken.Register(() =>
        {
            execution.Forget(timer);
            timer.Cancel(cancellationToken);
        });

        return timer.Result;
    }

    IReadOnlyDictionary<string, string>? MergedTags(IDictionary<string, string>? own)
    {
        if (own is not { Count: > 0 })
            return execution.Tags;

        var merged = new Dictionary<string, string>(execution.Tags ?? new Dictionary<string, string>());
        foreach (var (key, value) in own)
            merged[key] = value;
        return merged;
    }

    static string? NullIfEmpty(string? version) => string.IsNullOrEmpty(version) ? null : version;
}

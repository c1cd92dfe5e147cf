using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Tracing;
using Asan.Runtime.Durable.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Client;

/// <summary>The client of this engine. Beside a worker of the same process it starts instances straight into the worker's hands.</summary>
sealed class EngineClient(
    InstanceStore instances,
    FamilyStore families,
    RewindStore rewinds,
    InstanceStarter starter,
    InstancePurger purger,
    HeldInstances held,
    WakeSignals signals,
    CompletionWatch watch,
    DataConverter converter) : DurableTaskClient("")
{
    static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) =>
        starter.StartAsync(orchestratorName, converter.Serialize(input), options, cancellation);

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        RaiseEventAsync(instanceId, eventName, eventPayload, NewEventId(), cancellation);

    /// <summary>Raises an event under a name of the caller's: however often it is raised under it, the instance hears it once.</summary>
    public async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload, string eventId, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        InstanceStarter.RequireStorable(eventId, nameof(eventId));
        using var span = Tracer.Raising(eventName, instanceId);
        await SendAsync(
            instanceId, new() { Kind = EventKind.EventRaised, Name = eventName, Data = converter.Serialize(eventPayload), EventId = eventId }, cancellation);
    }

    public override async Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var recursive = options is { Recursive: true };
        var end = new HistoryEvent { Kind = EventKind.ExecutionTerminated, Data = converter.Serialize(options?.Output), Recursive = recursive };
        await SendAsync(instanceId, end, cancellation);

        // Where the instance itself has ended, what it called may still run.
        if (recursive)
            Deliver(await families.TellAsync(instanceId, end, cancellation));
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new() { Kind = EventKind.ExecutionSuspended, Data = reason }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new() { Kind = EventKind.ExecutionResumed, Data = reason }, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await FindAsync(instanceId, cancellation) is { } found ? await ShowAsync(found, getInputsAndOutputs, cancellation) : null;

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, found => found.Status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, found => found.IsOver, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new();
        return Pageable.Create<OrchestrationMetadata>(async (token, size, ct) =>
        {
            var limit = Math.Clamp(size ?? query.PageSize, 1, 10_000);
            var page = await Transience.Brief.ExecuteAsync(
                async t => await instances.QueryAsync(FilterOf(query), QueryPlace.Read(token ?? query.ContinuationToken), limit, t), ct);
            var next = page.Count == limit ? QueryPlace.Write(page[^1]) : null;
            if (query.FetchInputsAndOutputs)
                page = await Transience.Brief.ExecuteAsync(async t => await instances.ReadPayloadsAsync(page, t), ct);
            return new Page<OrchestrationMetadata>([.. page.Select(found => Show(found, query.FetchInputsAndOutputs))], next);
        });
    }

    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        var filter = new InstanceFilter
        {
            Statuses = runtimeStatus?.ToArray(),
            CompletedFrom = completedTimeFrom?.UtcTicks,
            CompletedTo = completedTimeTo?.UtcTicks,
        };
        var page = await Transience.Brief.ExecuteAsync(
            async ct => await instances.QueryAsync(filter, QueryPlace.Read(lastInstanceKey), Math.Clamp(pageSize, 1, 10_000), ct), cancellation);
        return new([.. page.Select(found => found.InstanceId)], page.Count == pageSize ? QueryPlace.Write(page[^1]) : null);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await FindAsync(instanceId, cancellation) is { } found ? await purger.PurgeAsync(found, options is { Recursive: true }, cancellation) : 0);

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var where = new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom?.UtcTicks ?? 0,
            CreatedTo = filter.CreatedTo?.UtcTicks ?? long.MaxValue,
            Statuses = filter.Statuses?.ToArray(),
        };
        return purger.PurgeAsync(where, options is { Recursive: true }, filter.Timeout, gently: false, cancellation);
    }

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var found = await FindAsync(instanceId, cancellation) ?? throw Unknown(instanceId);
        found = (await instances.ReadPayloadsAsync([found], cancellation)).SingleOrDefault() ?? throw Unknown(instanceId);
        return await starter.StartAsync(
            new(found.Name),
            found.Input,
            new(restartWithNewInstanceId ? null : instanceId) { Version = new TaskVersion(found.Version), Tags = found.Tags ?? new Dictionary<string, string>() },
            cancellation);
    }

    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        InstanceStarter.RequireStorable(instanceId, nameof(instanceId));

        // Not retried: a second try finds the instance running, and could not tell its own doing from another's.
        var (status, message) = await rewinds.RewindAsync(instanceId, new() { Kind = EventKind.ExecutionRewound, Data = reason }, cancellation);
        if (status is null)
            throw Unknown(instanceId);
        if (message is null)
            throw new InvalidOperationException($"The instance '{instanceId}' is {status}: only a failed one can be rewound.");
        Deliver([message]);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    async Task SendAsync(string instanceId, HistoryEvent message, CancellationToken ct)
    {
        InstanceStarter.RequireStorable(instanceId, nameof(instanceId));

        // An answer that got lost may mean the message is there. It is sent again under its name, and is heard once.
        var named = message.EventId is null ? message with { EventId = NewEventId() } : message;
        var (known, sent) = await Transience.Brief.ExecuteAsync(async token => await instances.SendAsync(instanceId, named, token), ct);
        if (!known)
            throw Unknown(instanceId);

        Deliver(sent is null ? [] : [sent]);
    }

    void Deliver(IEnumerable<InboxMessage> sent)
    {
        foreach (var message in sent)
            if (!held.TryOffer(message.Instance, Delivery.Of(message)))
            {
                signals.Inbox.Pulse();
                signals.Others.Pulse();
            }
    }

    async Task<OrchestrationMetadata> WaitAsync(string instanceId, Func<StoredInstance, bool> reached, bool withPayloads, CancellationToken ct)
    {
        try
        {
            for (var pause = FirstLook; ; pause = Shorter(pause * 2, LastLook))
            {
                // Before the look: what changes between the look and the wait is not missed.
                var change = watch.Next(instanceId);
                var found = await FindAsync(instanceId, ct) ?? throw Unknown(instanceId);
                if (reached(found))
                    return await ShowAsync(found, withPayloads, ct) ?? throw Unknown(instanceId);

                await Task.WhenAny(change, Task.Delay(pause, ct));
                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            // Done waiting, however it ended: the others who wait register anew.
            watch.Changed(instanceId);
        }
    }

    async Task<StoredInstance?> FindAsync(string instanceId, CancellationToken ct)
    {
        InstanceStarter.RequireStorable(instanceId, nameof(instanceId));
        return await Transience.Brief.ExecuteAsync(async token => await instances.FindAsync(instanceId, token), ct);
    }

    async Task<OrchestrationMetadata?> ShowAsync(StoredInstance found, bool withPayloads, CancellationToken ct)
    {
        if (!withPayloads)
            return Show(found, false);

        var filled = await Transience.Brief.ExecuteAsync(async token => await instances.ReadPayloadsAsync([found], token), ct);
        return filled.Count == 0 ? null : Show(filled[0], true);
    }

    OrchestrationMetadata Show(StoredInstance found, bool withPayloads) => new(found.Name, found.InstanceId)
    {
        RuntimeStatus = found.Status,
        CreatedAt = new(found.CreatedTicks, TimeSpan.Zero),
        LastUpdatedAt = new(found.UpdatedTicks, TimeSpan.Zero),
        FailureDetails = found.Failure?.ToDetails(),
        Tags = found.Tags ?? new Dictionary<string, string>(),
        DataConverter = withPayloads ? converter : null,
        SerializedInput = withPayloads ? found.Input : null,
        SerializedOutput = withPayloads ? found.Output : null,
        SerializedCustomStatus = withPayloads ? found.CustomStatus : null,
    };

    static InstanceFilter FilterOf(OrchestrationQuery query) => new()
    {
        CreatedFrom = query.CreatedFrom?.UtcTicks ?? 0,
        CreatedTo = query.CreatedTo?.UtcTicks ?? long.MaxValue,
        Statuses = query.Statuses?.ToArray(),
        Prefix = query.InstanceIdPrefix,
    };

    static string NewEventId() => Guid.NewGuid().ToString("N");

    static ArgumentException Unknown(string instanceId) => new($"No instance with the id '{instanceId}' exists.", nameof(instanceId));

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

using System.Text;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Tracing;
using Asan.Runtime.Durable.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Client;

/// <summary>Starts instances by the rules of id reuse: a finished instance is replaced, a running one is in the way, unless the caller says otherwise.</summary>
sealed class InstanceStarter(
    InstanceStore instances,
    HeldInstances held,
    WorkerState worker,
    WakeSignals signals,
    CompletionWatch watch,
    DatabaseClock clock,
    VersionPolicy versions,
    string defaultVersion)
{
    const int LongestId = 1_000;

    static readonly OrchestrationRuntimeStatus[] Running =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
    ];

    /// <exception cref="OrchestrationAlreadyExistsException">An instance of that id is in the way.</exception>
    /// <exception cref="ArgumentException">The id cannot be stored, or the statuses contradict each other.</exception>
    public async Task<string> StartAsync(TaskName name, string? input, StartOrchestrationOptions? options, CancellationToken ct)
    {
        var start = new NewInstance(
            options?.InstanceId is { Length: > 0 } given ? RequireStorable(given, nameof(options)) : Guid.NewGuid().ToString("N"),
            RequireStorable(name.Name, nameof(name)),
            (options?.Version?.Version ?? defaultVersion) is { Length: > 0 } version ? RequireStorable(version, nameof(options)) : null,
            input,
            options?.Tags is { Count: > 0 } tags ? tags : null,
            await clock.ReadAsync(ct),
            options?.StartAt?.UtcDateTime);
        using var span = Tracer.Creating(start.Name, start.Version, start.InstanceId);
        start = start with { Trace = Tracer.Stored(span) };
        var kept = Kept(options?.DedupeStatuses);

        while (!await TryStartAsync(start, kept, ct))
        {
            // Purged since it was in the way: tried again, as is one that ended since.
            if (await FindAsync(start.InstanceId, ct) is not { } existing)
                continue;

            if (existing.CreatedTicks == start.AtTicks)
                return start.InstanceId;

            if (kept.Contains(existing.Status))
                throw new OrchestrationAlreadyExistsException(start.InstanceId, existing.Status);

            await EndAsync(existing, ct);
        }

        EngineMeter.Started(start.Name);
        return start.InstanceId;
    }

    public static string RequireStorable(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameter);
        if (text.Length > LongestId)
            throw new ArgumentException($"It is longer than {LongestId} characters.", parameter);
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("It holds a NUL character.", parameter);
        if (!Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Equals(text, StringComparison.Ordinal))
            throw new ArgumentException("It holds half of a surrogate pair.", parameter);
        return text;
    }

    async Task<bool> TryStartAsync(NewInstance start, OrchestrationRuntimeStatus[] kept, CancellationToken ct)
    {
        var mine = worker.IsRunning && held.Room > 0 && !versions.Leaves(start.Version) && !(start.StartAt?.Ticks > start.AtTicks);
        var handedOver = await Transience.Brief.ExecuteAsync(async token => await instances.StartAsync(start, kept, mine, token), ct);
        if (handedOver is null)
            return false;

        if (mine)
            held.Add(new(handedOver.Instance), [Delivery.Of(handedOver.Start)]);
        signals.Inbox.Pulse();
        if (!mine)
            signals.Others.Pulse();
        return true;
    }

    async Task<StoredInstance?> FindAsync(string instanceId, CancellationToken ct) =>
        await Transience.Brief.ExecuteAsync(async token => await instances.FindAsync(instanceId, token), ct);

    // Reusing a running instance's id: it is ended first, and then it is a finished one.
    async Task EndAsync(StoredInstance existing, CancellationToken ct)
    {
        await Transience.Brief.ExecuteAsync(async token => await instances.SendAsync(existing.InstanceId, new() { Kind = History.EventKind.ExecutionTerminated }, token), ct);
        signals.All();

        while (true)
        {
            var change = watch.Next(existing.InstanceId);
            if (await FindAsync(existing.InstanceId, ct) is not { IsOver: false } now || now.CreatedTicks != existing.CreatedTicks)
                return;
            await Task.WhenAny(change, Task.Delay(100, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    // By default only what still runs is in the way. A caller's list says what is kept instead; what it leaves out may be replaced.
    static OrchestrationRuntimeStatus[] Kept(IReadOnlyList<string>? dedupeStatuses)
    {
        if (dedupeStatuses is null)
            return Running;

        var kept = dedupeStatuses.Select(text => Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status)
            ? status
            : throw new ArgumentException($"'{text}' is not a status of an orchestration.", nameof(dedupeStatuses))).ToArray();

        if (kept.Contains(OrchestrationRuntimeStatus.Terminated) && Running.Except(kept).Any())
            throw new ArgumentException(
                "Terminated cannot be kept while running statuses may be replaced: a running instance is terminated before it is replaced.", nameof(dedupeStatuses));

        return kept;
    }
}

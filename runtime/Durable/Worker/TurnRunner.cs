using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Tracing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Runs turns: takes an instance's mail, runs its orchestrator on it, and hands what it decided to the committer.</summary>
sealed class TurnRunner(
    HeldInstances held,
    HistoryStore histories,
    LeaseStore leases,
    Rewinder rewinder,
    ActivityRunner activities,
    TurnCommitter committer,
    DatabaseClock clock,
    OrchestrationSettings settings,
    VersionPolicy versions,
    DurableEngineOptions options,
    ILogger<TurnRunner> logger)
{
    // How long an instance is left alone that only a newer worker can run.
    static readonly TimeSpan Aside = TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(RunAsync(held.Ready, ct), RunAsync(held.Answered, ct));

    async Task RunAsync(ChannelReader<HeldInstance> instances, CancellationToken ct)
    {
        await foreach (var instance in instances.ReadAllAsync(ct))
            await TakeTurnAsync(instance, ct);
    }

    async Task TakeTurnAsync(HeldInstance instance, CancellationToken ct)
    {
        var mail = instance.TakeMailbox();
        var generation = instance.Identity.Generation;
        var current = mail.Where(d => d.Generation is null || d.Generation == generation).ToArray();

        if (!instance.HasStarted && !Array.Exists(current, d => d.Event.Kind is EventKind.ExecutionStarted or EventKind.ExecutionTerminated or EventKind.Unreadable))
        {
            // Nothing can be consumed before the start; it is on its way.
            instance.PutFirst(mail);
            if (instance.Pause(mail.Count))
                held.Queue(instance);
            return;
        }

        if (current.Length < mail.Count)
            logger.StaleMessagesDropped(instance.Identity.InstanceId, mail.Count - current.Length);

        var messages = current.Select(d => d.Event).ToArray();
        // With nothing but stale mail, or mail that came before, the turn runs on no message: its commit takes that mail out of the inbox.
        var due = messages.Where(m => m.Kind == EventKind.TimerFired).Select(m => m.FireAt).DefaultIfEmpty().Max();
        var atTicks = Math.Max(Math.Max(clock.NowTicks, instance.LastTicks), due);
        if (due > 0)
            EngineMeter.Fired(TimeSpan.FromTicks(atTicks - due));

        TurnRun ran;
        try
        {
            ran = await RunAsync(instance, atTicks, messages, ct);
        }
        catch (NewerHistoryException newer)
        {
            await LeaveAsync(instance, mail, newer, ct);
            return;
        }

        foreach (var answer in messages.Where(m => m.IsAnswer))
            instance.LocalCalls.Remove(answer.TaskId);

        await committer.AddAsync(new(instance, Decide(instance, mail, atTicks, ran)), ct);
    }

    async Task<TurnRun> RunAsync(HeldInstance instance, long atTicks, HistoryEvent[] messages, CancellationToken ct)
    {
        if (Refusal(instance) is { } refusal)
            return new(Failed(messages, refusal), []);

        try
        {
            RequireKnown(messages);
            if (Array.Find(messages, m => m.Kind == EventKind.ExecutionRewound) is { } request)
                return await RewindAsync(instance, atTicks, request, messages, ct);

            instance.Execution ??= await ReplayAsync(instance, ct);
            return new(instance.Execution.Run(atTicks, messages), []);
        }
        // A history this engine cannot read, or a message it does not know: nothing another try would change, and no reason to stop the others.
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            logger.TurnImpossible(instance.Identity.InstanceId, error);
            return new(Failed(messages, Failure.From(error)), []);
        }
    }

    async Task<TurnRun> RewindAsync(HeldInstance instance, long atTicks, HistoryEvent request, HistoryEvent[] messages, CancellationToken ct)
    {
        var rewound = await rewinder.RewindAsync(instance.Identity, await HistoryAsync(instance, ct), request, ct);
        instance.Execution = rewound.Execution;

        HistoryEvent[] now = [.. rewound.Messages, .. messages.Where(m => m.Kind != EventKind.ExecutionRewound)];
        return new(rewound.Execution.Run(atTicks, now), rewound.Children);
    }

    Failure? Refusal(HeldInstance instance)
    {
        if (instance.LostClaims < options.MaximumTurnAttempts)
            return versions.Refusal(instance.Identity.Version);

        logger.TurnAttemptsExhausted(instance.Identity.InstanceId, instance.Turn + 1, instance.LostClaims);
        return Failure.Final(
            "TurnAttemptsExhausted",
            $"Turn {instance.Turn + 1} of the orchestration was begun {instance.LostClaims} times and its worker died or lost its lease each time.");
    }

    static TurnResult Failed(IReadOnlyList<HistoryEvent> messages, Failure failure) => new(OrchestrationRuntimeStatus.Failed, messages, [], null, new Ending.Finished(new()
    {
        Kind = EventKind.ExecutionCompleted,
        Status = (int)OrchestrationRuntimeStatus.Failed,
        Failure = failure,
    }));

    /// <exception cref="NewerHistoryException">One of them is of a kind that this version does not know.</exception>
    static void RequireKnown(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var happened in events)
            if (!Enum.IsDefined(happened.Kind))
                throw new NewerHistoryException((int)happened.Kind);
    }

    // While an upgrade is rolled out, an old worker may meet what a new one wrote. To fail the instance would be to lose it.
    async Task LeaveAsync(HeldInstance instance, IReadOnlyList<Delivery> mail, NewerHistoryException newer, CancellationToken ct)
    {
        logger.LeftToNewerWorker(instance.Identity.InstanceId, newer.Message);
        held.SetAside(instance.Identity.Key, Aside);
        foreach (var delivery in mail.Concat(held.Remove(instance)))
            if (delivery.Activity is { } activity)
                activities.Record(activity, delivery.Event);
        await Transience.Patience.ExecuteAsync(async token => await leases.ReleaseAsync([instance.Identity.Key], token), ct);
    }

    async Task<OrchestrationExecution> ReplayAsync(HeldInstance instance, CancellationToken ct)
    {
        var execution = new OrchestrationExecution(instance.Identity, settings);
        if (!instance.HasStarted)
            return execution;

        foreach (var turn in await HistoryAsync(instance, ct))
            execution.Replay(turn);
        return execution;
    }

    async Task<IReadOnlyList<TurnRecord>> HistoryAsync(HeldInstance instance, CancellationToken ct)
    {
        var turns = instance.History ?? await ReadHistoryAsync(instance, ct);
        instance.History = null;
        foreach (var turn in turns)
            RequireKnown(turn.Events);
        return EffectiveHistory.Of(turns);
    }

    async Task<IReadOnlyList<TurnRecord>> ReadHistoryAsync(HeldInstance instance, CancellationToken ct)
    {
        var turns = await Transience.Patience.ExecuteAsync(
            async token => await histories.ReadAsync([(instance.Identity.Key, instance.FirstTurn)], token), ct);
        return [.. turns[instance.Identity.Key]];
    }

    TurnCommit Decide(HeldInstance instance, IReadOnlyList<Delivery> mail, long atTicks, TurnRun ran)
    {
        var result = ran.Result;
        var scheduled = result.Actions.Where(a => a.Kind == EventKind.TaskScheduled).ToArray();
        var children = result.Actions.Where(a => a.Kind == EventKind.SubOrchestrationInstanceCreated).ToArray();
        var completion = (result.Ending as Ending.Finished)?.Completion;

        var activitiesTaken = completion is null ? activities.Reserve(scheduled.Length) : 0;
        var childrenTaken = completion is null ? Math.Min(children.TakeWhile(child => !versions.Leaves(child.Version)).Count(), held.Room) : 0;
        var next = result.Ending is Ending.Again again ? Restart(instance, again) : null;
        foreach (var call in scheduled.Take(activitiesTaken).Concat(children.Take(childrenTaken)))
            instance.LocalCalls.Add(call.TaskId);

        var commit = new TurnCommit
        {
            Instance = instance.Identity,
            Epoch = instance.Epoch,
            Turn = instance.Turn + 1,
            AtTicks = atTicks,
            Status = result.Status,
            Events = [.. result.Heard, .. result.Actions, .. completion is null ? Array.Empty<HistoryEvent>() : [completion]],
            CustomStatus = result.CustomStatus,
            Completion = completion,
            RewoundChildren = completion is null ? ran.RewoundChildren : [],
            NextGeneration = next,
            Spans = result.Spans,
            Consumed = [.. mail.Where(d => d.InboxId != 0).Select(d => d.InboxId)],
            Done = [.. mail.Where(d => d.Activity is not null).Select(d => d.Activity!.Value)],
            ActivitiesTaken = activitiesTaken,
            ChildrenTaken = childrenTaken,
            Release = completion is not null
                || next is not null && versions.Leaves(next[0].Version)
                || result.Ending is null && instance.LocalCalls.Count == 0 && !instance.HasMail,
        };
        return TurnPayloads.SetApart(commit, instance.Execution?.Payloads ?? [], options);
    }

    static IReadOnlyList<HistoryEvent> Restart(HeldInstance instance, Ending.Again again) =>
    [
        new()
        {
            Kind = EventKind.ExecutionStarted,
            Name = instance.Identity.Name,
            Version = again.Version,
            Data = again.Input,
            Tags = instance.Execution!.Tags,
            Heard = again.Heard.Count > 0 ? again.Heard : null,
            TraceParent = instance.Execution.Trace.Parent,
            TraceState = instance.Execution.Trace.State,
            SpanId = instance.Execution.Trace.Parent is null ? null : ActivitySpanId.CreateRandom().ToHexString(),
        },
        .. again.CarriedOver,
    ];
}

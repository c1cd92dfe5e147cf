using System.Text.Json;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Runs turns: takes an instance's mail, runs its orchestrator on it, and hands what it decided to the committer.</summary>
sealed class TurnRunner(
    HeldInstances held,
    HistoryStore histories,
    ActivityRunner activities,
    TurnCommitter committer,
    DatabaseClock clock,
    OrchestrationSettings settings,
    ILogger<TurnRunner> logger)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var instance in held.Ready.ReadAllAsync(ct))
            await TakeTurnAsync(instance, ct);
    }

    async Task TakeTurnAsync(HeldInstance instance, CancellationToken ct)
    {
        var mail = instance.TakeMailbox();
        var generation = instance.Identity.Generation;
        var current = mail.Where(d => d.Generation is null || d.Generation == generation).ToArray();

        if (!instance.HasStarted && !Array.Exists(current, d => d.Event.Kind is EventKind.ExecutionStarted or EventKind.ExecutionTerminated))
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
        // With nothing but stale mail the turn runs on no message: its commit takes that mail out of the inbox.
        var due = messages.Where(m => m.Kind == EventKind.TimerFired).Select(m => m.FireAt).DefaultIfEmpty().Max();
        var atTicks = Math.Max(Math.Max(clock.NowTicks, instance.LastTicks), due);

        var result = await RunAsync(instance, atTicks, messages, ct);

        foreach (var message in messages)
            instance.LocalCalls.Remove(message.TaskId);

        await committer.AddAsync(new(instance, Decide(instance, mail, messages, atTicks, result)), ct);
    }

    async Task<TurnResult> RunAsync(HeldInstance instance, long atTicks, HistoryEvent[] messages, CancellationToken ct)
    {
        try
        {
            instance.Execution ??= await ReplayAsync(instance, ct);
            return instance.Execution.Run(atTicks, messages);
        }
        // A history this engine cannot read, or a message it does not know: nothing another try would change, and no reason to stop the others.
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            logger.TurnImpossible(instance.Identity.InstanceId, error);
            var completion = new HistoryEvent
            {
                Kind = EventKind.ExecutionCompleted,
                Status = (int)OrchestrationRuntimeStatus.Failed,
                Failure = Failure.From(error),
            };
            return new(OrchestrationRuntimeStatus.Failed, [], null, new Ending.Finished(completion));
        }
    }

    async Task<OrchestrationExecution> ReplayAsync(HeldInstance instance, CancellationToken ct)
    {
        var execution = new OrchestrationExecution(instance.Identity, settings);
        if (!instance.HasStarted)
            return execution;

        foreach (var turn in instance.History ?? await ReadHistoryAsync(instance, ct))
            execution.Replay(turn);
        instance.History = null;
        return execution;
    }

    async Task<IReadOnlyList<TurnRecord>> ReadHistoryAsync(HeldInstance instance, CancellationToken ct)
    {
        var turns = await Transience.Patience.ExecuteAsync(
            async token => await histories.ReadAsync([(instance.Identity.Key, instance.FirstTurn)], token), ct);
        return [.. turns[instance.Identity.Key]];
    }

    TurnCommit Decide(HeldInstance instance, IReadOnlyList<Delivery> mail, HistoryEvent[] messages, long atTicks, TurnResult result)
    {
        var scheduled = result.Actions.Where(a => a.Kind == EventKind.TaskScheduled).ToArray();
        var children = result.Actions.Where(a => a.Kind == EventKind.SubOrchestrationInstanceCreated).ToArray();
        var completion = (result.Ending as Ending.Finished)?.Completion;

        var activitiesTaken = completion is null ? activities.Reserve(scheduled.Length) : 0;
        var childrenTaken = completion is null ? Math.Min(children.Length, held.Room) : 0;
        foreach (var call in scheduled.Take(activitiesTaken).Concat(children.Take(childrenTaken)))
            instance.LocalCalls.Add(call.TaskId);

        return new()
        {
            Instance = instance.Identity,
            Epoch = instance.Epoch,
            Turn = instance.Turn + 1,
            AtTicks = atTicks,
            Status = result.Status,
            Events = [.. messages, .. result.Actions, .. completion is null ? Array.Empty<HistoryEvent>() : [completion]],
            CustomStatus = result.CustomStatus,
            Completion = completion,
            NextGeneration = result.Ending is Ending.Again again ? Restart(instance, again) : null,
            Consumed = [.. mail.Where(d => d.InboxId != 0).Select(d => d.InboxId)],
            Done = [.. mail.Where(d => d.Activity is not null).Select(d => d.Activity!.Value)],
            ActivitiesTaken = activitiesTaken,
            ChildrenTaken = childrenTaken,
            Release = completion is not null || result.Ending is null && instance.LocalCalls.Count == 0 && !instance.HasMail,
        };
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
        },
        .. again.CarriedOver,
    ];
}

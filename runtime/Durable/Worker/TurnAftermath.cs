using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Durable.Tracing;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>What follows a commit: activities begin, messages and children are handed over, the instance goes on, rests or leaves.</summary>
sealed class TurnAftermath(
    HeldInstances held,
    ExecutionCache cache,
    ActivityRunner activities,
    WakeSignals signals,
    CompletionWatch watch,
    DurableEngineOptions options,
    ILogger<TurnAftermath> logger)
{
    /// <param name="asked">When the commit was first asked for: what it leased has been leased since then or later.</param>
    public void Apply(PendingTurn turn, TurnOutcome outcome, long asked)
    {
        var (instance, commit) = turn;
        if (!outcome.Committed)
        {
            logger.LeaseLost(commit.Instance.InstanceId, commit.Turn);
            EngineMeter.LeaseExpired();
            GiveBack(commit.ActivitiesTaken);
            activities.Record(commit.Done);
            Reroute(held.Remove(instance));
            return;
        }

        activities.Settle(commit.Done);
        Tracer.Emit(commit.Spans);
        if (commit.IsEnd || commit.IsRestart)
            EngineMeter.Ended(commit, instance.Execution?.StartedAt);
        instance.Advance(commit);
        Begin(commit, asked);
        HandOver(instance, commit, outcome);

        if (commit.IsEnd)
            End(instance, commit);
        else if (commit.Release)
            LetGo(instance, commit);
        else
            GoOn(instance);

        // Started, restarted, suspended, ended: whoever waits looks again.
        if (commit.IsEnd || commit.IsRestart || commit.Turn == instance.FirstTurn)
            watch.Changed(commit.Instance.InstanceId);
    }

    /// <summary>Places reserved for activities that will not run here after all.</summary>
    public void GiveBack(int reserved) => activities.Release(reserved);

    void Begin(TurnCommit commit, long asked)
    {
        var scheduled = 0;
        foreach (var call in commit.Scheduled(EventKind.TaskScheduled))
            if (scheduled++ < commit.ActivitiesTaken)
                activities.Start(new(
                    new(commit.Instance.Key, commit.Instance.Generation, call.TaskId), commit.Instance.InstanceId, call.Name!, call.Version, call.Data, Attempt: 1, Trace: call.Trace), asked);

        if (scheduled > commit.ActivitiesTaken)
        {
            signals.Activities.Pulse();
            signals.Others.Pulse();
        }
    }

    void HandOver(HeldInstance instance, TurnCommit commit, TurnOutcome outcome)
    {
        var key = commit.Instance.Key;
        if (commit.IsRestart)
            instance.PutFirst(outcome.Messages.Where(m => m.Instance == key && m.Generation == instance.Identity.Generation).Select(Delivery.Of));

        foreach (var message in outcome.Messages)
            if (!held.TryOffer(message.Instance, Delivery.Of(message)))
                LookAgain();

        foreach (var child in outcome.Children)
            held.Add(new(child.Instance), [Delivery.Of(child.Start)]);

        // Timers, children others may take, and whatever a lost answer would have named.
        if (commit.Scheduled(EventKind.TimerCreated).Any()
            || commit.Scheduled(EventKind.SubOrchestrationInstanceCreated).Count() > outcome.Children.Count
            || ReferenceEquals(outcome, TurnOutcome.Unanswered))
            LookAgain();
    }

    void LookAgain()
    {
        signals.Inbox.Pulse();
        signals.Others.Pulse();
    }

    void End(HeldInstance instance, TurnCommit commit)
    {
        Reroute(held.Remove(instance));
        TellOfRoom();
        logger.InstanceEnded(commit.Instance.InstanceId, commit.Status);
    }

    void LetGo(HeldInstance instance, TurnCommit commit)
    {
        var execution = instance.Execution;
        var left = held.Remove(instance);
        if (execution is not null && !options.ForceReplay)
            cache.Keep(instance.Identity.Key, instance.Turn, execution);

        TellOfRoom();
        if (left.Count == 0)
            return;

        // Mail that came while the lease was on its way back: its rows are still there for whoever claims next.
        Reroute(left);
        held.ClaimAgain.Enqueue(instance.Identity.Key);
        signals.Inbox.Pulse();
        if (commit.IsRestart)
            signals.Others.Pulse();
    }

    void TellOfRoom()
    {
        if (held.HasRoomAgain)
            signals.Inbox.Pulse();
    }

    void GoOn(HeldInstance instance)
    {
        if (options.ForceReplay)
            instance.Execution = null;

        if (instance.Rest())
            held.Queue(instance);
    }

    // A result that only memory held gets its row after all.
    void Reroute(IReadOnlyList<Delivery> left)
    {
        foreach (var delivery in left)
            if (delivery.Activity is { } activity)
                activities.Record(activity, delivery.Event);
    }
}

using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Tests;

/// <summary>One worker's stores.</summary>
sealed class StoreWorker(StoreBench bench)
{
    public WorkerIdentity Identity { get; } = new();

    public InstanceStore Instances => new(bench.Db, bench.Options, Identity);

    public LeaseStore Leases => new(bench.Db, bench.Options, Identity);

    public ActivityStore Activities => new(bench.Db, bench.Options, Identity);

    public TurnStore Turns => new(bench.Db, bench.Options, Identity);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<ClaimedInstance?> ClaimAsync(long key) => (await Leases.ClaimAsync([key], Ct)).SingleOrDefault();

    public Task<IReadOnlyList<TurnOutcome>> CommitAsync(params TurnCommit[] turns) => Turns.CommitAsync(turns, Ct);

    /// <summary>The next turn of a claimed instance: it takes these actions and waits.</summary>
    public static TurnCommit Turn(ClaimedInstance claimed, params HistoryEvent[] actions) => new()
    {
        Instance = claimed.Identity,
        Epoch = claimed.Epoch,
        Turn = claimed.Turn + 1,
        AtTicks = DateTime.UtcNow.Ticks,
        Status = OrchestrationRuntimeStatus.Running,
        Events = actions,
        Release = false,
        Consumed = [],
        Done = [],
        ActivitiesTaken = 0,
        ChildrenTaken = 0,
    };

    public static TurnCommit LastTurn(ClaimedInstance claimed)
    {
        var completion = new HistoryEvent { Kind = EventKind.ExecutionCompleted, Status = (int)OrchestrationRuntimeStatus.Completed };
        return Turn(claimed, completion) with { Completion = completion, Status = OrchestrationRuntimeStatus.Completed, Release = true };
    }

    public static HistoryEvent Call(int taskId) => new() { Kind = EventKind.TaskScheduled, TaskId = taskId, Name = "Work" };

    public static HistoryEvent Timer(int taskId) => new() { Kind = EventKind.TimerCreated, TaskId = taskId, FireAt = DateTime.UtcNow.AddHours(1).Ticks };

    public static HistoryEvent Result(int taskId, string data = "\"worked\"") => new() { Kind = EventKind.TaskCompleted, TaskId = taskId, Data = data };
}

using System.Threading.Channels;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Gathers turns that are ready at the same time into one commit, and lets each go on by its own outcome.</summary>
sealed class TurnCommitter(TurnStore store, TurnAftermath aftermath, ILogger<TurnCommitter> logger)
{
    const int LargestBatch = 100;

    readonly Channel<PendingTurn> pending = Channel.CreateUnbounded<PendingTurn>(new() { AllowSynchronousContinuations = true });

    public ValueTask AddAsync(PendingTurn turn, CancellationToken ct) => pending.Writer.WriteAsync(turn, ct);

    /// <summary>Several loops may run at once: while one waits for the disk, the next gathers.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await pending.Reader.WaitToReadAsync(ct))
        {
            var batch = NextBatch();
            if (batch.Count > 0)
                await CommitAsync(batch, ct);
        }
    }

    List<PendingTurn> NextBatch()
    {
        var batch = new List<PendingTurn>();
        var ids = new HashSet<string>(StringComparer.Ordinal);

        while (batch.Count < LargestBatch && pending.Reader.TryRead(out var turn))
        {
            // One statement cannot create the same child twice, nor may a row be written by its turn and as another's child: the later one waits.
            string[] named = [turn.Commit.Instance.InstanceId, .. turn.Commit.Scheduled(EventKind.SubOrchestrationInstanceCreated).Select(e => e.Target!)];
            if (named.Any(ids.Contains))
            {
                pending.Writer.TryWrite(turn);
                break;
            }

            ids.UnionWith(named);
            batch.Add(turn);
        }

        // In one order everywhere: two commits that lock the same rows wait for each other and do not block each other.
        batch.Sort((a, b) => a.Commit.Instance.Key.CompareTo(b.Commit.Instance.Key));
        return batch;
    }

    async Task CommitAsync(IReadOnlyList<PendingTurn> batch, CancellationToken ct)
    {
        var asked = TimeProvider.System.GetTimestamp();
        IReadOnlyList<TurnOutcome> outcomes;
        try
        {
            outcomes = await store.CommitAsync([.. batch.Select(t => t.Commit)], ct);
        }
        catch (Exception refused) when (Transience.IsRefusal(refused))
        {
            // One turn of them holds what the database will not take: it must not take the others with it.
            if (batch.Count > 1)
                foreach (var turn in batch)
                    await CommitAsync([turn], ct);
            else
                await FailAsync(batch[0], refused, ct);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
            aftermath.Apply(batch[i], outcomes[i], asked);
    }

    // What cannot be written cannot be retried either: the instance ends with the reason.
    async Task FailAsync(PendingTurn turn, Exception refused, CancellationToken ct)
    {
        logger.TurnRefused(turn.Instance.Identity.InstanceId, refused);

        if (turn.Commit.Completion?.Failure?.Type == UnwritableTurn)
        {
            aftermath.Apply(turn, TurnOutcome.Lost, TimeProvider.System.GetTimestamp());
            return;
        }

        var completion = new HistoryEvent
        {
            Kind = EventKind.ExecutionCompleted,
            Status = (int)OrchestrationRuntimeStatus.Failed,
            Failure = Failure.Final(UnwritableTurn, $"The database refused what this turn would write: {refused.Message}"),
        };
        var failed = turn.Commit with
        {
            Status = OrchestrationRuntimeStatus.Failed,
            Events = [completion],
            CustomStatus = null,
            Completion = completion,
            NextGeneration = null,
            Spans = [],
            RewoundChildren = [],
            Payloads = [],
            AnswerPayload = null,
            DroppedPayloads = [],
            ActivitiesTaken = 0,
            ChildrenTaken = 0,
            Release = true,
        };
        aftermath.GiveBack(turn.Commit.ActivitiesTaken);
        await CommitAsync([turn with { Commit = failed }], ct);
    }

    const string UnwritableTurn = "UnwritableTurn";
}

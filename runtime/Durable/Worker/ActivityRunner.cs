using System.Collections.Concurrent;
using System.Threading.Channels;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// Runs activities: those that turns here hand over in memory, already leased, and those claimed from the table. A result goes into the next turn of
/// an instance held here, else by its own transaction into the inbox.
/// </summary>
sealed class ActivityRunner(
    ActivityStore store,
    ActivityStore claims,
    ActivityInvoker invoker,
    HeldInstances held,
    WakeSignals signals,
    DurableEngineOptions options,
    DurableTaskWorkerOptions worker,
    ILogger<ActivityRunner> logger)
{
    static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);
    const int LargestRecording = 500;

    readonly ConcurrentDictionary<ActivityKey, ActivityWork> running = new();

    // Results that are in no table yet, whatever way they take to one.
    readonly ConcurrentDictionary<ActivityKey, HistoryEvent> unwritten = new();

    // What was written while a claim was under way: the claim may have come first, with these among what it took, and be heard of last.
    readonly ConcurrentDictionary<ActivityKey, bool> writtenMeanwhile = new();
    readonly Channel<(ActivityKey Key, HistoryEvent Result)> results = Channel.CreateUnbounded<(ActivityKey, HistoryEvent)>();
    readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int reserved;
    int unrecorded;
    volatile bool draining;
    volatile bool claiming;

    // The table holds more than there was room for: whoever makes room wakes the claimer.
    volatile bool crowded;

    int Capacity => worker.Concurrency.MaximumConcurrentActivityWorkItems;

    /// <summary>What is to be renewed: activities that run, and those whose results are not written yet, or another worker would run them again meanwhile.</summary>
    public IEnumerable<ActivityKey> Leased => running.Keys.Concat(unwritten.Keys);

    /// <summary>Reserves places for up to so many activities of a turn that is about to commit.</summary>
    /// <returns>How many; the rest is for whoever has room.</returns>
    public int Reserve(int wanted)
    {
        if (draining || wanted == 0)
            return 0;

        while (true)
        {
            var taken = Volatile.Read(ref reserved);
            var granted = Math.Min(wanted, Math.Max(0, Capacity - taken));
            if (Interlocked.CompareExchange(ref reserved, taken + granted, taken) == taken)
                return granted;
        }
    }

    public void Release(int places)
    {
        if (places > 0)
            Interlocked.Add(ref reserved, -places);
    }

    /// <summary>
    /// Runs an activity in a place that was reserved for it, unless the lease it came with is nearly spent: where the answer was long on its way,
    /// another worker may have run it since, and its result be recorded.
    /// </summary>
    /// <param name="asked">When the lease was asked for, a timestamp of this process.</param>
    public void Start(ActivityWork work, long asked)
    {
        // Leased twice to this worker: the run that is under way brings the result, or has brought it and it waits to be written, or was written.
        // Looked up in the order in which an activity goes through them, so that it is found wherever it is by now.
        if (TimeProvider.System.GetElapsedTime(asked) > options.Lease * 2 / 3 || !running.TryAdd(work.Key, work))
        {
            Release(1);
        }
        else if (unwritten.ContainsKey(work.Key) || writtenMeanwhile.ContainsKey(work.Key))
        {
            running.TryRemove(work.Key, out _);
            Release(1);
            CheckDrained();
        }
        else
        {
            _ = Task.Run(() => RunAsync(work));
        }
    }

    /// <summary>These results are written.</summary>
    public void Settle(IEnumerable<ActivityKey> done)
    {
        foreach (var key in done)
        {
            if (claiming)
                writtenMeanwhile[key] = true;
            unwritten.TryRemove(key, out _);
        }
    }

    /// <summary>The turn that took these results was lost: they go into the inbox, for whoever has the instance now.</summary>
    public void Record(IReadOnlyList<ActivityKey> lost)
    {
        foreach (var key in lost)
            if (unwritten.TryGetValue(key, out var result))
                Record(key, result);
    }

    /// <summary>Records a result for an instance that is not held here.</summary>
    public void Record(ActivityKey key, HistoryEvent result)
    {
        Interlocked.Increment(ref unrecorded);
        results.Writer.TryWrite((key, result));
    }

    /// <summary>Claims activities from the table while there is room for them.</summary>
    public async Task ClaimAsync(CancellationToken ct)
    {
        var after = DateTime.MinValue;
        var swept = TimeProvider.System.GetTimestamp();

        while (true)
        {
            if (TimeProvider.System.GetElapsedTime(swept) >= options.SweepInterval)
                (after, swept) = (DateTime.MinValue, TimeProvider.System.GetTimestamp());

            // Half of what is free: a turn that commits meanwhile finds places for its own activities, and saves them the way over the table.
            var room = Reserve((Capacity - Volatile.Read(ref reserved) + 1) / 2);
            var full = room == 0;
            if (room > 0)
            {
                // Not retried as a whole: a claim whose answer got lost runs out with its lease.
                var asked = 0L;
                claiming = true;
                var (now, work) = await Transience.Patience.ExecuteAsync(async token =>
                {
                    asked = TimeProvider.System.GetTimestamp();
                    return await claims.ClaimAsync(after, room, token);
                }, ct);
                Release(room - work.Count);
                foreach (var activity in work)
                    Start(activity, asked);
                claiming = false;
                writtenMeanwhile.Clear();

                full = work.Count == room;
                after = full ? after : now - Slack;
            }

            // Looked at again after saying so: room made just before nobody would tell of.
            crowded = full;
            var more = full && (room > 0 || !draining && Volatile.Read(ref reserved) <= Capacity / 2);
            if (!more)
                await signals.Activities.WaitAsync(options.PollInterval, ct);
        }
    }

    /// <summary>Writes results that no held instance takes.</summary>
    public async Task RecordAsync(CancellationToken ct)
    {
        while (await results.Reader.WaitToReadAsync(ct))
        {
            var batch = new Dictionary<ActivityKey, HistoryEvent>();
            while (batch.Count < LargestRecording && results.Reader.TryRead(out var next))
            {
                if (!batch.TryAdd(next.Key, next.Result))
                    Interlocked.Decrement(ref unrecorded);
            }

            var messages = await Transience.Patience.ExecuteAsync(
                async token => await store.CompleteAsync([.. batch.Select(r => (r.Key, r.Value))], token), ct);
            Settle(batch.Keys);

            foreach (var message in messages)
                if (!held.TryOffer(message.Instance, Delivery.Of(message)))
                {
                    signals.Inbox.Pulse();
                    signals.Others.Pulse();
                }

            Interlocked.Add(ref unrecorded, -batch.Count);
            CheckDrained();
        }
    }

    /// <summary>Takes no more work; completes when what runs has ended and is recorded.</summary>
    public Task DrainAsync()
    {
        draining = true;
        CheckDrained();
        return drained.Task;
    }

    /// <summary>Writes the results that no turn came to commit, and gives back what did not end in time.</summary>
    public async Task AbandonAsync(CancellationToken ct)
    {
        // Where the commit took place after all, the activity's row is gone and nothing is written twice.
        if (!unwritten.IsEmpty)
            await store.CompleteAsync([.. unwritten.Select(r => (r.Key, r.Value))], ct);

        if (!running.IsEmpty)
            logger.ActivitiesAbandoned(running.Count);
        await store.ReleaseAllAsync(ct);
    }

    async Task RunAsync(ActivityWork work)
    {
        var result = await InvokeAsync(work);

        // Its place is free before the turn that this result brings about looks for one.
        unwritten[work.Key] = result;
        running.TryRemove(work.Key, out _);
        Release(1);
        if (!held.TryAnswer(work.Key.Instance, Delivery.Of(work.Key, result)))
            Record(work.Key, result);

        if (crowded && Volatile.Read(ref reserved) <= Capacity / 2)
            signals.Activities.Pulse();
        CheckDrained();
    }

    async Task<HistoryEvent> InvokeAsync(ActivityWork work)
    {
        if (work.InputPayload is null)
            return await invoker.InvokeAsync(work);

        // Gone only together with the instance that called: nobody will read this.
        var complete = await Transience.Patience.ExecuteAsync(async token => await store.ReadInputAsync(work, token), CancellationToken.None);
        return complete is not null
            ? await invoker.InvokeAsync(complete)
            : new() { Kind = EventKind.TaskFailed, TaskId = work.Key.TaskId, Failure = Failure.Final("PayloadGone", $"The input of the activity '{work.Name}' is not there any more.") };
    }

    void CheckDrained()
    {
        if (draining && running.IsEmpty && Volatile.Read(ref unrecorded) == 0)
            drained.TrySetResult();
    }
}

using Asan.Runtime.Durable.Store;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// Brings visible messages to instances: to those held here, and to those nobody holds, after claiming them. It reads on from where it stopped, a
/// little before the last look; from time to time it sweeps from the start, for rows that were committed late and for work of workers that died.
/// </summary>
sealed class InboxPoller(
    InboxStore inbox,
    LeaseStore leases,
    HistoryStore histories,
    HeldInstances held,
    ExecutionCache cache,
    WakeSignals signals,
    DatabaseClock clock,
    VersionPolicy versions,
    DurableEngineOptions options,
    ILogger<InboxPoller> logger)
{
    static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);
    const int PageSize = 500;

    // Mail and histories of so many are read together: what stands in memory for a claim, and how long it goes without a renewal, is bounded.
    const int LargestClaim = 50;

    DateTime? refused;

    public async Task RunAsync(CancellationToken ct)
    {
        var cursor = InboxPlace.Start;
        var swept = TimeProvider.System.GetTimestamp();
        var atEnd = true;

        while (true)
        {
            // A sweep that takes longer than its interval is not begun again before it is over.
            if (atEnd && TimeProvider.System.GetElapsedTime(swept) >= options.SweepInterval)
                (cursor, swept) = (InboxPlace.Start, TimeProvider.System.GetTimestamp());

            var page = await Transience.Patience.ExecuteAsync(async token => await inbox.ScanAsync(cursor, PageSize, token), ct);
            clock.Observe(page.Now);
            await BringAsync(page.Places, ct);

            atEnd = page.Places.Count < PageSize;
            if (!atEnd)
                cursor = page.Places[^1];
            if (!atEnd && held.Room > 0)
                continue;

            // Where there was no room for an instance, the next look begins there, and whoever makes room tells.
            held.IsCrowded = refused is not null || !atEnd;
            if (refused is { } place)
                cursor = InboxPlace.At(place.AddTicks(-10));
            else if (atEnd)
                cursor = InboxPlace.At(page.Now - Slack);
            refused = null;
            await signals.Inbox.WaitAsync(Shorter(options.PollInterval, page.UntilNext), ct);
        }
    }

    async Task BringAsync(IReadOnlyList<InboxPlace> places, CancellationToken ct)
    {
        var fresh = places.Where(place => !held.WasDelivered(place)).ToArray();
        var mine = fresh.Where(place => held.Holds(place.Instance)).ToArray();
        if (mine.Length > 0)
            foreach (var message in await Transience.Patience.ExecuteAsync(async token => await inbox.ReadAsync(mine, token), ct))
                held.TryOffer(message.Instance, Delivery.Of(message));

        var wanted = fresh.Select(place => place.Instance).Where(key => !held.Holds(key)).ToHashSet();
        while (held.ClaimAgain.TryDequeue(out var key))
            wanted.Add(key);
        wanted.RemoveWhere(held.IsSetAside);
        if (versions.IsSelective && wanted.Count > 0)
            wanted.ExceptWith(await OfOtherVersionsAsync([.. wanted], ct));

        var room = held.Room;
        if (wanted.Count > room)
            refused ??= fresh.Length > 0 ? fresh[0].VisibleAt : null;
        foreach (var some in wanted.Take(room).Chunk(LargestClaim))
            await ClaimAsync(some, ct);
    }

    // Before the claim and not after it: a claim, however short, keeps away the worker that would run the instance.
    async Task<IEnumerable<long>> OfOtherVersionsAsync(long[] instances, CancellationToken ct)
    {
        var found = await Transience.Patience.ExecuteAsync(async token => await leases.VersionsAsync(instances, token), ct);
        return found.Where(instance => versions.Leaves(instance.Version)).Select(instance => instance.Instance);
    }

    async Task ClaimAsync(long[] instances, CancellationToken ct)
    {
        var claimed = await Transience.Patience.ExecuteAsync(async token => await leases.ClaimAsync(instances, token), ct);
        if (claimed.Count == 0)
            return;

        var over = claimed.Where(c => c.IsOver).Select(c => c.Identity.Key).ToArray();
        if (over.Length > 0)
        {
            logger.MessagesForEndedDropped(over.Length);
            await Transience.Patience.ExecuteAsync(async token => await leases.DiscardAsync(over, token), ct);
        }

        var alive = await LeaveAsync(claimed.Where(c => !c.IsOver).ToArray(), ct);
        var mail = (await Transience.Patience.ExecuteAsync(
            async token => await inbox.ReadAllAsync([.. alive.Select(c => c.Identity.Key)], token), ct)).Select(m => (m.Instance, Delivery: Delivery.Of(m)))
            .Concat(alive.Where(c => c.Unreadable is not null).Select(c => (Instance: c.Identity.Key, Delivery: Delivery.Of(c.Unreadable!))))
            .ToLookup(m => m.Instance, m => m.Delivery);

        // Claimed, but the message was consumed between the look and the claim: nothing would ever wake it here.
        var idle = alive.Where(c => !mail[c.Identity.Key].Any()).Select(c => c.Identity.Key).ToArray();
        if (idle.Length > 0)
            await Transience.Patience.ExecuteAsync(async token => await leases.ReleaseAsync(idle, token), ct);

        var arrivals = alive.Where(c => mail[c.Identity.Key].Any()).Select(c => new HeldInstance(c)).ToArray();
        await RecallAsync(arrivals, ct);
        foreach (var arrival in arrivals)
            held.Add(arrival, mail[arrival.Identity.Key]);
    }

    /// <summary>Gives back what this worker is not to run now.</summary>
    /// <returns>What it runs.</returns>
    async Task<ClaimedInstance[]> LeaveAsync(ClaimedInstance[] claimed, CancellationToken ct)
    {
        var suspect = Array.Find(claimed, c => c.IsSuspect);
        var left = claimed.Where(c => versions.Leaves(c.Identity.Version) || c.IsSuspect && c != suspect).ToArray();
        if (left.Length == 0)
            return claimed;

        await Transience.Patience.ExecuteAsync(async token => await leases.ReleaseAsync([.. left.Select(c => c.Identity.Key)], token), ct);
        return [.. claimed.Except(left)];
    }

    // From memory when the cached execution stands where the history does; else by replay.
    async Task RecallAsync(HeldInstance[] arrivals, CancellationToken ct)
    {
        foreach (var arrival in arrivals)
            arrival.Execution = cache.Take(arrival.Identity.Key, arrival.Turn);

        var unknown = arrivals.Where(a => a.Execution is null && a.HasStarted).ToDictionary(a => a.Identity.Key);
        if (unknown.Count == 0 || options.ForceReplay)
            return;

        var turns = await Transience.Patience.ExecuteAsync(
            async token => await histories.ReadAsync([.. unknown.Values.Select(a => (a.Identity.Key, a.FirstTurn))], token), ct);
        foreach (var arrival in unknown.Values)
            arrival.History = [.. turns[arrival.Identity.Key]];
    }

    static TimeSpan Shorter(TimeSpan interval, TimeSpan? other) => other is { } sooner && sooner < interval ? sooner : interval;
}

using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// Renews what this worker holds, at a third of the lease: two renewals may fail before anything is lost. What has rested for so long is given back
/// instead, a parent whose children wait for months too: it is claimed again when there is mail for it.
/// </summary>
sealed class LeaseKeeper(
    LeaseStore leases,
    ActivityStore activityStore,
    HeldInstances held,
    ExecutionCache cache,
    ActivityRunner activities,
    WakeSignals signals,
    DurableEngineOptions options)
{
    public async Task RunAsync(CancellationToken ct)
    {
        // The session for renewals is there before anything is held: where the server is full later, leases must not be lost for want of one.
        await Transience.Patience.ExecuteAsync(async token => await leases.RenewAsync([], token), ct);

        using var timer = new PeriodicTimer(options.Lease / 3);
        while (await timer.WaitForNextTickAsync(ct))
        {
            held.ForgetConsumed();
            await LetRestAsync(options.Lease / 3, ct);

            var instances = held.Keys.ToArray();
            if (instances.Length > 0)
                await Transience.Patience.ExecuteAsync(async token => await leases.RenewAsync(instances, token), ct);

            var leased = activities.Leased.Distinct().ToArray();
            if (leased.Length > 0)
                await Transience.Patience.ExecuteAsync(async token => await activityStore.RenewAsync(leased, token), ct);
        }
    }

    /// <summary>Gives back the instances that have rested for so long, unless an activity of theirs runs here.</summary>
    public async Task LetRestAsync(TimeSpan rested, CancellationToken ct)
    {
        var resting = held.TakeResting(rested, activities.Leased.Select(activity => activity.Instance).ToHashSet());
        if (resting.Count == 0)
            return;

        foreach (var instance in resting)
            if (instance.Execution is { } execution)
                cache.Keep(instance.Identity.Key, instance.Turn, execution);

        await Transience.Patience.ExecuteAsync(async token => await leases.ReleaseAsync([.. resting.Select(instance => instance.Identity.Key)], token), ct);

        // Mail that came meanwhile found them leased and not here.
        signals.Inbox.Pulse();
        signals.Others.Pulse();
    }
}

using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Worker;

/// <summary>Renews what this worker holds, at a third of the lease: two renewals may fail before anything is lost.</summary>
sealed class LeaseKeeper(LeaseStore leases, ActivityStore activityStore, HeldInstances held, ActivityRunner activities, DurableEngineOptions options)
{
    public async Task RunAsync(CancellationToken ct)
    {
        // The session for renewals is there before anything is held: where the server is full later, leases must not be lost for want of one.
        await Transience.Patience.ExecuteAsync(async token => await leases.RenewAsync([], token), ct);

        using var timer = new PeriodicTimer(options.Lease / 3);
        while (await timer.WaitForNextTickAsync(ct))
        {
            var instances = held.Keys.ToArray();
            if (instances.Length > 0)
                await Transience.Patience.ExecuteAsync(async token => await leases.RenewAsync(instances, token), ct);

            var running = activities.Running.ToArray();
            if (running.Length > 0)
                await Transience.Patience.ExecuteAsync(async token => await activityStore.RenewAsync(running, token), ct);
        }
    }
}

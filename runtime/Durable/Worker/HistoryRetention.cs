using Asan.Runtime.Durable.Client;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// Forgets instances that ended long enough ago, and what was left of those that were purged. Every replica does; what one deletes the others no
/// longer find, and nobody waits for a lock.
/// </summary>
sealed class HistoryRetention(InstancePurger purger, PurgeStore store, DatabaseClock clock, DurableEngineOptions options, ILogger<HistoryRetention> logger)
{
    public async Task RunAsync(CancellationToken ct)
    {
        // Not all replicas of a rollout at once.
        await Task.Delay(options.RetentionInterval * Random.Shared.NextDouble(), ct);
        using var timer = new PeriodicTimer(options.RetentionInterval);
        do
        {
            await ForgetAsync(options.KeepCompleted, [OrchestrationRuntimeStatus.Completed], ct);
            await ForgetAsync(options.KeepFailed, [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated], ct);
            await Transience.Patience.ExecuteAsync(async token => await store.DeleteStrayMessagesAsync(token), ct);
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    async Task ForgetAsync(TimeSpan? kept, OrchestrationRuntimeStatus[] statuses, CancellationToken ct)
    {
        if (kept is not { } age)
            return;

        var ended = new InstanceFilter { Statuses = statuses, CompletedTo = clock.NowTicks - age.Ticks };
        var forgotten = await Transience.Patience.ExecuteAsync(async token => await purger.PurgeAsync(ended, recursive: false, atMost: null, gently: true, token), ct);
        if (forgotten.PurgedInstanceCount > 0)
            logger.Forgotten(forgotten.PurgedInstanceCount, age);
    }
}

using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Durable.Client;

/// <summary>Removes ended instances, many in short transactions: a million of them go without a long lock, and the queue goes on beside it.</summary>
sealed class InstancePurger(PurgeStore store, FamilyStore families)
{
    const int Batch = 1_000;

    /// <exception cref="InvalidOperationException">It runs, or with its descendants asked for, one of them does.</exception>
    public async Task<int> PurgeAsync(StoredInstance instance, bool recursive, CancellationToken ct)
    {
        if (!instance.IsOver)
            throw new InvalidOperationException($"The instance '{instance.InstanceId}' is {instance.Status}: only a finished one can be purged.");

        if (!recursive)
            return await DeleteAsync([instance.Key], ct);

        var family = await FamilyAsync([instance.Key], ct);
        if (family.FirstOrDefault(member => !member.IsOver) is { InstanceId: { } running })
            throw new InvalidOperationException(
                $"'{running}', which '{instance.InstanceId}' or one of its children called, has not finished: terminate it first, then purge them all.");

        return await DeleteAsync(family.Select(member => member.Key), ct);
    }

    /// <summary>Removes all that the filter means. A family that still runs in part is left whole when descendants are asked for.</summary>
    /// <param name="atMost">Stop after the first batch that ends later than this; null: go on to the end.</param>
    /// <param name="gently">Rest after each batch for as long as it took: nobody waits for this purge, and the queue needs the server too.</param>
    public async Task<PurgeResult> PurgeAsync(InstanceFilter filter, bool recursive, TimeSpan? atMost, bool gently, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        var place = (CreatedTicks: 0L, Id: 0L);

        for (var total = 0; ;)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var found = await Transience.Brief.ExecuteAsync(async token => await store.FindAsync(filter, place, Batch, token), ct);
            var keys = found.Select(instance => instance.Id).ToArray();
            total += await DeleteAsync(recursive ? await WholeFamiliesAsync(keys, ct) : keys, ct);

            if (found.Count < Batch)
                return new(total, isComplete: true);
            if (atMost is { } limit && TimeProvider.System.GetElapsedTime(started) >= limit)
                return new(total, isComplete: false);

            place = found[^1];
            if (gently)
                await Task.Delay(TimeProvider.System.GetElapsedTime(begun), ct);
        }
    }

    async Task<IEnumerable<long>> WholeFamiliesAsync(long[] roots, CancellationToken ct)
    {
        var family = await FamilyAsync(roots, ct);
        var running = family.Where(member => !member.IsOver).Select(member => member.Root).ToHashSet();
        return family.Where(member => !running.Contains(member.Root)).Select(member => member.Key).Distinct();
    }

    async Task<int> DeleteAsync(IEnumerable<long> instances, CancellationToken ct)
    {
        var deleted = 0;
        foreach (var some in instances.Chunk(Batch))
            deleted += await Transience.Brief.ExecuteAsync(async token => await store.DeleteAsync(some, token), ct);
        return deleted;
    }

    async Task<IReadOnlyList<FamilyMember>> FamilyAsync(long[] roots, CancellationToken ct) =>
        await Transience.Brief.ExecuteAsync(async token => await families.OfAsync(roots, token), ct);
}

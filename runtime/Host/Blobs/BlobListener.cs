using Asan.Runtime.Durable.Store;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Takes a function's blobs as places come free, the oldest first, and no more at a time than there are places: the rest waits in the database.</summary>
sealed class BlobListener(
    BlobFunction function, BlobScanner scanner, BlobHandler handler, BlobLeases leases, BlobReceiptStore receipts, IOptions<BlobTriggerOptions> options)
{
    readonly SemaphoreSlim places = new(options.Value.MaxDegreeOfParallelism);
    readonly SemaphoreSlim wake = new(0, 1);

    /// <param name="stopping">Nothing is taken after this.</param>
    /// <param name="ended">What runs is cut off then.</param>
    public async Task ListenAsync(CancellationToken stopping, CancellationToken ended)
    {
        try
        {
            await Task.WhenAll(scanner.RunAsync(function, Wake, stopping), TakeAsync(stopping, ended));
        }
        finally
        {
            // Those that still run have the rest of the places.
            for (var i = 0; i < options.Value.MaxDegreeOfParallelism; i++)
                await places.WaitAsync(CancellationToken.None);
        }
    }

    async Task TakeAsync(CancellationToken stopping, CancellationToken ended)
    {
        while (true)
        {
            var free = await FreeAsync(stopping);
            IReadOnlyList<BlobReceipt> taken = [];
            try
            {
                taken = await Transience.Patience.ExecuteAsync(async ct => await receipts.ClaimAsync(function, free, ct), stopping);
            }
            finally
            {
                if (free - taken.Count(receipt => !receipt.IsSuspect) is > 0 and var unused)
                    places.Release(unused);
            }

            foreach (var receipt in taken.Where(receipt => !receipt.IsSuspect))
                _ = HandleAsync(receipt, ended);
            foreach (var suspect in taken.Where(receipt => receipt.IsSuspect))
                await HandleAloneAsync(suspect, ended);
            if (taken.Count == 0)
                await wake.WaitAsync(options.Value.PollInterval, stopping);
        }
    }

    async Task<int> FreeAsync(CancellationToken stopping)
    {
        await places.WaitAsync(stopping);
        var free = 1;
        while (places.Wait(0, CancellationToken.None))
            free++;
        return free;
    }

    // It may be what its hosts died of. Places are taken here alone, so all of them come free.
    Task HandleAloneAsync(BlobReceipt suspect, CancellationToken ended) => leases.HoldAsync(suspect, async held =>
    {
        var mine = 0;
        try
        {
            for (; mine < options.Value.MaxDegreeOfParallelism; mine++)
                await places.WaitAsync(held);
            await handler.HandleAsync(function, suspect, held);
        }
        finally
        {
            if (mine > 0)
                places.Release(mine);
        }
    }, ended);

    async Task HandleAsync(BlobReceipt receipt, CancellationToken ended)
    {
        // Off the loop that takes them.
        await Task.Yield();
        try
        {
            await leases.HoldAsync(receipt, held => handler.HandleAsync(function, receipt, held), ended);
        }
        finally
        {
            places.Release();
        }
    }

    void Wake()
    {
        lock (wake)
            if (wake.CurrentCount == 0)
                wake.Release();
    }
}

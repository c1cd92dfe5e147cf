using System.Collections.Concurrent;
using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Renews what this host handles, all of it in one statement at a third of the lease; who has lost a lease is stopped.</summary>
sealed class BlobLeases(BlobReceiptStore receipts, DurableEngineOptions engine, TimeProvider time, ILogger<BlobLeases> log)
{
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<BlobReceipt, CancellationTokenSource> running = new();

    /// <summary>Runs this while the lease is kept. Cut off by the host's end, the receipt is given back.</summary>
    public async Task HoldAsync(BlobReceipt receipt, Func<CancellationToken, Task> handle, CancellationToken ended)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ended);
        running[receipt] = held;
        try
        {
            await handle(held.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            await GiveBackAsync(receipt);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            // Lost: another host has it.
        }
        catch (Exception e)
        {
            // What nobody foresaw leaves the receipt to its lease: it counts as a try.
            log.BlobHandlingFailed(e, receipt.Id);
        }
        finally
        {
            running.TryRemove(receipt, out _);
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(engine.Lease / 3, time, ct);
            var before = running.Keys.ToArray();
            if (before.Length == 0)
                continue;

            var renewed = await Transience.Patience.ExecuteAsync(async token => await receipts.RenewAsync(before, token), ct);
            foreach (var lost in before.Where(receipt => !renewed.Contains(receipt.Id)))
                // What has ended meanwhile is no longer here.
                if (running.TryGetValue(lost, out var held))
                {
                    log.BlobLost("A function", lost.Id);
                    await held.CancelAsync();
                }
        }
    }

    // It would be free again when its lease runs out: another host gets it sooner this way.
    async Task GiveBackAsync(BlobReceipt receipt)
    {
        using var briefly = new CancellationTokenSource(LastWords, time);
        try
        {
            await receipts.ReleaseAsync(receipt, briefly.Token);
        }
        catch (Exception e) when (Transience.IsTransient(e) || e is OperationCanceledException)
        {
            log.BlobLeftToItsLease(receipt.Id);
        }
    }
}

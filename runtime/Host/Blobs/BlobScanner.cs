using Asan.Runtime.Blobs;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Looks through a function's container for versions that nobody has seen, a page at a time, however many there are.</summary>
sealed class BlobScanner(BlobReceiptStore receipts, IOptions<BlobTriggerOptions> options, TimeProvider time, ILogger<BlobScanner> log)
{
    const int PageSize = 500;

    // A container so large that this is long leaves nine times as long in peace.
    const int Rest = 9;

    /// <param name="found">Called whenever there is something to take.</param>
    public async Task RunAsync(BlobFunction function, Action found, CancellationToken ct)
    {
        while (true)
        {
            var begun = time.GetTimestamp();
            if (await Transience.Patience.ExecuteAsync(async token => await receipts.BeginScanAsync(function, token), ct))
                await TryAsync(function, found, ct);

            var pause = time.GetElapsedTime(begun) * Rest;
            await Task.Delay(pause > options.Value.PollInterval ? pause : options.Value.PollInterval, time, ct);
        }
    }

    async Task TryAsync(BlobFunction function, Action found, CancellationToken ct)
    {
        try
        {
            if (await ScanAsync(function, ct) is > 0 and var added)
                log.BlobsFound(function.Name, added);
        }
        // The store will be there again; which file it was about is nobody's business in a log.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BlobRefusedException)
        {
            log.BlobScanFailed(function.Name, e is BlobFailedException ? e.Message : e.GetType().Name);
        }

        var settle = function.Container.WritesAreAtomic ? TimeSpan.Zero : options.Value.SettleTime;
        await Transience.Patience.ExecuteAsync(async token => await receipts.EndScanAsync(function, options.Value.PollInterval, settle, token), ct);
        found();
    }

    async Task<int> ScanAsync(BlobFunction function, CancellationToken ct)
    {
        var page = new List<SeenBlob>(PageSize);
        var added = 0;
        await foreach (var blob in function.Container.ListAsync(function.Pattern.Prefix, ct))
        {
            if (function.Pattern.Match(blob, function.Container.WritesAreAtomic) is null)
                continue;
            page.Add(new(blob, BlobNames.Refusal(blob.Name) is { } reason ? $"The name is refused: {reason}." : null));
            if (page.Count == PageSize)
                added += await RecordAsync(function, page, ct);
        }

        return added + await RecordAsync(function, page, ct);
    }

    async Task<int> RecordAsync(BlobFunction function, List<SeenBlob> page, CancellationToken ct)
    {
        var complete = await CompleteAsync(function, page, ct);
        page.Clear();
        if (complete.Count == 0)
            return 0;

        await Transience.Patience.ExecuteAsync(async token => await receipts.KeepScanAsync(function, token), ct);
        return await Transience.Patience.ExecuteAsync(async token => await receipts.RecordAsync(function, complete, token), ct);
    }

    // In a container that waits for it, a folder counts once its mark lies in it.
    async Task<IReadOnlyList<SeenBlob>> CompleteAsync(BlobFunction function, List<SeenBlob> page, CancellationToken ct)
    {
        if (!options.Value.WaitForComplete.Contains(function.Pattern.Container, StringComparer.Ordinal))
            return [.. page];

        var complete = new List<SeenBlob>();
        foreach (var folder in page.GroupBy(seen => FolderOf(seen.Blob.Name)))
            if (folder.All(seen => seen.Refusal is not null) || await function.Container.FindAsync($"{folder.Key}{BlobPattern.CompleteMark}", ct) is not null)
                complete.AddRange(folder);
        return complete;
    }

    static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];
}

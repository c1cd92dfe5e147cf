using Asan.Tests;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>Beside other tests nobody could tell whose memory has grown.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class ManyBlobsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_files_dropped_at_once_are_taken_in_order_and_few_at_a_time()
    {
        const int Files = 10_000, AtATime = 8;
        await using var scene = await BlobScene.NewAsync(postgres);
        var folder = Directory.CreateDirectory(Path.Combine(scene.PathOf("in"), "a")).FullName;
        var written = DateTime.UtcNow.AddHours(-1);
        for (var i = 0; i < Files; i++)
        {
            // Out of the order of their names, and of that in which the folder tells them.
            var file = Path.Combine(folder, $"{i * 7919 % Files:d5}.txt");
            await File.WriteAllTextAsync(file, $"{i}", Ct);
            File.SetLastWriteTimeUtc(file, written.AddMilliseconds(i));
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        await scene.StartAsync(typeof(Counting), ("AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism", $"{AtATime}"));
        var most = 0L;
        while (scene.Ledger.Lines.Count < Files)
        {
            most = Math.Max(most, await scene.AskAsync<long>("SELECT count(*) FROM durable.blob_receipts WHERE owner IS NOT NULL"));
            await Task.Delay(200, Ct);
        }

        await scene.EndedAsync(Files);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.InRange(most, 1, AtATime);
        var taken = scene.Ledger.Lines.Select(int.Parse).ToArray();
        Assert.Equal(Enumerable.Range(0, Files), taken.Order());
        // As far as eight at a time can be in order.
        Assert.InRange(taken.Select((file, place) => Math.Abs(file - place)).Average(), 0, 4 * AtATime);
        Assert.True(grown < 64 << 20, $"{grown >> 20} MiB more are held after {Files} files");
    }

    public sealed class Counting(Ledger ledger)
    {
        [Function("Counting")]
        public void Run([BlobTrigger("%Box%in/{folder}/{name}.txt")] string text) => ledger.Add(text);
    }
}

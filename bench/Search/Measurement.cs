using System.Collections.Concurrent;
using System.Diagnostics;
using Asan.Workflows.Search;
using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Publishing;
using Asan.Workflows.Search.Querying;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Asan.Bench.Search;

/// <summary>Searches beside publications and merges, as a host does them. One figure a line.</summary>
sealed class Measurement(Corpus corpus, NpgsqlDataSource db, SearchOptions options, TimeSpan time, double publicationsPerSecond) : IDisposable
{
    const int MostPublications = 16;

    readonly IndexReader index = new(db, options);
    readonly ConcurrentBag<double> publications = [];
    TimeSpan publishing;
    int merges;

    public async Task RunAsync(CancellationToken ct)
    {
        (double One, double Four) goal = corpus.Chunks <= 100_000 ? (50, 100) : (120, 250);
        var begun = Stopwatch.GetTimestamp();
        var merger = new IndexMerger(db, index, options, NullLogger<IndexMerger>.Instance);
        var made = await merger.MergeAsync(ct);
        Say("merging at first", $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s", $"{made} merges");
        await TellSizeAsync(ct);
        await ColdAsync(ct);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var publisher = PublishAsync(stop.Token);
        var merging = MergeAsync(merger, stop.Token);
        await SearchAsync(Corpus.Everything, clients: 2, TimeSpan.FromSeconds(Math.Min(10, time.TotalSeconds)), ct);
        foreach (var (key, share) in new[] { (Corpus.Everything, "100 %"), (Corpus.Hundredth, "1 %") })
            foreach (var (clients, most) in new[] { (1, goal.One), (4, goal.Four) })
            {
                var taken = await SearchAsync(key, clients, time, ct);
                Say(
                    $"p95, {clients} client{(clients > 1 ? "s" : "")}, {share}", $"{At(taken, .95):F1} ms",
                    $"p50 {At(taken, .5):F1}, p99 {At(taken, .99):F1}, {taken.Count / time.TotalSeconds:F0}/s; {(At(taken, .95) < most ? "within" : "MISSES")} the {most:F0} ms of its size");
            }

        await stop.CancelAsync();
        await Task.WhenAll(publisher, merging);
        double[] published = [.. publications];
        if (published.Length > 0)
            Say(
                "publication, p95", $"{At(published, .95):F1} ms",
                $"p50 {At(published, .5):F1}, {published.Length / publishing.TotalSeconds:F1}/s of {Corpus.ChunksInDocument} chunks each, {merges} merges beside");
        Say("memory", $"{Environment.WorkingSet / 1048576.0:F0} MB", $"the whole process; {index.Cache.Bytes / 1048576.0:F0} MB of it postings, at most {options.CacheMegabytes}; {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:F0} MB in use");
    }

    public void Dispose() => index.Dispose();

    async Task<List<double>> SearchAsync(string key, int clients, TimeSpan duration, CancellationToken ct)
    {
        var (search, hash) = (new DocumentSearch(index), Grants.HashOf(key));
        var begun = Stopwatch.GetTimestamp();
        var taken = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var (random, times) = (new Random(client), new List<double>());
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                var query = corpus.Query(random);
                var asked = Stopwatch.GetTimestamp();
                var result = await search.SearchAsync(new SearchQuery(query), hash, ct);
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                if (result.Hits.Count == 0)
                    throw new BenchFailedException("a search found nothing");
            }

            return times;
        }, ct)));
        return [.. taken.SelectMany(times => times)];
    }

    // By the clock, however long one takes: what is late does not slow down what comes.
    async Task PublishAsync(CancellationToken ct)
    {
        if (publicationsPerSecond <= 0)
            return;
        var random = new Random(7);
        var begun = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / publicationsPerSecond));
        try
        {
            for (var seed = 1; await timer.WaitForNextTickAsync(ct); seed++)
            {
                running.RemoveAll(task => task.IsCompletedSuccessfully);
                if (running.Count < MostPublications)
                    running.Add(PublishAsync(random.Next(corpus.Documents), seed));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The measurement is over.
        }

        await Task.WhenAll(running);
        publishing = Stopwatch.GetElapsedTime(begun);
    }

    async Task PublishAsync(int document, int seed)
    {
        var chunks = corpus.ChunksOf(document, seed).ToArray();
        var begun = Stopwatch.GetTimestamp();
        var id = Corpus.IdOf(document);
        await new DocumentPublisher(db).PublishAsync(new Publication
        {
            DocumentId = id,
            Sequence = await new DocumentStore(db).AcceptAsync(id, CancellationToken.None),
            Sha256 = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()).PadRight(64, '0'),
            Format = "docx",
            Labels = Corpus.LabelsOf(document),
        }, chunks.ToAsyncEnumerable(), CancellationToken.None);
        publications.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    async Task MergeAsync(IndexMerger merger, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                merges += await merger.MergeAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    async Task ColdAsync(CancellationToken ct)
    {
        using var fresh = new IndexReader(db, options);
        var begun = Stopwatch.GetTimestamp();
        await new DocumentSearch(fresh).SearchAsync(new SearchQuery(corpus.Query(new Random(99))), Grants.HashOf(Corpus.Everything), ct);
        Say("cold start", $"{Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms", "from nothing known to the first answer");
    }

    async Task TellSizeAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT (SELECT count(*) FROM docs.segment)
                 , (SELECT sum(chunks)::bigint FROM docs.segment)
                 , (pg_total_relation_size('docs.posting') + pg_total_relation_size('docs.segment')) / 1048576
                 , pg_total_relation_size('docs.chunk') / 1048576
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Say("segments", $"{reader.GetInt64(0)}", $"of {reader.GetInt64(1):N0} chunks, {reader.GetInt64(2):N0} MB of postings in the database, {reader.GetInt64(3):N0} MB of chunks");
    }

    static double At(IReadOnlyCollection<double> times, double share) => times.Order().ElementAt((int)((times.Count - 1) * share));

    static void Say(string what, string figure, string note) => Console.WriteLine($"{what,-24} {figure,12}  {note}");
}

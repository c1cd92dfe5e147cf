using System.Collections.Concurrent;
using System.Text;
using Asan.Documents;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Querying;
using Npgsql;

namespace Asan.Tests.Search;

/// <summary>Uploads, deletions, merges and searches at once, while the server ends connections wherever they are.</summary>
public sealed class CutConnectionsTests(Postgres postgres) : IAsyncLifetime
{
    const int Documents = 3, Writers = 4, Changes = 20;

    // The last that was accepted of each document; null when that was its deletion.
    readonly ConcurrentDictionary<string, long?> last = [];
    readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, Documents).Select(_ => new SemaphoreSlim(1, 1))];
    SearchDatabase database = null!;
    int cuts;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        database = await SearchDatabase.CreateAsync(postgres, new SearchOptions { PurgeAfter = TimeSpan.Zero, SegmentChunks = 64 });

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Whatever_is_cut_off_all_ends_as_the_last_uploads_say_and_nothing_is_left_behind()
    {
        await database.SearchAsync("폐렴", "all");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var beside = new[] { Repeat(CutAsync), Repeat(() => TryAsync(() => database.Merger.MergeAsync(Ct))), Repeat(SearchAsync) };
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(new Random(writer)), Ct)));
        await over.CancelAsync();
        await Task.WhenAll(beside);

        Assert.True(cuts > 10, $"only {cuts} connections were cut");
        await TryAsync(() => database.Merger.MergeAsync(Ct));
        foreach (var (id, sequence) in last)
        {
            var shown = await TryAsync(() => database.Store.FindAsync(id, Ct));
            Assert.Equal(sequence, shown?.Sequence);
            var hits = (await database.SearchAsync(new SearchQuery($"폐렴 {id}", Top: 50), "all")).Hits.Where(hit => hit.DocumentId == id);
            Assert.Equal(shown?.Chunks ?? 0, hits.Count(hit => hit.Version == shown!.Version));
        }

        Assert.Equal(0, await database.ScalarAsync<long>("""
            SELECT (SELECT count(*) FROM docs.dead)
                 + (SELECT count(*) FROM docs.document d WHERE (d.version_key IS NULL) AND d.published_sequence = d.uploaded_sequence)
                 + (SELECT count(*) FROM docs.version v WHERE NOT EXISTS (SELECT FROM docs.document d WHERE d.version_key = v.key))
                 + (SELECT count(*) FROM docs.chunk c WHERE NOT EXISTS (SELECT FROM docs.version v WHERE v.key = c.version_key))
                 + (SELECT count(*) FROM docs.content c WHERE NOT EXISTS (SELECT FROM docs.version v WHERE v.key = c.version_key))
                 + (SELECT count(*) FROM docs.file f WHERE NOT EXISTS (SELECT FROM docs.version v WHERE v.key = f.version_key))
                 + (SELECT count(*) FROM docs.posting p WHERE NOT EXISTS (SELECT FROM docs.segment s WHERE s.id = p.segment_id))
                 + (SELECT abs(coalesce(sum(chunks), 0) - (SELECT count(*) FROM docs.chunk))::bigint FROM docs.segment)
            """));

        Task Repeat(Func<Task> action) => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
                await action();
        }, Ct);
    }

    async Task WriteAsync(Random random)
    {
        for (var change = 0; change < Changes; change++)
        {
            var document = random.Next(Documents);
            var id = $"문서{document}";
            var isDeleted = random.Next(4) == 0;
            await turns[document].WaitAsync(Ct);
            try
            {
                last[id] = isDeleted ? await TryAsync(() => DeleteAsync(id)) : await TryAsync(() => database.Store.AcceptAsync(id, Ct));
            }
            finally
            {
                turns[document].Release();
            }

            if (last[id] is not { } sequence || isDeleted)
                continue;
            string[] texts = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => $"폐렴 {id} 판{sequence} {i}")];
            var pause = TimeSpan.FromMilliseconds(random.Next(40));
            await TryAsync(() => database.Publisher.PublishAsync(
                SearchDatabase.Of(id, sequence, ["all"]) with
                {
                    Sha256 = $"{sequence:x64}",
                    Content = () => new MemoryStream(Encoding.UTF8.GetBytes(texts[0])),
                    Files = new[] { new EmbeddedFile("a.png", "image/png", new byte[100]) }.ToAsyncEnumerable(),
                }, Slowly(texts, pause), Ct));
        }
    }

    // So that later uploads are done before earlier ones.
    static async IAsyncEnumerable<Chunk> Slowly(string[] texts, TimeSpan pause)
    {
        foreach (var chunk in SearchDatabase.Chunks(texts))
        {
            await Task.Delay(pause, Ct);
            yield return chunk;
        }
    }

    async Task<long?> DeleteAsync(string id)
    {
        await database.Store.DeleteAsync(id, Ct);
        return null;
    }

    async Task SearchAsync()
    {
        var hits = (await TryAsync(() => database.SearchAsync(new SearchQuery("폐렴", Top: 50), "all"))).Hits;
        foreach (var document in hits.GroupBy(hit => hit.DocumentId))
        {
            Assert.Single(document.Select(hit => hit.Version).Distinct());
            Assert.Equal(Enumerable.Range(1, document.Count()), document.Select(hit => hit.Citation.FirstParagraph).Order());
        }
    }

    async Task CutAsync()
    {
        cuts += await TryAsync(async () =>
        {
            await using var connection = await database.Db.OpenConnectionAsync(Ct);
            return (int)await connection.ScalarAsync<long>("""
                SELECT count(pg_terminate_backend(pid))
                FROM (SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' ORDER BY random() LIMIT 1) AS busy
                """, [], Ct);
        });
        await Task.Delay(TimeSpan.FromMilliseconds(30), Ct);
    }

    static async Task<T> TryAsync<T>(Func<Task<T>> action)
    {
        while (true)
            try
            {
                return await action();
            }
            catch (NpgsqlException)
            {
                // Its connection was cut: as a durable step would, it runs again.
            }
    }
}

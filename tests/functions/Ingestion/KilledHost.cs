using System.Net;
using Asan.Workflows.Search;
using Asan.Workflows.Search.Index;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Asan.Functions.Tests.Ingestion;

/// <summary>A host that is killed and started again over the same database and folder, and what callers see of it.</summary>
sealed class KilledHost : IAsyncDisposable
{
    static readonly Dictionary<string, string> Settings = new()
    {
        ["Blobs__PollInterval"] = "00:00:00.3",
        ["Blobs__SettleTime"] = "00:00:00.1",
        ["Durable__Lease"] = "00:00:03",
        ["Durable__SweepInterval"] = "00:00:01",
        ["Ingestion__IdleTime"] = "00:00:05",
        ["Ingestion__ReceiveTime"] = "00:00:20",
        // A trigger gives a file up when its host died with it five times, as some here do.
        ["Ingestion__LookForDrops"] = "*/10 * * * * *",
    };

    readonly string folder;
    ServedApplication application;
    volatile DocumentsClient client = null!;

    KilledHost(ServedApplication application, string folder) => (this.application, this.folder) = (application, folder);

    public DocumentsClient Client => client;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<KilledHost> StartAsync(string database, string folder)
    {
        var host = new KilledHost(await ServedApplication.StartAsync(database, folder, Settings), folder);
        await using var db = NpgsqlDataSource.Create(database);
        host.client = await DocumentsClient.WithLabelsAsync(host.application.Http, db, host.application.MasterKey(), "documents");
        return host;
    }

    /// <summary>Kills the host so often, each time some moments after it began to serve; the last one stays.</summary>
    /// <returns>How often it was killed.</returns>
    public async Task<int> KillAsync(int times, int seed)
    {
        var random = new Random(seed);
        for (var kill = 0; kill < times; kill++)
        {
            await Task.Delay(random.Next(300, 3_000), Ct);
            await application.KillAsync();
            var (database, before) = (application.ConnectionString, application);
            application = await ServedApplication.StartAsync(database, folder, Settings);
            client = new(application.Http, application.MasterKey());
            await before.DisposeAsync();
        }

        return times;
    }

    public void Drop(string name, byte[] content)
    {
        var path = Path.Combine(folder, "blobs", "documents", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes($"{path}.tmp", content);
        File.Move($"{path}.tmp", path, overwrite: true);
    }

    /// <summary>Asks until the answer is one of these.</summary>
    public async Task InsistAsync(Func<DocumentsClient, Task<HttpResponseMessage>> ask, params HttpStatusCode[] wanted)
    {
        var until = DateTime.UtcNow + TimeSpan.FromMinutes(10);
        while (true)
        {
            try
            {
                using var answer = await ask(client);
                if (wanted.Contains(answer.StatusCode))
                    return;
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
            }
            catch (Exception error) when (error is HttpRequestException or IOException or ObjectDisposedException || error is TaskCanceledException && !Ct.IsCancellationRequested)
            {
                // It was killed meanwhile.
            }

            Assert.True(DateTime.UtcNow < until, "There was no such answer within ten minutes.");
            await Task.Delay(100, Ct);
        }
    }

    /// <summary>Waits until every drop was seen and every upload is over.</summary>
    public async Task QuietAsync(TimeSpan longest)
    {
        await using var db = NpgsqlDataSource.Create(application.ConnectionString);
        var until = DateTime.UtcNow + longest;
        while (await ScalarAsync(db, """
            SELECT (SELECT count(*) FROM docs.upload WHERE ended_at IS NULL OR status = 'removed')
                 + (SELECT count(*) FROM durable.instances WHERE completed_ticks IS NULL)
            """) is var open && (open > 0 || await MissingDropsAsync(db) > 0))
        {
            Assert.True(DateTime.UtcNow < until, $"{open} uploads and workflows are not over after {longest}, {await MissingDropsAsync(db)} drops were not taken.");
            await Task.Delay(200, Ct);
        }
    }

    /// <summary>Fails where anything is there that belongs to nothing.</summary>
    public async Task CheckNothingIsLeftAsync(int documents)
    {
        await using var db = NpgsqlDataSource.Create(application.ConnectionString);
        using var index = new IndexReader(db, new SearchOptions());
        var merger = new IndexMerger(db, index, new SearchOptions { PurgeAfter = TimeSpan.Zero, DeadShare = 0.001 }, NullLogger<IndexMerger>.Instance);
        while (await merger.MergeAsync(Ct) > 0)
        {
            // Until there is nothing dead in the index any more.
        }

        foreach (var (sql, count) in new[]
        {
            ("SELECT count(*) FROM docs.document", documents), ("SELECT count(*) FROM docs.version", documents)
            , ("SELECT count(*) FROM docs.upload WHERE status = 'published'", documents), ("SELECT count(*) FROM docs.upload WHERE status <> 'published'", 0)
            , ("SELECT count(*) FROM docs.document WHERE version_key IS NULL", 0), ("SELECT count(*) FROM docs.dead", 0)
            , ("SELECT count(*) FROM docs.version v WHERE v.chunks <> (SELECT count(*) FROM docs.chunk c WHERE c.version_key = v.key)", 0)
            , ("SELECT (sum(chunks) - (SELECT count(*) FROM docs.chunk))::bigint FROM docs.segment", 0)
            , ("SELECT count(*) FROM docs.chunk c WHERE NOT EXISTS (SELECT FROM docs.version v WHERE v.key = c.version_key)", 0)
            , ("SELECT count(*) FROM docs.file f WHERE NOT EXISTS (SELECT FROM docs.version v WHERE v.key = f.version_key)", 0)
            , ("SELECT count(*) FROM docs.posting p WHERE NOT EXISTS (SELECT FROM docs.segment s WHERE s.id = p.segment_id)", 0),
        })
            Assert.True(await ScalarAsync(db, sql) == count, $"{sql} is {await ScalarAsync(db, sql)} and not {count}.");

        Assert.Equal(await NamesAsync(db, "drop"), Blobs("documents"));
        Assert.Equal(await NamesAsync(db, "post"), Blobs("uploads"));
        Assert.Empty(Blobs("documents-failed"));
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    // Hidden files are drafts of killed writers: the folder takes them away when they are old.
    string[] Blobs(string container) => Directory.Exists(Path.Combine(folder, "blobs", container))
        ?
        [
            .. Directory.EnumerateFiles(Path.Combine(folder, "blobs", container), "*", SearchOption.AllDirectories)
                .Where(path => !Path.GetFileName(path).StartsWith('.')).Select(path => Path.GetRelativePath(Path.Combine(folder, "blobs", container), path)).Order(StringComparer.Ordinal),
        ]
        : [];

    async Task<int> MissingDropsAsync(NpgsqlDataSource db) => Blobs("documents").Except(await NamesAsync(db, "drop")).Count();

    static async Task<string[]> NamesAsync(NpgsqlDataSource db, string source)
    {
        await using var command = db.CreateCommand($"SELECT coalesce(array_agg(blob), '{{}}') FROM docs.upload WHERE source = '{source}'");
        return [.. ((string[])(await command.ExecuteScalarAsync(Ct))!).Order(StringComparer.Ordinal)];
    }

    static async Task<long> ScalarAsync(NpgsqlDataSource db, string sql)
    {
        await using var command = db.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct) is long value ? value : 0;
    }
}

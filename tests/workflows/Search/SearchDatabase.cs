using Asan.Workflows.Postgres;
using Asan.Workflows.Search;
using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Publishing;
using Asan.Workflows.Search.Querying;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Asan.Tests.Search;

/// <summary>A migrated database of the test's own, with what publishes and finds.</summary>
sealed class SearchDatabase : IAsyncDisposable
{
    SearchDatabase(NpgsqlDataSource db, SearchOptions options)
    {
        Db = db;
        Index = new(db, options);
        Merger = new(db, Index, options, NullLogger<IndexMerger>.Instance);
    }

    public NpgsqlDataSource Db { get; }

    public DocumentStore Store => new(Db);

    public DocumentPublisher Publisher => new(Db);

    public IndexReader Index { get; }

    public IndexMerger Merger { get; }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<SearchDatabase> CreateAsync(Postgres postgres, SearchOptions? options = null)
    {
        var db = NpgsqlDataSource.Create(await postgres.CreateAsync());
        await Migrations.ApplyAsync(db, Migrations.Embedded, Ct);
        return new(db, options ?? new());
    }

    /// <summary>Accepts and publishes a document of these chunks, all in one paragraph each.</summary>
    public async Task<PublishOutcome> PublishAsync(string id, IReadOnlyList<string> labels, params string[] texts) =>
        await PublishAsync(Of(id, await Store.AcceptAsync(id, Ct), labels), texts);

    public Task<PublishOutcome> PublishAsync(Publication publication, params string[] texts) =>
        Publisher.PublishAsync(publication, Chunks(texts).ToAsyncEnumerable(), Ct);

    public static Publication Of(string id, long sequence, IReadOnlyList<string> labels) =>
        new() { DocumentId = id, Sequence = sequence, Sha256 = new string('0', 64), Format = "docx", Labels = labels };

    public static IEnumerable<Chunk> Chunks(params string[] texts) => texts.Select((text, i) => new Chunk(i, [], text, new(1, i + 1, i + 1)));

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Db.OpenConnectionAsync(Ct);
        return (await connection.ScalarAsync<T>(sql, [], Ct))!;
    }

    /// <summary>What the holder of these labels finds.</summary>
    public async Task<SearchResult> SearchAsync(SearchQuery query, params string[] labels)
    {
        var key = string.Join('+', labels);
        await new Grants(Db).GiveAsync(key, labels, Ct);
        return await new DocumentSearch(Index).SearchAsync(query, Grants.HashOf(key), Ct);
    }

    public Task<SearchResult> SearchAsync(string text, params string[] labels) => SearchAsync(new SearchQuery(text), labels);

    public async ValueTask DisposeAsync()
    {
        Index.Dispose();
        await Db.DisposeAsync();
    }
}

using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Bench.Search;

/// <summary>The server that keeps corpora: each is made once, by one run at a time, and one that was not made to its end does not stay.</summary>
sealed class CorpusDatabase : IAsyncDisposable
{
    const string Prefix = "asan_bench_search_";
    const string Complete = "complete, form 2";

    readonly NpgsqlDataSource source;
    readonly string server;
    NpgsqlConnection admin = null!;

    CorpusDatabase(string server)
    {
        this.server = server;
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false, CommandTimeout = 600 }.ConnectionString);
    }

    public static async Task<CorpusDatabase> ConnectAsync(CancellationToken ct)
    {
        var database = new CorpusDatabase(Environment.GetEnvironmentVariable("ASAN_TEST_POSTGRES")
            ?? throw new BenchFailedException("ASAN_TEST_POSTGRES names no server where databases may be made; eng/bench sets it"));
        database.admin = await database.source.OpenConnectionAsync(ct);
        return database;
    }

    /// <summary>The corpus, made unless it is there. No other run may use it meanwhile.</summary>
    public async Task<NpgsqlDataSource> OpenAsync(Corpus corpus, CancellationToken ct)
    {
        var name = $"{Prefix}{corpus.Chunks}";
        if (!await admin.ScalarAsync<bool>("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", [Sql.Value(name)], ct))
            throw new BenchFailedException($"another run is measuring with {corpus.Chunks:N0} chunks on this server");
        await ForgetAsync(kept: false, ct);

        var db = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 0 }.ConnectionString);
        if ((await NamesAsync(kept: true, ct)).Contains(name))
        {
            await Migrations.ApplyAsync(db, Migrations.Embedded, ct);
            return db;
        }

        Console.Error.WriteLine($"making {corpus.Chunks:N0} chunks in the database {name}, once; --forget drops it again");
        await admin.ExecuteAsync($"CREATE DATABASE {name}", ct);
        try
        {
            await corpus.FillAsync(db, ct);
            await admin.ExecuteAsync($"COMMENT ON DATABASE {name} IS '{Complete}'", ct);
        }
        catch
        {
            await db.DisposeAsync();
            await admin.ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
            throw;
        }

        return db;
    }

    /// <summary>Drops the corpora that no run is using: those that are kept, or what a killed run or an older form of this benchmark left.</summary>
    public async Task ForgetAsync(bool kept, CancellationToken ct)
    {
        foreach (var name in await NamesAsync(kept, ct))
            try
            {
                await admin.ExecuteAsync($"DROP DATABASE IF EXISTS {name}", ct);
                Console.Error.WriteLine($"dropped the database {name}");
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                Console.Error.WriteLine($"the database {name} is in use");
            }
    }

    public async ValueTask DisposeAsync()
    {
        await admin.DisposeAsync();
        await source.DisposeAsync();
    }

    async Task<string[]> NamesAsync(bool kept, CancellationToken ct) => await admin.ScalarAsync<string[]>("""
        SELECT coalesce(array_agg(datname::text), '{}')
        FROM pg_database
        WHERE starts_with(datname, $1) AND (shobj_description(oid, 'pg_database') IS NOT DISTINCT FROM $2) = $3
        """, [Sql.Value(Prefix), Sql.Value(Complete), Sql.Value(kept)], ct) ?? [];
}

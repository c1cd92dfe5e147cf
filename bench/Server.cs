using Npgsql;

namespace Asan.Bench;

/// <summary>The PostgreSQL server that all sides of a comparison use, and the databases made there for it.</summary>
sealed class Server(string bench, string connectionString) : IAsyncDisposable
{
    readonly NpgsqlDataSource admin = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 600 }.ConnectionString);

    readonly List<string> made = [];

    public static Server FromEnvironment(string bench) => new(bench, Environment.GetEnvironmentVariable("ASAN_TEST_POSTGRES")
        ?? throw new BenchFailedException("ASAN_TEST_POSTGRES names no server where databases may be made; eng/bench sets it"));

    /// <returns>The connection string of an empty database.</returns>
    public async Task<string> CreateAsync(string purpose, CancellationToken ct)
    {
        var name = $"asan_bench_{bench}_{Environment.ProcessId}_{purpose}";
        await ExecuteAsync($"CREATE DATABASE {name}", ct);
        made.Add(name);
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name, CommandTimeout = 0 }.ConnectionString;
    }

    /// <summary>So that what one part leaves to be written is not written in the next one's time.</summary>
    public Task SettleAsync(CancellationToken ct) => ExecuteAsync("CHECKPOINT", ct);

    public async Task DropAsync(CancellationToken ct)
    {
        foreach (var name in made)
            await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", ct);
        made.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync(CancellationToken.None);
        await admin.DisposeAsync();
    }

    async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}

using Npgsql;

[assembly: AssemblyFixture(typeof(Asan.Tests.Postgres))]

namespace Asan.Tests;

/// <summary>A real server, named by ASAN_TEST_POSTGRES. Each test asks for a database of its own, so tests share nothing.</summary>
public sealed class Postgres : IAsyncLifetime
{
    static readonly string Server = Environment.GetEnvironmentVariable("ASAN_TEST_POSTGRES")
        ?? throw new InvalidOperationException("Set ASAN_TEST_POSTGRES to a server where tests may create databases (eng/test does).");

    readonly NpgsqlDataSource admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
    readonly string prefix = $"asan_{Guid.NewGuid():N}";
    int created;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>An empty database of the caller's own.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync()
    {
        var name = $"{prefix}_{Interlocked.Increment(ref created)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name }.ConnectionString;
    }

    /// <summary>A copy of the database behind this connection string; nobody may be connected to it.</summary>
    public async Task<string> CloneAsync(string connectionString)
    {
        var template = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var name = $"{prefix}_{Interlocked.Increment(ref created)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = created; i > 0; i--)
            await ExecuteAsync($"DROP DATABASE IF EXISTS {prefix}_{i} WITH (FORCE)");
        await admin.DisposeAsync();
    }

    async Task ExecuteAsync(string sql)
    {
        await using var command = admin.CreateCommand(sql);
        // Making and dropping a database waits for a checkpoint, however much others have written.
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }
}

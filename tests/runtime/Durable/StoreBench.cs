using Asan.Runtime.Durable.Schema;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

/// <summary>A hub without a host, and workers on it that are nothing but their stores: the test moves leases and time as it likes.</summary>
sealed class StoreBench : IAsyncDisposable
{
    StoreBench(string connectionString, string hub)
    {
        Db = NpgsqlDataSource.Create(connectionString);
        Options = new() { TaskHub = hub, Lease = TimeSpan.FromMinutes(10) };
    }

    public NpgsqlDataSource Db { get; }

    public DurableEngineOptions Options { get; }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<StoreBench> OpenAsync(Postgres postgres, string? hub = null, string? database = null)
    {
        var bench = new StoreBench(database ?? await EngineHost.SharedDatabaseAsync(postgres), hub ?? EngineHost.NewHub());
        await DurableSchema.MigrateAsync(bench.Db, Ct);
        return bench;
    }

    public StoreWorker Worker() => new(this);

    /// <summary>An instance that waits, unclaimed, with its start in the inbox.</summary>
    public async Task<long> StartAsync(string id, string name = "Orchestrate")
    {
        var start = new NewInstance(id, name, null, null, null, DateTime.UtcNow.Ticks, null);
        var handedOver = await Worker().Instances.StartAsync(start, [], mine: false, Ct);
        return handedOver!.Instance.Identity.Key;
    }

    /// <summary>Lets every lease of an instance and its activities run out.</summary>
    public Task ExpireAsync(long key) => ExecuteAsync("""
        WITH instance AS (UPDATE durable.instances SET lease_until = now() - interval '1 second' WHERE id = $1)
        UPDATE durable.activities SET visible_at = now() - interval '1 second' WHERE instance = $1
        """, key);

    /// <summary>Lets the leases of an instance's activities run out.</summary>
    public Task ExpireActivitiesAsync(long key) => ExecuteAsync("UPDATE durable.activities SET visible_at = now() WHERE instance = $1", key);

    /// <summary>How often the one activity of an instance was begun.</summary>
    public async Task<int> AttemptsAsync(long key) => (int)(await ScalarAsync("SELECT attempts FROM durable.activities WHERE instance = $1", key))!;

    /// <summary>Lets an instance's own lease run out.</summary>
    public Task ExpireLeaseAsync(long key) => ExecuteAsync("UPDATE durable.instances SET lease_until = now() - interval '1 second' WHERE id = $1", key);

    /// <summary>Leaves an instance's lease so much time.</summary>
    public async Task RunDownLeaseAsync(long key, TimeSpan left)
    {
        await using var command = Db.CreateCommand("UPDATE durable.instances SET lease_until = now() + $2 WHERE id = $1");
        command.With(key).With(left);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public async Task<long> KeyAsync(string id) => (await Worker().Instances.FindAsync(id, Ct))!.Key;

    public async Task<long> CountAsync(string table, long key) => (long)(await ScalarAsync($"SELECT count(*) FROM durable.{table} WHERE instance = $1", key))!;

    public async Task<int> TurnAsync(long key) => (int)(await ScalarAsync("SELECT turn FROM durable.instances WHERE id = $1", key))!;

    public async Task<string?> OwnerAsync(long key) => await ScalarAsync("SELECT owner FROM durable.instances WHERE id = $1", key) as string;

    /// <summary>Until when the one activity of an instance is leased.</summary>
    public async Task<DateTime> LeasesUntilAsync(string id) =>
        (DateTime)(await ScalarAsync("SELECT visible_at FROM durable.activities WHERE instance = $1", await KeyAsync(id)))!;

    public ValueTask DisposeAsync() => Db.DisposeAsync();

    async Task<object?> ScalarAsync(string sql, long key)
    {
        await using var command = Db.CreateCommand(sql);
        command.With(key);
        return await command.ExecuteScalarAsync(Ct);
    }

    async Task ExecuteAsync(string sql, long key)
    {
        await using var command = Db.CreateCommand(sql);
        command.With(key);
        await command.ExecuteNonQueryAsync(Ct);
    }
}

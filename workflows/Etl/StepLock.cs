using System.Data;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl;

/// <summary>
/// Keeps a step to itself while it runs: a host that was cut off may still be at the same step when another host begins it again.
/// Held by a session, so it is gone when the host or its connection is.
/// </summary>
sealed class StepLock : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    StepLock(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The session that holds the lock; the step may use it.</summary>
    public NpgsqlConnection Connection { get; }

    public static async Task<StepLock> TakeAsync(NpgsqlDataSource db, string step, CancellationToken ct)
    {
        var connection = await db.OpenConnectionAsync(ct);
        try
        {
            await connection.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended('asan etl ' || $1, 0))", [Sql.Text(step)], ct, Patience);
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A pooled connection is reset when it is used again, which may be much later: give the lock back now.
        if (Connection.State == ConnectionState.Open)
            await Connection.ExecuteAsync("SELECT pg_advisory_unlock_all()", CancellationToken.None);
        await Connection.DisposeAsync();
    }
}

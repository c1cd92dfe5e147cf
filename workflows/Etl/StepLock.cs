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

    /// <summary>
    /// Refuses a step that waited for the lock while another host did the step and went on: doing it again would take away what later steps stand on.
    /// </summary>
    public async Task RefuseLateAsync(string step, string runId, CancellationToken ct)
    {
        var late = await Connection.ScalarAsync<bool>("""
            SELECT EXISTS (SELECT FROM staging.etl_step WHERE run_id = $1 AND name = $2 AND status <> 'Running')
                OR EXISTS (SELECT FROM staging.etl_run WHERE id = $1 AND status IN ('Succeeded', 'Failed'))
            """, [Sql.Text(runId), Sql.Text(step)], ct);
        if (late)
            throw new LoadRefusedException($"{step} comes too late: the run has gone on without it.");
    }

    public async ValueTask DisposeAsync()
    {
        // A pooled connection is reset when it is used again, which may be much later: give the lock back now.
        if (Connection.State == ConnectionState.Open)
            await Connection.ExecuteAsync("SELECT pg_advisory_unlock_all()", CancellationToken.None);
        await Connection.DisposeAsync();
    }
}

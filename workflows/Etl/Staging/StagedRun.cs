using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Staging;

/// <summary>
/// Which run the staged tables belong to. They are UNLOGGED, so a crash of the server empties them without a word; this mark is emptied
/// with them. A step that finds another mark than its own run's must not go on: it would load nothing, or somebody else's rows.
/// </summary>
static class StagedRun
{
    public static Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync("""
        DROP TABLE IF EXISTS staging.staged_run;
        CREATE UNLOGGED TABLE staging.staged_run (run_id text NOT NULL)
        """, ct);

    public static Task MarkAsync(NpgsqlConnection connection, string runId, CancellationToken ct) =>
        connection.ExecuteAsync("INSERT INTO staging.staged_run (run_id) VALUES ($1)", [Sql.Text(runId)], ct);

    public static async Task<bool> IsAsync(NpgsqlConnection connection, string runId, CancellationToken ct) =>
        await connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM staging.staged_run WHERE run_id = $1)", [Sql.Text(runId)], ct);
}

using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Runs;

/// <summary>
/// Writes down how a run goes. Writing the same twice changes nothing, and what comes late changes nothing either: a build gives way only to a
/// later one, and a step only goes forward.
/// </summary>
public sealed class RunLog(NpgsqlDataSource db)
{
    /// <summary>The run begins a build, with all its steps before it. A run that has ended stays as it ended.</summary>
    public async Task BeginAsync(string runId, int build, IReadOnlyList<string> steps, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var begun = await connection.ExecuteAsync("""
            UPDATE staging.etl_run
            SET status = 'Running'
              , build = $2
              , started_at = coalesce(started_at, $3)
            WHERE id = $1 AND build < $2 AND status IN ('NotStarted', 'Running')
            """, [Sql.Text(runId), Sql.Value(build), Sql.Value(at)], ct);
        if (begun == 0)
            return;

        await connection.ExecuteAsync("DELETE FROM staging.etl_step WHERE run_id = $1", [Sql.Text(runId)], ct);
        await connection.ExecuteAsync("""
            INSERT INTO staging.etl_step (run_id, number, name, status)
            SELECT $1, number, name, 'NotStarted'
            FROM unnest($2) WITH ORDINALITY AS step (name, number)
            """, [Sql.Text(runId), Sql.Value(steps.ToArray())], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A step begins, succeeds with its counts, or fails.</summary>
    public async Task StepAsync(StepRecord step, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var told = await connection.ExecuteAsync("""
            UPDATE staging.etl_step AS step
            SET status = $4
              , started_at = CASE WHEN $4 = 'Running' THEN $5 ELSE step.started_at END
              , finished_at = CASE WHEN $4 = 'Running' THEN NULL ELSE $5 END
              , notices = $6
            FROM staging.etl_run AS run
            WHERE step.run_id = $1 AND step.number = $3
              AND run.id = $1 AND run.build = $2
              AND (step.status = 'NotStarted' OR (step.status = 'Running' AND $4 <> 'Running'))
            """,
            [
                Sql.Text(step.RunId), Sql.Value(step.Build), Sql.Value(step.Number), Sql.Text(step.Status), Sql.Value(step.At)
                , Sql.Value(step.Report?.Notices?.ToArray() ?? []),
            ], ct);
        if (told == 1 && step.Report is { } report)
            await TablesAsync(connection, step, report.Tables, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The run has ended: well when there is no error.</summary>
    public Task EndAsync(string runId, DateTimeOffset at, string? error, CancellationToken ct) => db.ExecuteAsync("""
        UPDATE staging.etl_run
        SET status = CASE WHEN $3 IS NULL THEN 'Succeeded' ELSE 'Failed' END
          , finished_at = $2
          , error = $3
        WHERE id = $1 AND status IN ('NotStarted', 'Running')
        """, [Sql.Text(runId), Sql.Value(at), Sql.Text(error)], ct);

    static Task<int> TablesAsync(NpgsqlConnection connection, StepRecord step, IReadOnlyList<TableCount> tables, CancellationToken ct) =>
        connection.ExecuteAsync("""
            INSERT INTO staging.etl_table (run_id, number, table_name, ordinal, read, written, rejected)
            SELECT $1, $2, table_name, ordinal, read, written, rejected
            FROM unnest($3, $4, $5, $6) WITH ORDINALITY AS told (table_name, read, written, rejected, ordinal)
            """,
            [
                Sql.Text(step.RunId), Sql.Value(step.Number), Sql.Value(tables.Select(table => table.Table).ToArray())
                , Sql.Value(tables.Select(table => table.Read).ToArray()), Sql.Value(tables.Select(table => table.Written).ToArray())
                , Sql.Value(tables.Select(table => table.Rejected).ToArray()),
            ], ct);
}

using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Runs;

/// <summary>Writes down how a run goes. Each write says the whole of what it knows, so writing it twice changes nothing.</summary>
public sealed class RunLog(NpgsqlDataSource db)
{
    /// <summary>The run begins, or begins again, with all its steps before it. A run that has ended stays as it ended.</summary>
    public async Task BeginAsync(string runId, IReadOnlyList<string> steps, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("""
            UPDATE staging.etl_run
            SET status = 'Running'
              , started_at = coalesce(started_at, $2)
            WHERE id = $1 AND status IN ('NotStarted', 'Running')
            """, [Sql.Text(runId), Sql.Value(at)], ct);
        await connection.ExecuteAsync("DELETE FROM staging.etl_step WHERE run_id = $1", [Sql.Text(runId)], ct);
        await connection.ExecuteAsync("""
            INSERT INTO staging.etl_step (run_id, number, name, status)
            SELECT id, step.number, step.name, 'NotStarted'
            FROM staging.etl_run
            CROSS JOIN unnest($2) WITH ORDINALITY AS step (name, number)
            WHERE id = $1
            """, [Sql.Text(runId), Sql.Value(steps.ToArray())], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A step begins, succeeds with its counts, or fails.</summary>
    public async Task StepAsync(StepRecord step, CancellationToken ct)
    {
        var tables = step.Report?.Tables ?? [];
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("""
            UPDATE staging.etl_step
            SET status = $3
              , started_at = CASE WHEN $3 = 'Running' THEN $4 ELSE started_at END
              , finished_at = CASE WHEN $3 = 'Running' THEN NULL ELSE $4 END
              , notices = $5
            WHERE run_id = $1 AND number = $2
            """,
            [
                Sql.Text(step.RunId), Sql.Value(step.Number), Sql.Text(step.Status), Sql.Value(step.At)
                , Sql.Value(step.Report?.Notices?.ToArray() ?? []),
            ], ct);
        await connection.ExecuteAsync(
            "DELETE FROM staging.etl_table WHERE run_id = $1 AND number = $2", [Sql.Text(step.RunId), Sql.Value(step.Number)], ct);
        await connection.ExecuteAsync("""
            INSERT INTO staging.etl_table (run_id, number, table_name, ordinal, read, written, rejected)
            SELECT step.run_id, step.number, told.table_name, told.ordinal, told.read, told.written, told.rejected
            FROM staging.etl_step AS step
            CROSS JOIN unnest($3, $4, $5, $6) WITH ORDINALITY AS told (table_name, read, written, rejected, ordinal)
            WHERE step.run_id = $1 AND step.number = $2
            """,
            [
                Sql.Text(step.RunId), Sql.Value(step.Number), Sql.Value(tables.Select(table => table.Table).ToArray())
                , Sql.Value(tables.Select(table => table.Read).ToArray()), Sql.Value(tables.Select(table => table.Written).ToArray())
                , Sql.Value(tables.Select(table => table.Rejected).ToArray()),
            ], ct);
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
}

using System.Text.Json;
using Asan.Workflows.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>
/// Runs one step on <c>cdm_next</c>: alone, in one transaction, once. The step's report is written in the same transaction, so a step that is
/// run again, because nobody heard that it had finished, answers with that report and changes nothing.
/// </summary>
public sealed class CdmBuild(NpgsqlDataSource db)
{
    /// <summary>How long one statement may take; the server ends it, so that it ends even when this host has gone.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Does <paramref name="work"/>, unless it is done. <paramref name="after"/> names the steps whose work it reads: without their reports, from this
    /// very staging, it refuses to begin. <paramref name="prepare"/> comes before the transaction, and may have happened already when the step runs again.
    /// </summary>
    internal async Task<StepReport> RunAsync(
        string name, StepRequest request, string[] after, Func<CdmStep, Task> work, Func<CancellationToken, Task>? prepare = null,
        CancellationToken ct = default)
    {
        await using var alone = await StepLock.TakeAsync(db, name, ct);
        var connection = alone.Connection;
        var runId = request.Load.RunId;

        if (await ReportAsync(connection, runId, name, ct) is { } done)
            return done;

        await RequireAsync(connection, runId, name, after, ct);
        if (prepare is not null)
            await prepare(ct);

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await SettleAsync(connection, ct);
        var step = new CdmStep(connection, runId, Limit, ct);
        await work(step);
        await step.ForgetEventsAsync();
        await RecordAsync(connection, runId, name, step.Report, ct);
        await transaction.CommitAsync(ct);
        return step.Report;
    }

    // Counts of a staging that is gone say nothing, but for the last step: when that has committed, this run's CDM is in place.
    static async Task<StepReport?> ReportAsync(NpgsqlConnection connection, string runId, string name, CancellationToken ct) =>
        await connection.ScalarAsync<string>("""
            SELECT report::text
            FROM staging.cdm_step
            WHERE run_id = $1 AND step = $2
              AND (token = (SELECT token FROM staging.build) OR (step = $3 AND NOT EXISTS (SELECT FROM staging.build)))
            """, [Sql.Text(runId), Sql.Text(name), Sql.Text(nameof(PublishCdm))], ct) is { } report
            ? JsonSerializer.Deserialize<StepReport>(report)
            : null;

    static async Task RequireAsync(NpgsqlConnection connection, string runId, string name, string[] after, CancellationToken ct)
    {
        if (!await connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM staging.build)", [], ct))
            throw new LoadRefusedException("The staged rows are gone: they do not outlive a crash of the database server. Start the load again.");

        var missing = await connection.ScalarAsync<string>("""
            SELECT string_agg(needed, ', ')
            FROM unnest($2) AS needed
            WHERE NOT EXISTS (
                SELECT
                FROM staging.cdm_step
                JOIN staging.build ON build.token = cdm_step.token
                WHERE cdm_step.run_id = $1 AND cdm_step.step = needed)
            """, [Sql.Text(runId), Sql.Value(after)], ct);
        if (missing is not null)
            throw new LoadRefusedException(
                $"{name} needs the work of {missing}, and cdm_next does not have it: another load has begun since. Start the load again.");
    }

    // Every statement is set-based over whole tables, so that a nested loop or a merge would be a misjudged hash join. Steps run side by side already:
    // parallel workers would only take from each other. A step's commit need not be waited for: the next durable commit on this server carries it along.
    static Task<int> SettleAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync($"""
        SET LOCAL work_mem = '128MB';
        SET LOCAL maintenance_work_mem = '256MB';
        SET LOCAL jit = off;
        SET LOCAL enable_nestloop = off;
        SET LOCAL enable_mergejoin = off;
        SET LOCAL max_parallel_workers_per_gather = 0;
        SET LOCAL synchronous_commit = off;
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL statement_timeout = {(int)Limit.TotalMilliseconds};
        SET LOCAL client_connection_check_interval = 2000
        """, ct);

    static Task<int> RecordAsync(NpgsqlConnection connection, string runId, string name, StepReport report, CancellationToken ct) =>
        connection.ExecuteAsync("""
            INSERT INTO staging.cdm_step (run_id, step, token, report)
            SELECT $1, $2, token, $3
            FROM staging.build
            ON CONFLICT (run_id, step) DO UPDATE
                SET token  = EXCLUDED.token
                  , report = EXCLUDED.report
            """,
            [Sql.Text(runId), Sql.Text(name), new() { Value = JsonSerializer.Serialize(report), NpgsqlDbType = NpgsqlDbType.Jsonb }], ct);
}

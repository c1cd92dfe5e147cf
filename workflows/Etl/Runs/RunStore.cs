using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Runs;

/// <summary>The runs that were asked for, and their order: one load at a time, one run per idempotency key. The database keeps both rules.</summary>
public sealed class RunStore(NpgsqlDataSource db)
{
    /// <summary>Takes the load, unless another one is not finished or its key belongs to another request. Sent again, it is the same run.</summary>
    public async Task<RunStarted> TakeAsync(RunStart start, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        while (true)
        {
            var taken = await connection.ExecuteAsync("""
                INSERT INTO staging.etl_run (id, source, location, vocabulary, idempotency_key)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT DO NOTHING
                """,
                [Sql.Text(start.Id), Sql.Text(start.Source), Sql.Text(start.Location), Sql.Text(start.Vocabulary), Sql.Text(start.IdempotencyKey)], ct);
            if (taken == 1)
                return new RunStarted.Taken(start.Id);
            if (await SameKeyAsync(connection, start, ct) is { } earlier)
                return earlier;
            if (await UnfinishedAsync(connection, ct) is { } busy)
                return new RunStarted.Busy(busy);

            // The run in the way ended between the two looks.
        }
    }

    /// <summary>Ends a run that nothing works at any more, so that it does not stand in the way of the next one.</summary>
    /// <returns>False when it has ended by itself.</returns>
    public async Task<bool> GiveUpAsync(string id, string error, CancellationToken ct) =>
        await db.ExecuteAsync("""
            UPDATE staging.etl_run
            SET status = 'Failed'
              , finished_at = now()
              , error = $2
            WHERE id = $1 AND status IN ('NotStarted', 'Running')
            """, [Sql.Text(id), Sql.Text(error)], ct) == 1;

    /// <summary>Whether this key was sent before, whatever became of its run.</summary>
    public async Task<bool> KnowsAsync(string idempotencyKey, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await connection.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM staging.etl_run WHERE idempotency_key = $1)", [Sql.Text(idempotencyKey)], ct);
    }

    /// <summary>Those of these runs that have ended, well or not.</summary>
    public async Task<IReadOnlySet<string>> EndedAsync(string[] ids, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return (await connection.ScalarAsync<string[]>("""
            SELECT coalesce(array_agg(id), '{}')
            FROM staging.etl_run
            WHERE id = ANY ($1) AND status IN ('Succeeded', 'Failed')
            """, [Sql.Value(ids)], ct))!.ToHashSet();
    }

    /// <summary>How long ago the run was taken; null when there is none.</summary>
    public async Task<TimeSpan?> AgeAsync(string id, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await connection.ScalarAsync<TimeSpan?>("SELECT clock_timestamp() - created_at FROM staging.etl_run WHERE id = $1", [Sql.Text(id)], ct);
    }

    static async Task<RunStarted?> SameKeyAsync(NpgsqlConnection connection, RunStart start, CancellationToken ct)
    {
        await using var command = connection.Command("""
            SELECT id, (source, location, vocabulary) IS NOT DISTINCT FROM ($2, $3, $4) AS same
            FROM staging.etl_run
            WHERE idempotency_key = $1
            """, [Sql.Text(start.IdempotencyKey), Sql.Text(start.Source), Sql.Text(start.Location), Sql.Text(start.Vocabulary)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;

        var id = reader.GetString(0);
        return reader.GetBoolean(1) ? new RunStarted.Taken(id) : new RunStarted.KeyReused(id);
    }

    static Task<string?> UnfinishedAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ScalarAsync<string>("""
        SELECT id
        FROM staging.etl_run
        WHERE status IN ('NotStarted', 'Running')
        """, [], ct);
}

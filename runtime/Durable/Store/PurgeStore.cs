using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Finds ended instances and deletes them. Finding locks nothing, deleting waits for nobody.</summary>
/// <remarks>Keys travel as arrays: by a join, a planner without statistics reads the whole history for each batch (527 ms, and 7 so).</remarks>
sealed class PurgeStore(NpgsqlDataSource db, DurableEngineOptions options)
{
    /// <summary>
    /// The next ended instances in the order of their creation, after a place in it. Nobody ends before being created, so what had ended by some time
    /// stands before that time in this order too: no index of the ends is needed, which every end would have to write.
    /// </summary>
    public async Task<IReadOnlyList<(long CreatedTicks, long Id)>> FindAsync(InstanceFilter filter, (long CreatedTicks, long Id) after, int limit, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT i.created_ticks, i.id
            FROM durable.instances i
            WHERE i.task_hub = $1
                AND (i.created_ticks, i.id) > ($2, $3)
                AND i.completed_ticks IS NOT NULL
                AND i.created_ticks >= $4 AND i.created_ticks <= $5
                AND ($6::smallint[] IS NULL OR i.status = ANY ($6))
                AND ($7::text IS NULL OR starts_with(i.instance_id, $7))
                AND ($8::bigint IS NULL OR i.completed_ticks >= $8) AND ($9::bigint IS NULL OR i.completed_ticks <= $9)
            ORDER BY i.created_ticks, i.id
            LIMIT $10
            """);
        var bounded = filter with { CreatedTo = Math.Min(filter.CreatedTo, filter.CompletedTo ?? long.MaxValue) };
        InstanceStore.Filter(command.WithText(options.TaskHub).With(after.CreatedTicks).With(after.Id), bounded).With(limit);

        var found = new List<(long, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return found;
    }

    /// <summary>Deletes those of these instances that have ended, with all they left. One that somebody is just replacing is left alone.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH ended AS (
                SELECT id
                FROM durable.instances
                WHERE id = ANY ($1) AND completed_ticks IS NOT NULL
                ORDER BY id
                FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM durable.instances WHERE id = ANY (ARRAY(SELECT id FROM ended)) RETURNING id
            ), history AS (
                DELETE FROM durable.history WHERE instance = ANY (ARRAY(SELECT id FROM gone))
            ), inbox AS (
                DELETE FROM durable.inbox WHERE instance = ANY (ARRAY(SELECT id FROM gone))
            ), activities AS (
                DELETE FROM durable.activities WHERE instance = ANY (ARRAY(SELECT id FROM gone))
            )
            SELECT count(*)::integer FROM gone
            """);
        command.With(instances);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Deletes messages whose instance was purged while they were on their way, and their values: nobody else would ever take them out.</summary>
    public async Task DeleteStrayMessagesAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH values_of_nobody AS (
                DELETE FROM durable.payloads p WHERE NOT EXISTS (SELECT FROM durable.instances i WHERE i.id = p.instance)
            )
            DELETE FROM durable.inbox m
            WHERE m.task_hub = $1 AND m.visible_at < now() - interval '1 hour'
                AND NOT EXISTS (SELECT FROM durable.instances i WHERE i.id = m.instance)
            """);
        command.WithText(options.TaskHub);
        await command.ExecuteNonQueryAsync(ct);
    }
}

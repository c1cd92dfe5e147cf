using Asan.Runtime.Durable.History;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Instances by who called them.</summary>
sealed class FamilyStore(NpgsqlDataSource db, DurableEngineOptions options)
{
    /// <summary>
    /// A query for the nearest descendants that have not ended, of ancestors given as a query of (id, event); each row carries its ancestor's event. A
    /// descendant that has ended is looked through: what it called may still run.
    /// </summary>
    internal static string Alive(string ancestors) => $"""
        WITH RECURSIVE family AS (
            SELECT i.id, i.completed_ticks IS NULL AS alive, a.event
            FROM ({ancestors}) AS a JOIN durable.instances i ON i.parent_key = a.id
            UNION -- and not ALL: a reused id may have made an instance its own descendant
            SELECT i.id, i.completed_ticks IS NULL, f.event
            FROM family f JOIN durable.instances i ON i.parent_key = f.id
            WHERE NOT f.alive
        )
        SELECT id, event FROM family WHERE alive
        """;

    /// <summary>Tells the descendants of an instance that has ended itself: each tells its own when it ends.</summary>
    public async Task<IReadOnlyList<InboxMessage>> TellAsync(string instanceId, HistoryEvent message, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"""
            INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
            SELECT f.id, $1, clock_timestamp(), f.event
            FROM ({Alive("SELECT id, $3 AS event FROM durable.instances WHERE task_hub = $1 AND instance_id = $2 AND completed_ticks IS NOT NULL")}) f
            RETURNING instance, id
            """);
        command.WithText(options.TaskHub).WithText(instanceId).WithText(HistoryJson.Write(message));

        var told = new List<InboxMessage>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            told.Add(new(reader.GetInt64(0), reader.GetInt64(1), null, message));
        return told;
    }

    /// <summary>These instances and all below them, the deepest first: who is deleted in this order never leaves children that nobody knows.</summary>
    public async Task<IReadOnlyList<FamilyMember>> OfAsync(long[] roots, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH RECURSIVE family AS (
                SELECT r.id AS root, r.id, 0 AS depth
                FROM unnest($1::bigint[]) AS r(id)
                UNION ALL
                SELECT f.root, i.id, f.depth + 1
                FROM family f JOIN durable.instances i ON i.parent_key = f.id
            ) CYCLE id SET again USING path
            SELECT f.root, i.id, i.instance_id, i.completed_ticks IS NOT NULL
            FROM family f JOIN durable.instances i ON i.id = f.id
            WHERE NOT f.again
            ORDER BY f.depth DESC
            """);
        command.With(roots);

        var family = new List<FamilyMember>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            family.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetBoolean(3)));
        return family;
    }
}

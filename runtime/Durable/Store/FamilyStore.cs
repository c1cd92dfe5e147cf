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
            SELECT c.id, c.alive, a.event
            FROM ({ancestors}) AS a CROSS JOIN LATERAL ({ChildrenOf("a")}) c
            UNION -- and not ALL: a reused id may have made an instance its own descendant
            SELECT c.id, c.alive, f.event
            FROM family f CROSS JOIN LATERAL ({ChildrenOf("f")}) c
            WHERE NOT f.alive
        )
        SELECT id, event FROM family WHERE alive
        """;

    // OFFSET 0 keeps this a look into the index for each parent: joined freely, a planner without statistics reads all instances instead.
    static string ChildrenOf(string parent) => $"SELECT i.id, i.instance_id, i.completed_ticks IS NULL AS alive FROM durable.instances i WHERE i.parent_key = {parent}.id OFFSET 0";

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
        await using var command = db.CreateCommand($"""
            WITH RECURSIVE family AS (
                SELECT i.id AS root, i.id, i.instance_id, i.completed_ticks IS NULL AS alive, 0 AS depth
                FROM durable.instances i
                WHERE i.id = ANY ($1)
                UNION ALL
                SELECT f.root, c.id, c.instance_id, c.alive, f.depth + 1
                FROM family f CROSS JOIN LATERAL ({ChildrenOf("f")}) c
            ) CYCLE id SET again USING path
            SELECT f.root, f.id, f.instance_id, NOT f.alive
            FROM family f
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

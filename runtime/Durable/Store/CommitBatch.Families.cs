using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Store;

/// <content>What turns do to other instances: start children, end or rewind them, answer parents.</content>
sealed partial class CommitBatch
{
    // A child's id may be taken: by a finished instance, which the child replaces, or by a running one, and then the call fails.
    void Children()
    {
        var rows = turns.SelectMany(t => t.Scheduled(EventKind.SubOrchestrationInstanceCreated).Select((e, n) => (Turn: t, Event: e, Mine: n < t.ChildrenTaken))).ToArray();
        if (rows.Length > 0)
            Add(CommitRows.ChildOrRefusal, """
                WITH child AS (
                    SELECT c.*, h.generation
                    FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                        AS c(parent, instance_id, name, version, input, tags, link, at_ticks, start, refusal, mine)
                    JOIN durable.instances h ON h.id = c.parent AND h.xmin = pg_current_xact_id()::xid
                ), created AS (
                    INSERT INTO durable.instances AS i (task_hub, instance_id, name, version, status, input, tags, parent, parent_key, created_ticks, updated_ticks, owner, epoch, lease_until)
                    SELECT $1, c.instance_id, c.name, c.version, 6, c.input, c.tags, c.link, c.parent, c.at_ticks, c.at_ticks
                        , CASE WHEN c.mine THEN $2 END, c.mine::integer, CASE WHEN c.mine THEN clock_timestamp() + $3 END
                    FROM child c
                    ON CONFLICT ON CONSTRAINT instances_named_once_in_a_hub DO UPDATE
                    SET name = EXCLUDED.name, version = EXCLUDED.version, status = EXCLUDED.status, input = EXCLUDED.input, tags = EXCLUDED.tags, parent = EXCLUDED.parent, parent_key = EXCLUDED.parent_key
                      , created_ticks = EXCLUDED.created_ticks, updated_ticks = EXCLUDED.updated_ticks, completed_ticks = NULL, output = NULL, failure = NULL, custom_status = NULL, start_at = NULL
                      , generation = i.generation + 1, first_turn = i.turn + 1, owner = EXCLUDED.owner, epoch = i.epoch + 1, lease_until = EXCLUDED.lease_until
                    WHERE i.completed_ticks IS NOT NULL
                    RETURNING i.id, i.instance_id, i.generation, i.epoch, i.turn, i.first_turn
                ), started AS (
                    INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                    SELECT n.id, $1, n.generation, clock_timestamp(), c.start
                    FROM created n JOIN child c ON c.instance_id = n.instance_id
                    RETURNING instance, id
                ), forgotten_history AS (
                    DELETE FROM durable.history f USING created n WHERE f.instance = n.id
                ), forgotten_inbox AS (
                    DELETE FROM durable.inbox f USING created n WHERE f.instance = n.id
                ), forgotten_activities AS (
                    DELETE FROM durable.activities f USING created n WHERE f.instance = n.id
                ), refused AS (
                    INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                    SELECT c.parent, $1, c.generation, clock_timestamp(), c.refusal
                    FROM child c
                    WHERE NOT EXISTS (SELECT FROM created n WHERE n.instance_id = c.instance_id)
                    RETURNING instance, id, generation, event
                )
                SELECT instance, id, generation, event, NULL, NULL, NULL, NULL FROM refused
                UNION ALL
                SELECT n.id, s.id, n.generation, NULL, n.instance_id, n.epoch, n.turn, n.first_turn FROM created n JOIN started s ON s.instance = n.id
                """)
                .WithText(hub).WithText(owner).With(lease)
                .With(rows, r => r.Turn.Instance.Key).WithTexts(rows, r => r.Event.Target).WithTexts(rows, r => r.Event.Name).WithTexts(rows, r => r.Event.Version)
                .WithTexts(rows, r => r.Event.Stored).WithTexts(rows, r => HistoryJson.Write(r.Event.Tags)).WithTexts(rows, r => HistoryJson.Write(ChildStart.LinkTo(r.Turn, r.Event)))
                .With(rows, r => r.Turn.AtTicks).WithTexts(rows, r => HistoryJson.Write(ChildStart.Of(r.Event)))
                .WithTexts(rows, r => HistoryJson.Write(ChildStart.Refusal(r.Event))).With(rows, r => r.Mine);
    }

    // Whoever was terminated with all it called: its children are told, those of this very turn too, and each tells its own when it ends. A child that
    // ended before may have left children running: they are told in its place.
    void Descendants()
    {
        var rows = turns.Where(t => t.DescendantsEnd is not null).ToArray();
        if (rows.Length > 0)
            Add(CommitRows.Message, $"""
                INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
                SELECT f.id, $1, clock_timestamp(), f.event
                FROM ({FamilyStore.Alive("""
                    SELECT h.id, e.event FROM unnest($2, $3) AS e(instance, event) JOIN durable.instances h ON h.id = e.instance AND h.xmin = pg_current_xact_id()::xid
                    """)}) f
                RETURNING instance, id, generation, event
                """)
                .WithText(hub).With(rows, t => t.Instance.Key).WithTexts(rows, t => HistoryJson.Write(t.DescendantsEnd!));
    }

    void RewoundChildren()
    {
        var rows = turns.SelectMany(t => t.RewoundChildren, (t, child) => (t.Instance.Key, Child: child,
            Event: HistoryJson.Write(t.Events.First(e => e.Kind == EventKind.ExecutionRewound) with { Undone = null, Reopened = null }))).ToArray();
        if (rows.Length > 0)
            Add(CommitRows.Message, $"""
                WITH {RewindStore.Rewound("""
                    SELECT r.child AS id, r.event
                    FROM unnest($2, $3, $4) AS r(parent, child, event)
                    JOIN durable.instances h ON h.id = r.parent AND h.xmin = pg_current_xact_id()::xid
                    """, "$1")}
                SELECT instance, id, generation, event FROM rewound_told
                """)
                .WithText(hub).With(rows, r => r.Key).With(rows, r => r.Child).WithTexts(rows, r => r.Event);
    }

    void Answers()
    {
        var rows = turns.Where(t => t is { IsEnd: true, Instance.Parent: not null }).Select(t => (t.Instance.Key, Parent: t.Instance.Parent!, Event: HistoryJson.Write(ChildAnswer.Of(t)))).ToArray();
        if (rows.Length > 0)
            Add(CommitRows.Message, """
                INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                SELECT i.id, $1, i.generation, clock_timestamp(), a.event
                FROM unnest($2, $3, $4, $5) AS a(child, parent, generation, event)
                JOIN durable.instances h ON h.id = a.child AND h.xmin = pg_current_xact_id()::xid
                JOIN durable.instances i ON i.id = a.parent AND i.generation = a.generation AND i.completed_ticks IS NULL
                RETURNING instance, id, generation, event
                """)
                .WithText(hub).With(rows, r => r.Key).With(rows, r => r.Parent.Key).With(rows, r => r.Parent.Generation).WithTexts(rows, r => r.Event);
    }
}

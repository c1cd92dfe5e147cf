using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Store;

/// <content>The activities that turns schedule, and those whose results they took.</content>
sealed partial class CommitBatch
{
    void Done()
    {
        var rows = turns.SelectMany(t => t.Done).ToArray();
        if (rows.Length > 0)
            Add("""
                DELETE FROM durable.activities a
                USING unnest($1, $2, $3) AS d(instance, generation, task_id), durable.instances h
                WHERE a.instance = d.instance AND a.generation = d.generation AND a.task_id = d.task_id
                  AND h.id = d.instance AND h.xmin = pg_current_xact_id()::xid
                """)
                .With(rows, r => r.Instance).With(rows, r => r.Generation).With(rows, r => r.TaskId);
    }

    // An execution that is ended from outside still has what it scheduled in that turn carried out, as the official engine does.
    void Activities()
    {
        var rows = turns.SelectMany(t => t.Scheduled(EventKind.TaskScheduled).Select((e, n) => (Turn: t, Event: e, Mine: n < t.ActivitiesTaken))).ToArray();
        if (rows.Length == 0)
            return;

        // Where nobody traces, no statement speaks of traces.
        var traced = rows.Any(r => r.Event.TraceParent is not null);
        var command = Add($"""
            INSERT INTO durable.activities (instance, generation, task_id, task_hub, instance_id, name, version, input, owner, visible_at, attempts{(traced ? ", trace" : "")})
            SELECT a.instance, a.generation, a.task_id, $1, h.instance_id, a.name, a.version, a.input
                , CASE WHEN a.mine THEN $2 END, clock_timestamp() + CASE WHEN a.mine THEN $3 ELSE interval '0' END, a.mine::integer{(traced ? ", a.trace" : "")}
            FROM unnest($4, $5, $6, $7, $8, $9, $10{(traced ? ", $11" : "")}) AS a(instance, generation, task_id, name, version, input, mine{(traced ? ", trace" : "")})
            JOIN durable.instances h ON h.id = a.instance AND h.xmin = pg_current_xact_id()::xid
            """)
            .WithText(hub).WithText(owner).With(lease)
            .With(rows, r => r.Turn.Instance.Key).With(rows, r => r.Turn.Instance.Generation).With(rows, r => r.Event.TaskId)
            .WithTexts(rows, r => r.Event.Name).WithTexts(rows, r => r.Event.Version).WithTexts(rows, r => r.Event.Stored).With(rows, r => r.Mine);
        if (traced)
            command.WithTexts(rows, r => r.Event.Trace);
    }
}

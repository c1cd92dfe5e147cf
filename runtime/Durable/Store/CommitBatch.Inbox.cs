using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Store;

/// <content>Messages: those that turns took, timers, events, and the starts of next generations.</content>
sealed partial class CommitBatch
{
    void Consumed()
    {
        var rows = turns.SelectMany(t => t.Consumed, (t, id) => (t.Instance.Key, Id: id)).ToArray();
        if (rows.Length > 0)
            Add("""
                DELETE FROM durable.inbox m
                USING unnest($1, $2) AS c(instance, id), durable.instances h
                WHERE m.instance = c.instance AND m.id = c.id AND h.id = c.instance AND h.xmin = pg_current_xact_id()::xid
                """)
                .With(rows, r => r.Key).With(rows, r => r.Id);
    }

    void Timers()
    {
        var rows = turns.Where(t => !t.IsEnd && !t.IsRestart).SelectMany(t => t.Scheduled(EventKind.TimerCreated), (t, e) => (t.Instance, Event: e)).ToArray();
        if (rows.Length > 0)
            Add("""
                INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                SELECT f.instance, $1, f.generation, greatest(f.fire_at, clock_timestamp()), f.event
                FROM unnest($2, $3, $4, $5) AS f(instance, generation, fire_at, event)
                JOIN durable.instances h ON h.id = f.instance AND h.xmin = pg_current_xact_id()::xid
                """)
                .WithText(hub).With(rows, r => r.Instance.Key).With(rows, r => r.Instance.Generation).WithInstants(rows, r => Parameters.ToInstant(r.Event.FireAt))
                .WithTexts(rows, r => HistoryJson.Write(new HistoryEvent { Kind = EventKind.TimerFired, TaskId = r.Event.TaskId, FireAt = r.Event.FireAt }));
    }

    // The instance's row shows the raised generation here.
    void NextGenerations()
    {
        var rows = turns.Where(t => t.IsRestart).SelectMany(t => t.NextGeneration!, (t, e) => (t.Instance.Key, Event: HistoryJson.Write(e))).ToArray();
        if (rows.Length > 0)
            Add(CommitRows.Message, """
                INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                SELECT s.instance, $1, h.generation, clock_timestamp(), s.event
                FROM unnest($2, $3) WITH ORDINALITY AS s(instance, event, place)
                JOIN durable.instances h ON h.id = s.instance AND h.xmin = pg_current_xact_id()::xid
                ORDER BY s.place
                RETURNING instance, id, generation, event
                """)
                .WithText(hub).With(rows, r => r.Key).WithTexts(rows, r => r.Event);
    }

    void Raised()
    {
        var rows = turns.SelectMany(t => t.Scheduled(EventKind.EventSent), (t, e) => (t.Instance.Key, e.Target,
            Event: HistoryJson.Write(new HistoryEvent { Kind = EventKind.EventRaised, Name = e.Name, Data = e.Data, PayloadId = e.PayloadId }))).ToArray();
        if (rows.Length > 0)
            Add(CommitRows.Message, """
                INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
                SELECT i.id, $1, greatest(clock_timestamp(), CASE WHEN i.turn < i.first_turn THEN i.start_at END), e.event
                FROM unnest($2, $3, $4) WITH ORDINALITY AS e(sender, target, event, place)
                JOIN durable.instances h ON h.id = e.sender AND h.xmin = pg_current_xact_id()::xid
                JOIN durable.instances i ON i.task_hub = $1 AND i.instance_id = e.target AND i.completed_ticks IS NULL
                ORDER BY e.place
                RETURNING instance, id, generation, event
                """)
                .WithText(hub).With(rows, r => r.Key).WithTexts(rows, r => r.Target).WithTexts(rows, r => r.Event);
    }
}

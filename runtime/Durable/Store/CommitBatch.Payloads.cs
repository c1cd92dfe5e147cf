namespace Asan.Runtime.Durable.Store;

/// <content>Large values, each beside the instance that reads it.</content>
sealed partial class CommitBatch
{
    // Each belongs to the instance that reads it: the turn's own, a child that was just created, an event's receiver, the parent that gets the answer.
    void Payloads()
    {
        var rows = turns.SelectMany(t => t.Payloads, (t, p) => (t.Instance.Key, Payload: p)).ToArray();
        Apart(rows.Where(r => r.Payload.Target is null), "i.id = p.sender AND i.xmin = pg_current_xact_id()::xid");
        Apart(rows.Where(r => r.Payload.IsChilds), "i.instance_id = p.target AND i.xmin = pg_current_xact_id()::xid");
        Apart(rows.Where(r => r.Payload is { Target: not null, IsChilds: false }), "i.instance_id = p.target AND i.completed_ticks IS NULL");

        var dropped = turns.SelectMany(t => t.DroppedPayloads, (t, id) => (t.Instance.Key, Id: id)).ToArray();
        if (dropped.Length > 0)
            Add("""
                DELETE FROM durable.payloads p
                USING unnest($1, $2) AS d(instance, id), durable.instances h
                WHERE p.instance = d.instance AND p.id = d.id AND h.id = d.instance AND h.xmin = pg_current_xact_id()::xid
                """)
                .With(dropped, d => d.Key).With(dropped, d => d.Id);
    }

    void Apart(IEnumerable<(long Sender, NewPayload Payload)> payloads, string owner)
    {
        var rows = payloads.ToArray();
        if (rows.Length > 0)
            Add($"""
                INSERT INTO durable.payloads (instance, id, gzip)
                SELECT i.id, p.id, p.gzip
                FROM unnest($2, $3, $4, $5) AS p(sender, id, gzip, target)
                JOIN durable.instances h ON h.id = p.sender AND h.xmin = pg_current_xact_id()::xid
                JOIN durable.instances i ON i.task_hub = $1 AND {owner}
                """)
                .WithText(hub).With(rows, r => r.Sender).With(rows, r => r.Payload.Id).With(rows, r => r.Payload.Gzip).WithTexts(rows, r => r.Payload.Target);
    }
}

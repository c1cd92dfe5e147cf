using Asan.Runtime.Durable.History;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>The activities table: claim, renew, give back, and complete for an instance that this worker does not hold.</summary>
sealed class ActivityStore(NpgsqlDataSource db, DurableEngineOptions options, WorkerIdentity worker)
{
    /// <summary>Leases up to so many activities that became visible after this instant; the oldest first.</summary>
    public async Task<(DateTime Now, IReadOnlyList<ActivityWork> Work)> ClaimAsync(DateTime after, int limit, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH next AS (
                SELECT instance, generation, task_id
                FROM durable.activities
                WHERE task_hub = $1 AND visible_at > $2 AND visible_at <= now()
                ORDER BY visible_at
                LIMIT $3
                FOR UPDATE SKIP LOCKED
            ), claimed AS (
                UPDATE durable.activities a
                SET owner = $4, visible_at = clock_timestamp() + $5, attempts = a.attempts + 1
                FROM next n
                WHERE a.instance = n.instance AND a.generation = n.generation AND a.task_id = n.task_id
                RETURNING a.instance, a.generation, a.task_id, a.instance_id, a.name, a.version, a.input, a.attempts, a.trace
            )
            SELECT now(), c.* FROM (SELECT) AS always LEFT JOIN claimed c ON true
            """);
        command.WithText(options.TaskHub).WithInstant(after).With(limit).WithText(worker.Owner).With(options.Lease);

        var now = DateTime.MinValue;
        var work = new List<ActivityWork>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            now = reader.GetDateTime(0);
            if (reader.IsDBNull(1))
                continue;

            var input = reader.IsDBNull(7) ? null : reader.GetString(7);
            var apart = PayloadToken.TryRead(input, out var payload);
            work.Add(new(
                new(reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(3)),
                reader.GetString(4),
                reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                apart ? null : input,
                reader.GetInt32(8),
                apart ? payload : null,
                reader.IsDBNull(9) ? null : reader.GetString(9)));
        }

        return (now, work);
    }

    /// <summary>An activity with its input; null when it is nobody's any more.</summary>
    public async Task<ActivityWork?> ReadInputAsync(ActivityWork work, CancellationToken ct)
    {
        var place = (work.Key.Instance, work.InputPayload!.Value);
        var texts = await Payloads.ReadAsync(db, [place], ct);
        return texts.TryGetValue(place, out var text) ? work with { Input = text, InputPayload = null } : null;
    }

    /// <summary>Turns results into messages. An activity that is no longer this worker's is left alone: its result is another's to give.</summary>
    /// <returns>The messages that were put into inboxes.</returns>
    public async Task<IReadOnlyList<InboxMessage>> CompleteAsync(IReadOnlyList<(ActivityKey Key, HistoryEvent Result)> results, CancellationToken ct)
    {
        results = [.. results.Select(r => options.StandsApart(r.Result.Data) ? (r.Key, r.Result with { PayloadId = Guid.CreateVersion7() }) : r)];
        var apart = results.Where(r => r.Result.PayloadId is not null).ToArray();

        await using var command = db.CreateCommand($"""
            WITH done AS (
                DELETE FROM durable.activities a
                USING unnest($1::bigint[], $2::integer[], $3::integer[], $4::text[]) AS r(instance, generation, task_id, event)
                WHERE a.instance = r.instance AND a.generation = r.generation AND a.task_id = r.task_id AND a.owner = $5
                RETURNING a.instance, a.generation, a.task_id, a.task_hub, r.event
            ){(apart.Length == 0 ? "" : SetApart)}
            INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
            SELECT d.instance, d.task_hub, d.generation, clock_timestamp(), d.event
            FROM done d
            JOIN durable.instances i ON i.id = d.instance AND i.generation = d.generation AND i.completed_ticks IS NULL
            RETURNING instance, id, generation, event
            """);
        WithKeys(command, results.Select(r => r.Key).ToArray());
        command.With(results.Select(r => HistoryJson.Write(r.Result)).ToArray()).WithText(worker.Owner);
        if (apart.Length > 0)
            WithKeys(command, apart.Select(r => r.Key).ToArray())
                .With(apart.Select(r => r.Result.PayloadId!.Value).ToArray()).With(apart.Select(r => Payloads.Pack(r.Result.Data!)).ToArray());

        var here = apart.ToDictionary(r => r.Result.PayloadId!.Value, r => r.Result);
        var messages = new List<InboxMessage>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var result = HistoryJson.ReadEvent(reader.GetString(3));
            messages.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), result.PayloadId is { } id ? here[id] : result));
        }

        return messages;
    }

    // Of instances that take the result, and of no others.
    const string SetApart = """
        , apart AS (
            INSERT INTO durable.payloads (instance, id, gzip)
            SELECT d.instance, p.id, p.gzip
            FROM unnest($6::bigint[], $7::integer[], $8::integer[], $9::uuid[], $10::bytea[]) AS p(instance, generation, task_id, id, gzip)
            JOIN done d ON d.instance = p.instance AND d.generation = p.generation AND d.task_id = p.task_id
            JOIN durable.instances i ON i.id = d.instance AND i.generation = d.generation AND i.completed_ticks IS NULL
        )
        """;

    public async Task RenewAsync(ActivityKey[] keys, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            WITH free AS (
                SELECT a.instance, a.generation, a.task_id
                FROM unnest($1::bigint[], $2::integer[], $3::integer[]) AS k(instance, generation, task_id)
                JOIN durable.activities a ON a.instance = k.instance AND a.generation = k.generation AND a.task_id = k.task_id AND a.owner = $4
                FOR NO KEY UPDATE OF a SKIP LOCKED
            )
            UPDATE durable.activities a
            SET visible_at = clock_timestamp() + $5
            FROM free f
            WHERE a.instance = f.instance AND a.generation = f.generation AND a.task_id = f.task_id
            """);
        WithKeys(command, keys).WithText(worker.Owner).With(options.Lease);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes all activities of this worker visible again at once. An orderly end of the worker uses up no attempt.</summary>
    public async Task ReleaseAllAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            UPDATE durable.activities
            SET owner = NULL, visible_at = clock_timestamp(), attempts = attempts - 1
            WHERE task_hub = $1 AND owner = $2
            """);
        command.WithText(options.TaskHub).WithText(worker.Owner);
        await command.ExecuteNonQueryAsync(ct);
    }

    static NpgsqlCommand WithKeys(NpgsqlCommand command, ActivityKey[] keys) => command
        .With(keys.Select(k => k.Instance).ToArray())
        .With(keys.Select(k => k.Generation).ToArray())
        .With(keys.Select(k => k.TaskId).ToArray());
}

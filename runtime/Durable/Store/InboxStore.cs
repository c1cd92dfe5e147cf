using Asan.Runtime.Durable.History;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Finds messages that became visible.</summary>
sealed class InboxStore(NpgsqlDataSource db, DurableEngineOptions options)
{
    /// <summary>The visible messages after a place in the order of visibility, and how long until the next one becomes visible.</summary>
    public async Task<InboxPage> ScanAsync(InboxPlace after, int limit, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT now(), (SELECT min(visible_at) FROM durable.inbox WHERE task_hub = $1 AND visible_at > now()), NULL::bigint, NULL::bigint
            UNION ALL
            (
                SELECT visible_at, NULL, instance, id
                FROM durable.inbox
                WHERE task_hub = $1 AND (visible_at, instance, id) > ($2, $3, $4) AND visible_at <= now()
                ORDER BY visible_at, instance, id
                LIMIT $5
            )
            """);
        command.WithText(options.TaskHub).WithInstant(after.VisibleAt).With(after.Instance).With(after.Id).With(limit);

        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var now = reader.GetDateTime(0);
        DateTime? next = reader.IsDBNull(1) ? null : reader.GetDateTime(1);

        var places = new List<InboxPlace>();
        while (await reader.ReadAsync(ct))
            places.Add(new(reader.GetDateTime(0), reader.GetInt64(2), reader.GetInt64(3)));

        return new(now, next is { } due ? due - now : null, places);
    }

    /// <summary>These messages, as far as they are still there.</summary>
    public async Task<IReadOnlyList<InboxMessage>> ReadAsync(IReadOnlyCollection<InboxPlace> places, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT m.instance, m.id, m.generation, m.event
            FROM unnest($1::bigint[], $2::bigint[]) AS p(instance, id)
            JOIN durable.inbox m ON m.instance = p.instance AND m.id = p.id
            ORDER BY m.visible_at, m.id
            """);
        command.With(places.Select(p => p.Instance).ToArray()).With(places.Select(p => p.Id).ToArray());
        return await Payloads.FillAsync(db, await ReadMessagesAsync(command, ct), ct);
    }

    /// <summary>All visible messages of these instances.</summary>
    public async Task<IReadOnlyList<InboxMessage>> ReadAllAsync(long[] instances, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT instance, id, generation, event
            FROM durable.inbox
            WHERE instance = ANY ($1) AND visible_at <= now()
            ORDER BY visible_at, id
            """);
        command.With(instances);
        return await Payloads.FillAsync(db, await ReadMessagesAsync(command, ct), ct);
    }

    static async Task<IReadOnlyList<InboxMessage>> ReadMessagesAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var messages = new List<InboxMessage>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            messages.Add(new(
                reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt32(2), HistoryJson.ReadEvent(reader.GetString(3))));
        return messages;
    }
}

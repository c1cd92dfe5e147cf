using System.Diagnostics;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Microsoft.DurableTask.Client;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>What clients do with instances: start, send, read.</summary>
sealed class InstanceStore(NpgsqlDataSource db, DurableEngineOptions options, WorkerIdentity worker)
{
    const string Columns = """
        i.id, i.instance_id, i.name, i.status, i.created_ticks, i.updated_ticks, i.failure, i.tags, i.custom_status, i.input, i.output, i.version
        """;

    /// <summary>Creates an instance with the message that starts it. A finished one of that id is replaced, unless it ended in one of these statuses.</summary>
    /// <param name="mine">Lease it to this worker at once.</param>
    /// <returns>Null when an instance of that id is in the way.</returns>
    public async Task<HandedOver?> StartAsync(NewInstance start, OrchestrationRuntimeStatus[] kept, bool mine, CancellationToken ct)
    {
        options.RequireBelowCap(start.Input, $"input of '{start.Name}'");
        var trace = start.Trace?.Split('\n', 2);
        var started = new HistoryEvent
        {
            Kind = EventKind.ExecutionStarted,
            Name = start.Name,
            Version = start.Version,
            Data = start.Input,
            PayloadId = options.StandsApart(start.Input) ? Guid.CreateVersion7() : null,
            Tags = start.Tags,
            TraceParent = trace?[0],
            TraceState = trace?.ElementAtOrDefault(1),
            SpanId = trace is null ? null : ActivitySpanId.CreateRandom().ToHexString(),
        };

        await using var command = db.CreateCommand($"""
            WITH created AS (
                INSERT INTO durable.instances AS i (task_hub, instance_id, name, version, status, input, tags, created_ticks, updated_ticks, start_at, owner, epoch, lease_until)
                VALUES ($1, $2, $3, $4, 6, $5, $6, $7, $7, $8, CASE WHEN $9 THEN $10 END, $9::integer, CASE WHEN $9 THEN clock_timestamp() + $11 END)
                ON CONFLICT ON CONSTRAINT instances_named_once_in_a_hub DO UPDATE
                SET name = EXCLUDED.name, version = EXCLUDED.version, status = EXCLUDED.status, input = EXCLUDED.input, tags = EXCLUDED.tags, parent = NULL, parent_key = NULL
                  , created_ticks = EXCLUDED.created_ticks, updated_ticks = EXCLUDED.updated_ticks, completed_ticks = NULL, output = NULL, failure = NULL, custom_status = NULL
                  , start_at = EXCLUDED.start_at, generation = i.generation + 1, first_turn = i.turn + 1
                  , owner = EXCLUDED.owner, epoch = i.epoch + 1, lease_until = EXCLUDED.lease_until
                WHERE i.completed_ticks IS NOT NULL AND i.status <> ALL ($12) AND i.created_ticks <> EXCLUDED.created_ticks
                RETURNING i.id, i.generation, i.first_turn, i.turn, i.epoch
            ), started AS (
                INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                SELECT n.id, $1, n.generation, greatest($8, clock_timestamp()), $13
                FROM created n
                RETURNING instance, id
            ), forgotten_history AS (
                DELETE FROM durable.history f USING created n WHERE f.instance = n.id
            ), forgotten_inbox AS (
                DELETE FROM durable.inbox f USING created n WHERE f.instance = n.id
            ), forgotten_activities AS (
                DELETE FROM durable.activities f USING created n WHERE f.instance = n.id
            ){(started.PayloadId is null ? "" : Payloads.Insert("started", 14))}
            SELECT n.id, n.generation, n.first_turn, n.turn, n.epoch, s.id
            FROM created n JOIN started s ON s.instance = n.id
            """);
        command.WithText(options.TaskHub).WithText(start.InstanceId).WithText(start.Name).WithText(start.Version).WithText(started.Stored)
            .WithText(HistoryJson.Write(start.Tags)).With(start.AtTicks).WithInstant(start.StartAt).With(mine).WithText(worker.Owner).With(options.Lease)
            .With(kept.Select(status => (short)status).ToArray()).WithText(HistoryJson.Write(started));
        if (started.PayloadId is { } apart)
            command.With(apart).With(Payloads.Pack(start.Input!));

        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;

        var identity = new InstanceIdentity(reader.GetInt64(0), start.InstanceId, reader.GetInt32(1), start.Name, start.Version, null);
        return new(
            new(identity, false, reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), start.AtTicks),
            new(identity.Key, reader.GetInt64(5), identity.Generation, started));
    }

    /// <summary>Puts a message into an instance's inbox; into a finished one's it does not go. Before a scheduled start only its end is heard.</summary>
    /// <returns>The message, or null when the instance is finished; and whether it is known at all.</returns>
    public async Task<(bool Known, InboxMessage? Message)> SendAsync(string instanceId, HistoryEvent message, CancellationToken ct)
    {
        options.RequireBelowCap(message.Data, message.Name is { } name ? $"payload of the event '{name}'" : $"payload of {message.Kind}");
        if (message.Recursive && options.StandsApart(message.Data))
            throw new ArgumentException("The output of a recursive termination is told to every descendant: it must be smaller than LargePayloadThreshold.");
        if (options.StandsApart(message.Data))
            message = message with { PayloadId = Guid.CreateVersion7() };

        await using var command = db.CreateCommand($"""
            WITH target AS (
                SELECT id, completed_ticks, CASE WHEN turn < first_turn AND NOT $4 THEN start_at END AS start_at
                FROM durable.instances
                WHERE task_hub = $1 AND instance_id = $2
            ), sent AS (
                INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
                SELECT id, $1, greatest(start_at, clock_timestamp()), $3
                FROM target
                WHERE completed_ticks IS NULL
                RETURNING instance, id, visible_at <= clock_timestamp() AS visible
            ){(message.PayloadId is null ? "" : Payloads.Insert("sent", 5))}
            SELECT s.instance, s.id, s.visible FROM target t LEFT JOIN sent s ON true
            """);
        command.WithText(options.TaskHub).WithText(instanceId).WithText(HistoryJson.Write(message)).With(message.Kind == EventKind.ExecutionTerminated);
        if (message.PayloadId is { } apart)
            command.With(apart).With(Payloads.Pack(message.Data!));

        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return (false, null);
        return (true, reader.IsDBNull(0) || !reader.GetBoolean(2) ? null : new(reader.GetInt64(0), reader.GetInt64(1), null, message));
    }

    public async Task<StoredInstance?> FindAsync(string instanceId, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"SELECT {Columns} FROM durable.instances i WHERE i.task_hub = $1 AND i.instance_id = $2");
        command.WithText(options.TaskHub).WithText(instanceId);
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    /// <summary>These instances with the inputs and outputs that stand apart; one that was replaced or purged meanwhile, as it is now.</summary>
    public async Task<IReadOnlyList<StoredInstance>> ReadPayloadsAsync(IReadOnlyList<StoredInstance> found, CancellationToken ct)
    {
        var wanted = found.SelectMany(i => i.Tokens, (i, id) => (i.Key, id)).ToArray();
        if (wanted.Length == 0)
            return found;

        var texts = await Payloads.ReadAsync(db, wanted, ct);
        var filled = new List<StoredInstance>(found.Count);
        foreach (var instance in found)
            if (instance.Tokens.All(id => texts.ContainsKey((instance.Key, id))))
                filled.Add(instance.WithPayloads(id => texts[(instance.Key, id)]));
            else if (await FindAsync(instance.InstanceId, ct) is { } now)
                filled.AddRange(now.Input != instance.Input || now.Output != instance.Output
                    ? await ReadPayloadsAsync([now], ct)
                    : throw new InvalidOperationException($"The input or output of '{instance.InstanceId}' stands apart and is not there."));
        return filled;
    }

    /// <summary>A page of instances in the order of their creation, after a place in it.</summary>
    public async Task<IReadOnlyList<StoredInstance>> QueryAsync(InstanceFilter filter, (long CreatedTicks, long Id) after, int limit, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"""
            SELECT {Columns}
            FROM durable.instances i
            WHERE i.task_hub = $1
                AND (i.created_ticks, i.id) > ($2, $3)
                AND i.created_ticks >= $4 AND i.created_ticks <= $5
                AND ($6::smallint[] IS NULL OR i.status = ANY ($6))
                AND ($7::text IS NULL OR starts_with(i.instance_id, $7))
                AND ($8::bigint IS NULL OR i.completed_ticks >= $8) AND ($9::bigint IS NULL OR i.completed_ticks <= $9)
            ORDER BY i.created_ticks, i.id
            LIMIT $10
            """);
        Filter(command.WithText(options.TaskHub).With(after.CreatedTicks).With(after.Id), filter).With(limit);
        return await ReadAsync(command, ct);
    }

    internal static NpgsqlCommand Filter(NpgsqlCommand command, InstanceFilter filter)
    {
        command.With(filter.CreatedFrom).With(filter.CreatedTo);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = (object?)filter.Statuses?.Select(status => (short)status).ToArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Smallint,
        });
        command.WithText(filter.Prefix);
        foreach (var bound in (long?[])[filter.CompletedFrom, filter.CompletedTo])
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)bound ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        return command;
    }

    static async Task<List<StoredInstance>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var found = new List<StoredInstance>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                (OrchestrationRuntimeStatus)reader.GetInt16(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                HistoryJson.ReadFailure(Text(reader, 6)),
                HistoryJson.ReadTags(Text(reader, 7)),
                Text(reader, 8),
                Text(reader, 9),
                Text(reader, 10),
                Text(reader, 11)));
        return found;
    }

    static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

using Asan.Runtime.Durable.History;
using Microsoft.DurableTask.Client;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Brings failed instances back among the running, with the message that makes their next turn a rewind.</summary>
/// <remarks>
/// Same row, same generation: what its children were told of their parent stays true, and so do the numbers of its calls. What the failed execution
/// left to run is taken back, since the rewind may call it again under its number.
/// </remarks>
sealed class RewindStore(NpgsqlDataSource db, DurableEngineOptions options)
{
    /// <summary>Parts of a statement: <c>rewound</c>, and <c>rewound_told</c> with the messages. Takes a query of (id, event).</summary>
    internal static string Rewound(string failed, string hub) => $"""
        rewound AS (
            UPDATE durable.instances i
            SET status = {(int)OrchestrationRuntimeStatus.Running}, output = NULL, failure = NULL, completed_ticks = NULL
            FROM ({failed}) f
            WHERE i.id = f.id AND i.status = {(int)OrchestrationRuntimeStatus.Failed} AND i.completed_ticks IS NOT NULL
            RETURNING i.id, i.generation, f.event
        ), rewound_told AS (
            INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
            SELECT id, {hub}, generation, clock_timestamp(), event FROM rewound
            RETURNING instance, id, generation, event
        ), rewound_activities AS (
            DELETE FROM durable.activities a USING rewound r WHERE a.instance = r.id
        )
        """;

    /// <summary>Brings back an instance if it has failed.</summary>
    /// <returns>The message; null when it is in another state than failed. The state is null where there is no such instance.</returns>
    public async Task<(OrchestrationRuntimeStatus? Status, InboxMessage? Message)> RewindAsync(string instanceId, HistoryEvent message, CancellationToken ct)
    {
        if (options.StandsApart(message.Data))
            throw new ArgumentException("The reason of a rewind is told to every failed child: it must be smaller than LargePayloadThreshold.");

        await using var command = db.CreateCommand($"""
            WITH target AS (
                SELECT id, status, $3 AS event FROM durable.instances WHERE task_hub = $1 AND instance_id = $2
            ), {Rewound("SELECT id, event FROM target", "$1")}
            SELECT t.status, r.instance, r.id, r.generation FROM target t LEFT JOIN rewound_told r ON r.instance = t.id
            """);
        command.WithText(options.TaskHub).WithText(instanceId).WithText(HistoryJson.Write(message));

        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return (null, null);
        return ((OrchestrationRuntimeStatus)reader.GetInt16(0), reader.IsDBNull(1) ? null : new(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), message));
    }

    async Task<IReadOnlyList<ChildState>> WithOutputsAsync(IReadOnlyList<ChildState> children, CancellationToken ct)
    {
        var apart = children.Where(c => PayloadToken.IsLike(c.Output)).Select(c => (c.Key, Id: PayloadToken.TryRead(c.Output, out var id) ? id : default)).ToArray();
        if (apart.Length == 0)
            return children;

        var texts = await Payloads.ReadAsync(db, apart, ct);
        return [.. children.Select(c => PayloadToken.TryRead(c.Output, out var id) ? c with { Output = texts.GetValueOrDefault((c.Key, id)) } : c)];
    }

    /// <summary>How the children of an instance stand, by their ids; other instances of those ids are left out.</summary>
    public async Task<IReadOnlyList<ChildState>> ChildrenAsync(long parent, string[] instanceIds, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT id, instance_id, status, parent, output
            FROM durable.instances
            WHERE task_hub = $1 AND instance_id = ANY ($2) AND parent_key = $3
            FOR SHARE -- a child that is just ending tells nobody while its parent has failed: its end is waited for
            """);
        command.WithText(options.TaskHub).With(instanceIds).With(parent);

        var children = new List<ChildState>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                children.Add(new(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    (OrchestrationRuntimeStatus)reader.GetInt16(2),
                    HistoryJson.ReadParent(reader.GetString(3))!.TaskId,
                    reader.IsDBNull(4) ? null : reader.GetString(4)));

        return await WithOutputsAsync(children, ct);
    }
}

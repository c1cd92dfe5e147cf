using Asan.Runtime.Durable.History;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Reads histories for replay.</summary>
sealed class HistoryStore(NpgsqlDataSource db)
{
    /// <summary>The turns of each of these executions, in order.</summary>
    /// <param name="withPayloads">With the values that stand apart, as far as a replay reads them; a replay needs them.</param>
    public async Task<ILookup<long, TurnRecord>> ReadAsync(
        IReadOnlyCollection<(long Instance, int FirstTurn)> executions, CancellationToken ct, bool withPayloads = true)
    {
        await using var command = db.CreateCommand("""
            SELECT h.instance, h.turn, h.at_ticks, h.events
            FROM unnest($1::bigint[], $2::integer[]) AS e(instance, first_turn)
            JOIN durable.history h ON h.instance = e.instance AND h.turn >= e.first_turn
            ORDER BY h.instance, h.turn
            """);
        command.With(executions.Select(e => e.Instance).ToArray()).With(executions.Select(e => e.FirstTurn).ToArray());

        var turns = new List<(long Instance, TurnRecord Turn)>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                turns.Add((reader.GetInt64(0), new(reader.GetInt32(1), reader.GetInt64(2), HistoryJson.ReadEvents(reader.GetString(3)))));

        return withPayloads ? await Payloads.FillAsync(db, turns, ct) : turns.ToLookup(t => t.Instance, t => t.Turn);
    }
}

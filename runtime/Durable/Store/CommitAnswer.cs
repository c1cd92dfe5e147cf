using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Reads what a <see cref="CommitBatch"/> answers.</summary>
static class CommitAnswer
{
    public static async Task<TurnOutcome[]> ReadAsync(CommitBatch commit, IReadOnlyList<TurnCommit> turns, CancellationToken ct)
    {
        var held = new HashSet<long>();
        var messages = new List<InboxMessage>();
        var calls = CallsFor(turns);
        var apart = turns.SelectMany(t => t.Payloads).ToDictionary(p => p.Id, p => p.Text);
        var children = turns.ToDictionary(t => t.Instance.Key, _ => new List<HandedOver>());

        await using (var reader = await commit.Batch.ExecuteReaderAsync(ct))
        {
            foreach (var rows in commit.Results)
            {
                while (await reader.ReadAsync(ct))
                {
                    if (rows == CommitRows.Held)
                        held.Add(reader.GetInt64(0));
                    else if (rows == CommitRows.Message || reader.IsDBNull(4))
                        messages.Add(Message(reader, apart));
                    else if (calls[reader.GetString(4)] is { Mine: true } call)
                        children[call.Parent.Instance.Key].Add(Child(reader, call.Parent, call.Event));
                }

                // After the last result too: a refusal of what follows it comes to light only here.
                await reader.NextResultAsync(ct);
            }
        }

        messages.Sort((a, b) => a.Id.CompareTo(b.Id));

        // What restarts an instance belongs to its own turn. Of the others a message knows its receiver and not its sender: they travel with the first
        // outcome and are handed over all the same.
        var restarts = turns.Where(t => t.IsRestart).ToDictionary(t => (t.Instance.Key, Generation: (int?)t.Instance.Generation + 1), _ => new List<InboxMessage>());
        messages.RemoveAll(message =>
        {
            if (!restarts.TryGetValue((message.Instance, message.Generation), out var own))
                return false;
            own.Add(message);
            return true;
        });
        var first = true;
        return [.. turns.Select(turn =>
        {
            if (!held.Contains(turn.Instance.Key))
                return TurnOutcome.Lost;

            var own = turn.IsRestart ? restarts[(turn.Instance.Key, turn.Instance.Generation + 1)] : [];
            var outcome = new TurnOutcome(true, first ? [.. own, .. messages] : own, children[turn.Instance.Key]);
            first = false;
            return outcome;
        })];
    }

    static Dictionary<string, (TurnCommit Parent, HistoryEvent Event, bool Mine)> CallsFor(IReadOnlyList<TurnCommit> turns) => turns
        .SelectMany(t => t.Scheduled(EventKind.SubOrchestrationInstanceCreated).Select((e, n) => (Parent: t, Event: e, Mine: n < t.ChildrenTaken)))
        .ToDictionary(call => call.Event.Target!);

    // What stands apart was in this very commit: nobody has to read it back.
    static InboxMessage Message(NpgsqlDataReader reader, Dictionary<Guid, string> apart)
    {
        var message = HistoryJson.ReadEvent(reader.GetString(3));
        if (message.PayloadId is { } id)
            message = message with { Data = apart[id] };

        int? generation = reader.IsDBNull(2) ? null : reader.GetInt32(2);
        return new(reader.GetInt64(0), reader.GetInt64(1), generation, message);
    }

    static HandedOver Child(NpgsqlDataReader reader, TurnCommit parent, HistoryEvent call)
    {
        var identity = new InstanceIdentity(
            reader.GetInt64(0), reader.GetString(4), reader.GetInt32(2), call.Name!, call.Version, ChildStart.LinkTo(parent, call));
        var claimed = new ClaimedInstance(identity, false, reader.GetInt32(7), reader.GetInt32(6), reader.GetInt32(5), parent.AtTicks);
        return new(claimed, new(identity.Key, reader.GetInt64(1), identity.Generation, ChildStart.Of(call)));
    }
}

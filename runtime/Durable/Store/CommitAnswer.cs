using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Reads what a <see cref="CommitStatement"/> answers.</summary>
static class CommitAnswer
{
    public static async Task<TurnOutcome[]> ReadAsync(NpgsqlCommand command, IReadOnlyList<TurnCommit> batch, WorkerIdentity worker, CancellationToken ct)
    {
        var held = new HashSet<long>();
        var messages = new List<InboxMessage>();
        var calls = CallsFor(batch);
        var children = batch.ToDictionary(t => t.Instance.Key, _ => new List<HandedOver>());

        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var instance = reader.GetInt64(1);
                switch (reader.GetString(0))
                {
                    case "held":
                        held.Add(instance);
                        break;
                    case "message":
                        int? generation = reader.IsDBNull(3) ? null : reader.GetInt32(3);
                        messages.Add(new(instance, reader.GetInt64(2), generation, HistoryJson.ReadEvent(reader.GetString(4))));
                        break;
                    case "child" when calls[reader.GetString(5)] is { Mine: true } call:
                        children[call.Parent.Instance.Key].Add(Child(reader, call.Parent, call.Event));
                        break;
                }
            }
        }

        messages.Sort((a, b) => a.Id.CompareTo(b.Id));

        // A message knows its receiver, not its sender: they travel with the first outcome and are handed over all the same.
        var first = true;
        return [.. batch.Select(turn =>
        {
            if (!held.Contains(turn.Instance.Key))
                return TurnOutcome.Lost;

            var outcome = new TurnOutcome(true, first ? messages : [], children[turn.Instance.Key]);
            first = false;
            return outcome;
        })];
    }

    static Dictionary<string, (TurnCommit Parent, HistoryEvent Event, bool Mine)> CallsFor(IReadOnlyList<TurnCommit> batch) => batch
        .SelectMany(t => t.Scheduled(EventKind.SubOrchestrationInstanceCreated).Select((e, n) => (Parent: t, Event: e, Mine: n < t.ChildrenTaken)))
        .ToDictionary(call => call.Event.Target!);

    static HandedOver Child(NpgsqlDataReader reader, TurnCommit parent, HistoryEvent call)
    {
        var identity = new InstanceIdentity(
            reader.GetInt64(1), reader.GetString(5), reader.GetInt32(3), call.Name!, call.Version, ChildStart.LinkTo(parent, call));
        var claimed = new ClaimedInstance(identity, false, reader.GetInt32(8), reader.GetInt32(7), reader.GetInt32(6), parent.AtTicks);
        return new(claimed, new(identity.Key, reader.GetInt64(2), identity.Generation, ChildStart.Of(call)));
    }
}

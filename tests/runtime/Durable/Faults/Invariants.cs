using System.Runtime.CompilerServices;
using Asan.Runtime.Durable.Chaos;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>
/// What must hold of a hub once the faults have stopped, whatever they were: reads the engine's tables and the <see cref="Ledger"/>, and says each
/// violation in a sentence. I1 all ends; I2 no start is lost or doubled; I3 a result is recorded once, and then the activity never runs again; I4 the
/// outputs are those of a run without faults; I5 histories are whole, and replayed give themselves; I6 nobody dead holds anything; I7 timers fire once
/// and never early; I8 an event is delivered once; I11 no session, transaction or lock is left behind.
/// </summary>
sealed class Invariants(NpgsqlDataSource db, DurableEngineOptions engine)
{
    readonly OrchestrationSettings settings = new(
        Registry(), new ServiceCollection().BuildServiceProvider(), JsonDataConverter.Default, "", TimeSpan.FromDays(3), NullLoggerFactory.Instance);

    /// <summary>False while hosts still run: they may keep their sessions.</summary>
    public bool HostsAreGone { get; init; } = true;

    /// <summary>Asks again until nothing is violated or the time is up: a lease may still have to run out, a session to close.</summary>
    public async Task<IReadOnlyList<string>> SettledAsync(TimeSpan patience, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var violations = await ViolationsAsync(ct);
            if (violations.Count == 0 || TimeProvider.System.GetElapsedTime(since) > patience)
                return violations;
            await Task.Delay(200, ct);
        }
    }

    public async Task<IReadOnlyList<string>> ViolationsAsync(CancellationToken ct)
    {
        var stories = await StoriesAsync(ct);
        return
        [
            .. await StartsAsync(stories, ct),
            .. stories.Values.SelectMany(story => StoryInvariants.Violations(story, settings)),
            .. await RunsAsync(stories, ct),
            .. await LeasesAsync(ct),
            .. await EventsAsync(stories, ct),
            .. await SessionsAsync(ct),
        ];
    }

    async Task<List<string>> StartsAsync(Dictionary<string, Story> stories, CancellationToken ct)
    {
        var found = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in RowsAsync("SELECT instance_id, accepted, output FROM ledger.starts WHERE hub = $1", ct))
        {
            var (id, accepted, output) = (row.GetString(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetString(2));
            known.Add(id);
            if (!stories.TryGetValue(id, out var story))
            {
                if (accepted)
                    found.Add($"I2: the start of '{id}' was accepted, and it is not there.");
            }
            else if (!story.IsOver)
                found.Add($"I1: '{id}' has not ended, it is {story.Status} at turn {story.Turn}.");
            else if (story.Output != output)
                found.Add($"I4: '{id}' came to {story.Output ?? "nothing"} ({story.Status}) instead of {output ?? "nothing"}.");
        }

        found.AddRange(stories.Values.Where(story => story.Identity.Parent is null && !known.Contains(story.Id)).Select(story => $"I2: nobody asked for '{story.Id}'."));
        found.AddRange(stories.Values.Where(story => story.Identity.Parent is not null && !story.IsOver).Select(story => $"I1: the child '{story.Id}' has not ended."));
        return found;
    }

    async Task<List<string>> RunsAsync(Dictionary<string, Story> stories, CancellationToken ct)
    {
        var found = new List<string>();
        var ran = new HashSet<(string, string)>();
        await foreach (var row in RowsAsync("""
            SELECT instance_id, call, recorded_before, to_timestamp((not_before_ticks - 621355968000000000) / 10000000.0) > started_at, worker
            FROM ledger.runs
            WHERE hub = $1
            """, ct))
        {
            var (id, call, worker) = (row.GetString(0), row.GetString(1), row.GetString(4));
            ran.Add((id, call));
            if (row.GetBoolean(2))
                found.Add($"I3: '{call}' of '{id}' ran at {worker} after its result was recorded.");
            if (!row.IsDBNull(3) && row.GetBoolean(3))
                found.Add($"I7: '{call}' of '{id}' began before the time of the timer it follows.");
        }

        foreach (var story in stories.Values)
            foreach (var call in story.Events.Where(e => e is { Kind: EventKind.TaskCompleted, Data: not null }))
                if (JsonDataConverter.Default.Deserialize<string>(call.Data) is { } result && result.EndsWith(Ledger.ResultOf(""), StringComparison.Ordinal)
                    && !ran.Contains((story.Id, result[..^Ledger.ResultOf("").Length])))
                    found.Add($"I3: '{story.Id}' has the result of '{result}', which never ran.");
        return found;
    }

    async Task<List<string>> LeasesAsync(CancellationToken ct)
    {
        var found = new List<string>();
        var late = (engine.Lease + engine.SweepInterval).TotalSeconds;
        await foreach (var row in RowsAsync($"""
            SELECT format('I6: ''%s'' is held by %s, whose lease ran out at %s.', instance_id, owner, lease_until)
            FROM durable.instances
            WHERE task_hub = $1 AND owner IS NOT NULL AND lease_until < now() - make_interval(secs => {late})
            UNION ALL
            SELECT format('I6: activity #%s of ''%s'' waits since %s.', task_id, instance_id, visible_at)
            FROM durable.activities
            WHERE task_hub = $1 AND visible_at < now() - make_interval(secs => {late})
            UNION ALL
            SELECT format('I6: a message for ''%s'' waits since %s: %s', i.instance_id, m.visible_at, m.event)
            FROM durable.inbox m
            JOIN durable.instances i ON i.id = m.instance
            WHERE m.task_hub = $1 AND m.visible_at < now() - make_interval(secs => {late})
            UNION ALL
            SELECT format('I6: %s of an ended instance are left: ''%s''.', left_over.what, i.instance_id)
            FROM (SELECT 'activities' AS what, instance FROM durable.activities WHERE task_hub = $1
                  UNION SELECT 'messages', instance FROM durable.inbox WHERE task_hub = $1) AS left_over
            JOIN durable.instances i ON i.id = left_over.instance AND i.completed_ticks IS NOT NULL
            """, ct))
            found.Add(row.GetString(0));
        return found;
    }

    async Task<List<string>> EventsAsync(Dictionary<string, Story> stories, CancellationToken ct)
    {
        var found = new List<string>();
        await foreach (var row in RowsAsync("SELECT instance_id, payload, accepted FROM ledger.events WHERE hub = $1", ct))
        {
            var (id, payload, accepted) = (row.GetString(0), row.GetString(1), row.GetBoolean(2));
            if (!stories.TryGetValue(id, out var story))
                continue;

            var delivered = Delivered(story, payload);
            if (delivered > 1 || accepted && delivered == 0)
                found.Add($"I8: the event {payload} was delivered to '{id}' {delivered} times.");
        }
        return found;
    }

    // A message that came twice under one name was heard once.
    static int Delivered(Story story, string payload) => story.Events
        .Where(e => e.Kind == EventKind.EventRaised && e.Data == payload)
        .Select((e, place) => e.EventId ?? $"#{place}")
        .Distinct()
        .Count();

    async Task<List<string>> SessionsAsync(CancellationToken ct)
    {
        var found = new List<string>();
        var names = string.Join(", ", EngineConnections.Kinds.Select(kind => $"'{EngineConnections.ApplicationName(engine.TaskHub, kind)[..Math.Min(63, EngineConnections.ApplicationName(engine.TaskHub, kind).Length)]}'"));
        await foreach (var row in RowsAsync($"""
            SELECT format('I11: a session of the engine is left (%s, %s).', application_name, state)
            FROM pg_stat_activity
            WHERE $1 <> '' AND application_name IN ({names}) AND ({HostsAreGone} OR state LIKE 'idle in transaction%' AND state_change < now() - interval '10 seconds')
            UNION ALL
            SELECT format('I11: an idle session of the engine keeps a lock (%s, %s on %s).', a.application_name, l.mode, coalesce(l.relation::regclass::text, l.locktype))
            FROM pg_locks l
            JOIN pg_stat_activity a ON a.pid = l.pid AND a.state = 'idle'
            WHERE a.application_name IN ({names})
            """, ct))
            found.Add(row.GetString(0));
        return found;
    }

    async Task<Dictionary<string, Story>> StoriesAsync(CancellationToken ct)
    {
        var turns = new List<(long Instance, TurnRecord Turn)>();
        await foreach (var row in RowsAsync("""
            SELECT h.instance, h.turn, h.at_ticks, h.events
            FROM durable.history h
            JOIN durable.instances i ON i.id = h.instance
            WHERE i.task_hub = $1
            ORDER BY h.instance, h.turn
            """, ct))
            turns.Add((row.GetInt64(0), new(row.GetInt32(1), row.GetInt64(2), HistoryJson.ReadEvents(row.GetString(3)))));
        var histories = await Payloads.FillAsync(db, turns, ct);

        var stories = new Dictionary<string, Story>(StringComparer.Ordinal);
        await foreach (var row in RowsAsync("""
            SELECT id, instance_id, generation, name, version, parent, status, output, first_turn, turn FROM durable.instances WHERE task_hub = $1
            """, ct))
        {
            var identity = new InstanceIdentity(
                row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), HistoryJson.ReadParent(row.IsDBNull(5) ? null : row.GetString(5)));
            stories[identity.InstanceId] = new(
                identity, (OrchestrationRuntimeStatus)row.GetInt16(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetInt32(8), row.GetInt32(9), [.. histories[identity.Key]]);
        }
        return stories;
    }

    async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(string sql, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = db.CreateCommand(sql);
        command.WithText(engine.TaskHub);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return reader;
    }

    static DurableTaskRegistry Registry()
    {
        var tasks = new DurableTaskRegistry();
        Chores.Register(tasks, null!);
        return tasks;
    }
}

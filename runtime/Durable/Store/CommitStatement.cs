using System.Text;
using Asan.Runtime.Durable.History;
using Npgsql;
using NpgsqlTypes;

namespace Asan.Runtime.Durable.Store;

/// <summary>
/// One statement for a batch of turns. <c>held</c> takes each instance's row under its fence; whatever else a turn writes joins it, so a turn whose
/// lease is lost writes nothing. Parts that no turn of the batch needs are left out: the usual step has a statement of three.
/// </summary>
sealed class CommitStatement
{
    readonly StringBuilder sql = new();
    readonly NpgsqlCommand command;
    readonly IReadOnlyList<TurnCommit> turns;
    readonly string hub;
    readonly string owner;
    readonly string lease;

    CommitStatement(NpgsqlConnection connection, IReadOnlyList<TurnCommit> turns, DurableEngineOptions options, WorkerIdentity worker)
    {
        this.turns = turns;
        command = connection.CreateCommand();
        hub = Add(options.TaskHub);
        owner = Add(worker.Owner);
        lease = Add(options.Lease);
    }

    public static NpgsqlCommand Build(NpgsqlConnection connection, IReadOnlyList<TurnCommit> turns, DurableEngineOptions options, WorkerIdentity worker)
    {
        var statement = new CommitStatement(connection, turns, options, worker);
        statement.Turns();
        statement.Consumed();
        statement.Done();
        statement.Activities();
        statement.Timers();
        statement.NextGenerations();
        statement.Raised();
        statement.Answers();
        statement.Children();
        statement.Descendants();
        statement.RewoundChildren();
        statement.Endings();
        statement.Result();
        statement.command.CommandText = statement.sql.ToString();
        return statement.command;
    }

    void Turns()
    {
        sql.Append($"""
            WITH turn AS (
                SELECT *
                FROM unnest({Add(turns.Select(t => t.Instance.Key))}, {Add(turns.Select(t => t.Epoch))}, {Add(turns.Select(t => t.Turn))}
                    , {Add(turns.Select(t => t.AtTicks))}, {Add(turns.Select(t => (int)t.Status))}, {Add(turns.Select(t => t.Release))}
                    , {Add(turns.Select(t => t.IsRestart ? null : HistoryJson.Write(t.Events)))}
                    , {Add(turns.Select(t => t.CustomStatus is not null))}, {Add(turns.Select(t => (string?)t.CustomStatus?.Value))}
                    , {Add(turns.Select(t => t.IsEnd))}, {Add(turns.Select(t => t.Completion?.Data))}, {Add(turns.Select(t => HistoryJson.Write(t.Completion?.Failure)))}
                    , {Add(turns.Select(t => t.IsRestart))}, {Add(turns.Select(t => t.NextGeneration?[0].Data))}, {Add(turns.Select(t => t.NextGeneration?[0].Version))})
                    AS t(instance, epoch, turn, at_ticks, status, release, events, status_set, custom_status, is_end, output, failure, is_restart, input, version)
            ), held AS (
                UPDATE durable.instances AS i
                SET turn            = t.turn
                  , first_turn      = CASE WHEN t.is_restart THEN t.turn + 1 ELSE i.first_turn END
                  , generation      = CASE WHEN t.is_restart THEN i.generation + 1 ELSE i.generation END
                  , input           = CASE WHEN t.is_restart THEN t.input ELSE i.input END
                  , version         = CASE WHEN t.is_restart THEN t.version ELSE i.version END
                  , status          = t.status::smallint
                  , custom_status   = CASE WHEN t.status_set THEN t.custom_status ELSE i.custom_status END
                  , output          = t.output
                  , failure         = t.failure
                  , updated_ticks   = t.at_ticks
                  , completed_ticks = CASE WHEN t.is_end THEN t.at_ticks END
                  , owner           = CASE WHEN t.release THEN NULL ELSE i.owner END
                  , lease_until     = CASE WHEN t.release THEN NULL ELSE clock_timestamp() + {lease} END
                FROM turn t
                WHERE i.id = t.instance AND i.owner = {owner} AND i.epoch = t.epoch AND i.turn = t.turn - 1
                RETURNING i.id, i.instance_id, i.generation
            ), recorded AS (
                INSERT INTO durable.history (instance, turn, at_ticks, events)
                SELECT t.instance, t.turn, t.at_ticks, t.events
                FROM turn t JOIN held h ON h.id = t.instance
                WHERE NOT t.is_restart
            )
            """);
    }

    void Consumed()
    {
        var rows = turns.SelectMany(t => t.Consumed, (t, id) => (t.Instance.Key, id)).ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , consumed AS (
                    DELETE FROM durable.inbox m
                    USING unnest({Add(rows.Select(r => r.Key))}, {Add(rows.Select(r => r.id))}) AS c(instance, id), held h
                    WHERE m.instance = c.instance AND m.id = c.id AND h.id = c.instance
                )
                """);
    }

    void Done()
    {
        var rows = turns.SelectMany(t => t.Done).ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , done AS (
                    DELETE FROM durable.activities a
                    USING unnest({Add(rows.Select(r => r.Instance))}, {Add(rows.Select(r => r.Generation))}, {Add(rows.Select(r => r.TaskId))})
                        AS d(instance, generation, task_id), held h
                    WHERE a.instance = d.instance AND a.generation = d.generation AND a.task_id = d.task_id AND h.id = d.instance
                )
                """);
    }

    void Activities()
    {
        var rows = turns.SelectMany(t => t.Scheduled(EventKind.TaskScheduled).Select((e, n) => (Turn: t, Event: e, Mine: n < t.ActivitiesTaken))).ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , scheduled AS (
                    INSERT INTO durable.activities (instance, generation, task_id, task_hub, instance_id, name, version, input, owner, visible_at, attempts)
                    SELECT a.instance, a.generation, a.task_id, {hub}, h.instance_id, a.name, a.version, a.input
                        , CASE WHEN a.mine THEN {owner} END, clock_timestamp() + CASE WHEN a.mine THEN {lease} ELSE interval '0' END, a.mine::integer
                    FROM unnest({Add(rows.Select(r => r.Turn.Instance.Key))}, {Add(rows.Select(r => r.Turn.Instance.Generation))}, {Add(rows.Select(r => r.Event.TaskId))}
                        , {Add(rows.Select(r => r.Event.Name))}, {Add(rows.Select(r => r.Event.Version))}, {Add(rows.Select(r => r.Event.Data))}, {Add(rows.Select(r => r.Mine))})
                        AS a(instance, generation, task_id, name, version, input, mine)
                    JOIN held h ON h.id = a.instance
                )
                """);
    }

    void Timers()
    {
        var rows = turns.Where(t => !t.IsEnd && !t.IsRestart)
            .SelectMany(t => t.Scheduled(EventKind.TimerCreated), (t, e) => (Turn: t, Event: e, Fired: new HistoryEvent { Kind = EventKind.TimerFired, TaskId = e.TaskId, FireAt = e.FireAt }))
            .ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , timer AS (
                    INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                    SELECT f.instance, {hub}, f.generation, greatest(f.fire_at, clock_timestamp()), f.event
                    FROM unnest({Add(rows.Select(r => r.Turn.Instance.Key))}, {Add(rows.Select(r => r.Turn.Instance.Generation))}
                        , {Add(rows.Select(r => Parameters.ToInstant(r.Event.FireAt)))}, {Add(rows.Select(r => HistoryJson.Write(r.Fired)))})
                        AS f(instance, generation, fire_at, event)
                    JOIN held h ON h.id = f.instance
                )
                """);
    }

    // held already shows the raised generation here.
    void NextGenerations()
    {
        var rows = turns.Where(t => t.IsRestart).SelectMany(t => t.NextGeneration!, (t, e) => (t.Instance.Key, Event: HistoryJson.Write(e))).ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , restarted AS (
                    INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                    SELECT s.instance, {hub}, h.generation, clock_timestamp(), s.event
                    FROM unnest({Add(rows.Select(r => r.Key))}, {Add(rows.Select(r => r.Event))}) WITH ORDINALITY AS s(instance, event, place)
                    JOIN held h ON h.id = s.instance
                    ORDER BY s.place
                    RETURNING instance, id, generation, event
                )
                """);
    }

    void Raised()
    {
        var rows = turns.SelectMany(t => t.Scheduled(EventKind.EventSent), (t, e) => (t.Instance.Key, e.Target,
            Event: HistoryJson.Write(new HistoryEvent { Kind = EventKind.EventRaised, Name = e.Name, Data = e.Data }))).ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , raised AS (
                    INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
                    SELECT i.id, {hub}, greatest(clock_timestamp(), CASE WHEN i.turn < i.first_turn THEN i.start_at END), e.event
                    FROM unnest({Add(rows.Select(r => r.Key))}, {Add(rows.Select(r => r.Target))}, {Add(rows.Select(r => r.Event))}) WITH ORDINALITY
                        AS e(sender, target, event, place)
                    JOIN held h ON h.id = e.sender
                    JOIN durable.instances i ON i.task_hub = {hub} AND i.instance_id = e.target AND i.completed_ticks IS NULL
                    ORDER BY e.place
                    RETURNING instance, id, generation, event
                )
                """);
    }

    void Answers()
    {
        var rows = turns.Where(t => t is { IsEnd: true, Instance.Parent: not null }).Select(t => (Turn: t, Parent: t.Instance.Parent!, Event: HistoryJson.Write(ChildAnswer.Of(t)))).ToArray();
        if (rows.Length > 0)
            sql.Append($"""
                , answered AS (
                    INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                    SELECT i.id, {hub}, i.generation, clock_timestamp(), a.event
                    FROM unnest({Add(rows.Select(r => r.Turn.Instance.Key))}, {Add(rows.Select(r => r.Parent.Key))}, {Add(rows.Select(r => r.Parent.Generation))}, {Add(rows.Select(r => r.Event))})
                        AS a(child, parent, generation, event)
                    JOIN held h ON h.id = a.child
                    JOIN durable.instances i ON i.id = a.parent AND i.generation = a.generation AND i.completed_ticks IS NULL
                    RETURNING instance, id, generation, event
                )
                """);
    }

    // A child's id may be taken: by a finished instance, which the child replaces, or by a running one, and then the call fails.
    void Children()
    {
        var rows = turns.SelectMany(t => t.Scheduled(EventKind.SubOrchestrationInstanceCreated).Select((e, n) => (Turn: t, Event: e, Mine: n < t.ChildrenTaken))).ToArray();
        if (rows.Length == 0)
            return;

        sql.Append($"""
            , child AS (
                SELECT c.*
                FROM unnest({Add(rows.Select(r => r.Turn.Instance.Key))}, {Add(rows.Select(r => r.Event.Target))}, {Add(rows.Select(r => r.Event.Name))}, {Add(rows.Select(r => r.Event.Version))}
                    , {Add(rows.Select(r => r.Event.Data))}, {Add(rows.Select(r => HistoryJson.Write(r.Event.Tags)))}, {Add(rows.Select(r => HistoryJson.Write(ChildStart.LinkTo(r.Turn, r.Event))))}
                    , {Add(rows.Select(r => r.Turn.AtTicks))}, {Add(rows.Select(r => HistoryJson.Write(ChildStart.Of(r.Event))))}
                    , {Add(rows.Select(r => HistoryJson.Write(ChildStart.Refusal(r.Event))))}, {Add(rows.Select(r => r.Mine))})
                    AS c(parent, instance_id, name, version, input, tags, link, at_ticks, start, refusal, mine)
                JOIN held h ON h.id = c.parent
            ), created AS (
                INSERT INTO durable.instances AS i (task_hub, instance_id, name, version, status, input, tags, parent, parent_key, created_ticks, updated_ticks, owner, epoch, lease_until)
                SELECT {hub}, c.instance_id, c.name, c.version, 6, c.input, c.tags, c.link, c.parent, c.at_ticks, c.at_ticks
                    , CASE WHEN c.mine THEN {owner} END, c.mine::integer, CASE WHEN c.mine THEN clock_timestamp() + {lease} END
                FROM child c
                ON CONFLICT ON CONSTRAINT instances_named_once_in_a_hub DO UPDATE
                SET name = EXCLUDED.name, version = EXCLUDED.version, status = EXCLUDED.status, input = EXCLUDED.input, tags = EXCLUDED.tags, parent = EXCLUDED.parent, parent_key = EXCLUDED.parent_key
                  , created_ticks = EXCLUDED.created_ticks, updated_ticks = EXCLUDED.updated_ticks, completed_ticks = NULL, output = NULL, failure = NULL, custom_status = NULL, start_at = NULL
                  , generation = i.generation + 1, first_turn = i.turn + 1, owner = EXCLUDED.owner, epoch = i.epoch + 1, lease_until = EXCLUDED.lease_until
                WHERE i.completed_ticks IS NOT NULL
                RETURNING i.id, i.instance_id, i.generation, i.epoch, i.turn, i.first_turn
            ), started AS (
                INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                SELECT n.id, {hub}, n.generation, clock_timestamp(), c.start
                FROM created n JOIN child c ON c.instance_id = n.instance_id
                RETURNING instance, id
            ), forgotten_history AS (
                DELETE FROM durable.history f USING created n WHERE f.instance = n.id
            ), forgotten_inbox AS (
                DELETE FROM durable.inbox f USING created n WHERE f.instance = n.id
            ), forgotten_activities AS (
                DELETE FROM durable.activities f USING created n WHERE f.instance = n.id
            ), refused AS (
                INSERT INTO durable.inbox (instance, task_hub, generation, visible_at, event)
                SELECT c.parent, {hub}, h.generation, clock_timestamp(), c.refusal
                FROM child c JOIN held h ON h.id = c.parent
                WHERE NOT EXISTS (SELECT FROM created n WHERE n.instance_id = c.instance_id)
                RETURNING instance, id, generation, event
            )
            """);
    }

    // Whoever was terminated with all it called: its children are told, those of this very turn too, and each tells its own when it ends. A child that
    // ended before may have left children running: they are told in its place.
    void Descendants()
    {
        var rows = turns.Where(t => t.DescendantsEnd is not null).ToArray();
        if (rows.Length == 0)
            return;

        var ended = $"unnest({Add(rows.Select(t => t.Instance.Key))}, {Add(rows.Select(t => HistoryJson.Write(t.DescendantsEnd!)))}) AS e(instance, event)";
        sql.Append($"""
            , descendants_told AS (
                INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
                SELECT f.id, {hub}, clock_timestamp(), f.event
                FROM ({FamilyStore.Alive($"SELECT h.id, e.event FROM {ended} JOIN held h ON h.id = e.instance")}) f
                RETURNING instance, id, generation, event
            )
            """);

        if (rows.Any(t => t.Scheduled(EventKind.SubOrchestrationInstanceCreated).Any()))
            sql.Append($"""
                , newborns_told AS (
                    INSERT INTO durable.inbox (instance, task_hub, visible_at, event)
                    SELECT n.id, {hub}, clock_timestamp(), e.event
                    FROM {ended} JOIN child c ON c.parent = e.instance JOIN created n ON n.instance_id = c.instance_id
                    RETURNING instance, id, generation, event
                )
                """);
    }

    void RewoundChildren()
    {
        var rows = turns.SelectMany(t => t.RewoundChildren, (t, child) => (t.Instance.Key, child,
            Event: HistoryJson.Write(t.Events.First(e => e.Kind == EventKind.ExecutionRewound) with { Undone = null, Reopened = null }))).ToArray();
        if (rows.Length > 0)
            sql.Append($", {RewindStore.Rewound($"SELECT r.child AS id, r.event FROM unnest({Add(rows.Select(r => r.Key))}, {Add(rows.Select(r => r.child))}, {Add(rows.Select(r => r.Event))}) AS r(parent, child, event) JOIN held h ON h.id = r.parent", hub)}");
    }

    // What an execution leaves behind when it ends: timers nobody waits for, events nobody took, activities whose results nobody wants.
    void Endings()
    {
        if (turns.Any(t => t.IsEnd || t.IsRestart))
            sql.Append("""
                , left_messages AS (
                    DELETE FROM durable.inbox m USING turn t, held h
                    WHERE h.id = t.instance AND m.instance = t.instance AND (t.is_end OR t.is_restart AND m.generation < h.generation)
                ), left_activities AS (
                    DELETE FROM durable.activities a USING turn t, held h
                    WHERE h.id = t.instance AND a.instance = t.instance AND (t.is_end OR t.is_restart)
                ), left_history AS (
                    DELETE FROM durable.history e USING turn t, held h
                    WHERE h.id = t.instance AND e.instance = t.instance AND t.is_restart
                )
                """);
    }

    void Result()
    {
        sql.Append(" SELECT 'held' AS what, id, NULL::bigint AS message, NULL::integer AS generation, NULL::text AS event, NULL::text AS instance_id, 0 AS epoch, 0 AS turn, 0 AS first_turn FROM held");
        foreach (var part in (string[])["restarted", "raised", "answered", "refused", "descendants_told", "newborns_told", "rewound_told"])
            if (sql.ToString().Contains($", {part} AS (", StringComparison.Ordinal))
                sql.Append($" UNION ALL SELECT 'message', instance, id, generation, event, NULL, 0, 0, 0 FROM {part}");
        if (turns.Any(t => t.Scheduled(EventKind.SubOrchestrationInstanceCreated).Any()))
            sql.Append(" UNION ALL SELECT 'child', n.id, s.id, n.generation, NULL, n.instance_id, n.epoch, n.turn, n.first_turn FROM created n JOIN started s ON s.instance = n.id");
    }

    string Add<T>(T value)
        where T : notnull
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }

    string Add<T>(IEnumerable<T> values)
    {
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values.ToArray() });
        return $"${command.Parameters.Count}";
    }

    string Add(IEnumerable<string?> values)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = values.Select(Parameters.Storable).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return $"${command.Parameters.Count}";
    }

    string Add(IEnumerable<DateTime> values)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        return $"${command.Parameters.Count}";
    }
}

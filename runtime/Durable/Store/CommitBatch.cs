using Asan.Runtime.Durable.History;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>
/// What a batch of turns writes: some small statements that travel together and are one transaction, since nothing is committed before the last of
/// them. The first takes each instance's row under its fence; every other one joins the rows that this very transaction has updated
/// (<c>xmin</c>), so a turn whose lease is lost writes nothing. Statements that no turn of the batch needs are left out.
/// </summary>
/// <remarks>Measured: one statement with a part for each costs the server 170 µs for a plain step, these 65.</remarks>
sealed partial class CommitBatch
{
    readonly IReadOnlyList<TurnCommit> turns;
    readonly string hub;
    readonly string owner;
    readonly TimeSpan lease;

    CommitBatch(NpgsqlConnection connection, IReadOnlyList<TurnCommit> turns, DurableEngineOptions options, WorkerIdentity worker)
    {
        (this.turns, hub, owner, lease) = (turns, options.TaskHub, worker.Owner, options.Lease);
        Batch = connection.CreateBatch();
        Turns();
        Recorded();
        Consumed();
        Done();
        Leftovers();
        Activities();
        Timers();
        NextGenerations();
        Children();
        Descendants();
        Raised();
        Answers();
        Payloads();
        // Last: a row that it brings back is not to look like one whose turn was held.
        RewoundChildren();
    }

    public NpgsqlBatch Batch { get; }

    /// <summary>What the rows of each result set are, in their order.</summary>
    public List<CommitRows> Results { get; } = [];

    public static CommitBatch Build(NpgsqlConnection connection, IReadOnlyList<TurnCommit> turns, DurableEngineOptions options, WorkerIdentity worker) =>
        new(connection, turns, options, worker);

    void Turns() => Add(CommitRows.Held, """
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
          , lease_until     = CASE WHEN t.release THEN NULL ELSE clock_timestamp() + $2 END
        FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            AS t(instance, epoch, turn, at_ticks, status, release, status_set, custom_status, is_end, output, failure, is_restart, input, version)
        WHERE i.id = t.instance AND i.owner = $1 AND i.epoch = t.epoch AND i.turn = t.turn - 1
        RETURNING i.id
        """)
        .WithText(owner).With(lease)
        .With(turns, t => t.Instance.Key).With(turns, t => t.Epoch).With(turns, t => t.Turn).With(turns, t => t.AtTicks).With(turns, t => (int)t.Status)
        .With(turns, t => t.Release).With(turns, t => t.CustomStatus is not null).WithTexts(turns, t => (string?)t.CustomStatus?.Value)
        .With(turns, t => t.IsEnd).WithTexts(turns, t => t.Completion?.Stored).WithTexts(turns, t => HistoryJson.Write(t.Completion?.Failure))
        .With(turns, t => t.IsRestart).WithTexts(turns, t => t.NextGeneration?[0].Stored).WithTexts(turns, t => t.NextGeneration?[0].Version);

    void Recorded()
    {
        var rows = turns.Where(t => !t.IsRestart).ToArray();
        if (rows.Length > 0)
            Add("""
                INSERT INTO durable.history (instance, turn, at_ticks, events)
                SELECT t.instance, t.turn, t.at_ticks, t.events
                FROM unnest($1, $2, $3, $4) AS t(instance, turn, at_ticks, events)
                JOIN durable.instances h ON h.id = t.instance AND h.xmin = pg_current_xact_id()::xid
                """)
                .With(rows, t => t.Instance.Key).With(rows, t => t.Turn).With(rows, t => t.AtTicks).WithTexts(rows, t => HistoryJson.Write(t.Events));
    }

    // What an execution leaves behind when it ends: timers nobody waits for, events nobody took, activities whose results nobody wants.
    void Leftovers()
    {
        var rows = turns.Where(t => t.IsEnd || t.IsRestart).ToArray();
        if (rows.Length > 0)
            Add("""
                WITH over AS (
                    SELECT h.id, h.generation, t.is_restart
                    FROM unnest($1, $2) AS t(instance, is_restart)
                    JOIN durable.instances h ON h.id = t.instance AND h.xmin = pg_current_xact_id()::xid
                ), messages AS (
                    DELETE FROM durable.inbox m USING over o WHERE m.instance = o.id AND (NOT o.is_restart OR m.generation < o.generation)
                ), activities AS (
                    DELETE FROM durable.activities a USING over o WHERE a.instance = o.id
                )
                DELETE FROM durable.history e USING over o WHERE e.instance = o.id AND o.is_restart
                """)
                .With(rows, t => t.Instance.Key).With(rows, t => t.IsRestart);
    }

    NpgsqlBatchCommand Add(CommitRows rows, string sql)
    {
        Results.Add(rows);
        return Add(sql);
    }

    NpgsqlBatchCommand Add(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        Batch.BatchCommands.Add(command);
        return command;
    }
}

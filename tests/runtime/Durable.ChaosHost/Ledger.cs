using Npgsql;
using NpgsqlTypes;

namespace Asan.Runtime.Durable.Chaos;

/// <summary>
/// What really happened, noted beside the engine and apart from it: each run of an activity, each start and each event a client was promised. Faults
/// of the database delay a note and never lose one.
/// </summary>
public sealed class Ledger(NpgsqlDataSource db, string hub, string worker)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task CreateAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            CREATE SCHEMA IF NOT EXISTS ledger;
            CREATE TABLE IF NOT EXISTS ledger.runs
            ( id               uuid CONSTRAINT runs_pk PRIMARY KEY
            , hub              text NOT NULL
            , instance_id      text NOT NULL
            , call             text NOT NULL
            , worker           text NOT NULL
            , recorded_before  boolean NOT NULL
            , not_before_ticks bigint
            , started_at       timestamptz NOT NULL DEFAULT clock_timestamp()
            , ended_at         timestamptz
            );
            CREATE INDEX IF NOT EXISTS runs_by_instance ON ledger.runs (hub, instance_id);
            CREATE TABLE IF NOT EXISTS ledger.starts
            ( hub         text NOT NULL
            , instance_id text NOT NULL
            , accepted    boolean NOT NULL
            , output      text
            , CONSTRAINT starts_pk PRIMARY KEY (hub, instance_id)
            );
            CREATE TABLE IF NOT EXISTS ledger.events
            ( hub         text NOT NULL
            , instance_id text NOT NULL
            , payload     text NOT NULL
            , accepted    boolean NOT NULL
            , CONSTRAINT events_pk PRIMARY KEY (hub, instance_id, payload)
            );
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Notes that an activity begins, and whether history holds its result already: then it must not.</summary>
    /// <param name="call">Unique among the instance's calls; its result is <see cref="ResultOf"/>.</param>
    /// <param name="notBefore">When the timer before it fires (UTC), where there is one.</param>
    public async Task<Guid> BeginAsync(string instanceId, string call, DateTime? notBefore = null)
    {
        var run = Guid.NewGuid();
        // A note that was delayed says nothing about what was recorded when the run began.
        var prompt = new NpgsqlParameter<bool> { TypedValue = true };
        await NoteAsync(() => prompt.TypedValue = false, """
            INSERT INTO ledger.runs (id, hub, instance_id, call, worker, not_before_ticks, recorded_before)
            VALUES ($1, $2, $3, $4, $5, $6, $8 AND EXISTS (
                SELECT
                FROM durable.instances i
                JOIN durable.history h ON h.instance = i.id AND h.turn >= i.first_turn
                WHERE i.task_hub = $2 AND i.instance_id = $3 AND strpos(h.events, $7) > 0))
            ON CONFLICT ON CONSTRAINT runs_pk DO NOTHING
            """, Uuid(run), Text(hub), Text(instanceId), Text(call), Text(worker), Number(notBefore?.Ticks), Text(ResultOf(call)), prompt);
        return run;
    }

    public Task EndAsync(Guid run) => NoteAsync("UPDATE ledger.runs SET ended_at = clock_timestamp() WHERE id = $1", Uuid(run));

    /// <summary>Notes that this start was accepted, or that nobody knows whether it was.</summary>
    /// <param name="output">What the instance must come to, as JSON.</param>
    public Task StartedAsync(string instanceId, string? output, bool accepted = true) => NoteAsync("""
        INSERT INTO ledger.starts (hub, instance_id, output, accepted) VALUES ($1, $2, $3, $4)
        ON CONFLICT ON CONSTRAINT starts_pk DO UPDATE SET accepted = EXCLUDED.accepted OR starts.accepted
        """, Text(hub), Text(instanceId), Text(output), new NpgsqlParameter<bool> { TypedValue = accepted });

    /// <summary>Notes that this event was accepted, or that nobody knows whether it was.</summary>
    /// <param name="payload">As JSON; unique among the events of the instance.</param>
    public Task SentAsync(string instanceId, string payload, bool accepted = true) => NoteAsync("""
        INSERT INTO ledger.events (hub, instance_id, payload, accepted) VALUES ($1, $2, $3, $4)
        ON CONFLICT ON CONSTRAINT events_pk DO UPDATE SET accepted = EXCLUDED.accepted OR events.accepted
        """, Text(hub), Text(instanceId), Text(payload), new NpgsqlParameter<bool> { TypedValue = accepted });

    public static string ResultOf(string call) => $"{call} done";

    // However long the database is away. A note whose answer got lost is written again, and is the same note.
    Task NoteAsync(string sql, params NpgsqlParameter[] values) => NoteAsync(() => { }, sql, values);

    async Task NoteAsync(Action whenDelayed, string sql, params NpgsqlParameter[] values)
    {
        while (true)
        {
            try
            {
                await using var command = db.CreateCommand(sql);
                foreach (var value in values)
                    command.Parameters.Add(value.Clone());
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                whenDelayed();
                await Task.Delay(Pause);
            }
        }
    }

    static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Number(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };
}

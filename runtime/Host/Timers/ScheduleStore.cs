using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Store;
using Npgsql;

namespace Asan.Runtime.Host.Timers;

/// <summary>The schedules' rows: every change is one statement that says what it expects to find, so of several hosts one succeeds.</summary>
sealed class ScheduleStore(NpgsqlDataSource db, DurableEngineOptions options, WorkerIdentity me)
{
    public async Task<DateTime> NowAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("SELECT clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Makes the row, or takes it over for another schedule than it had; what it knows of this schedule stays.</summary>
    public async Task EnterAsync(string function, string schedule, DateTime nextDue, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            INSERT INTO durable.schedules AS s (task_hub, function, schedule, next_due, updated_at)
            VALUES ($1, $2, $3, $4, clock_timestamp())
            ON CONFLICT ON CONSTRAINT schedules_pk DO UPDATE
            SET schedule = EXCLUDED.schedule, next_due = EXCLUDED.next_due, updated_at = EXCLUDED.updated_at
            WHERE s.schedule <> EXCLUDED.schedule
            """);
        command.WithText(options.TaskHub).WithText(function).WithText(schedule).WithInstant(nextDue);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>Null when there is no row.</returns>
    public async Task<ScheduleState?> ReadAsync(string function, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT schedule, next_due, last_due, updated_at, owner, epoch, lease_until, clock_timestamp()
            FROM durable.schedules
            WHERE task_hub = $1 AND function = $2
            """);
        command.WithText(options.TaskHub).WithText(function);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetString(0), reader.GetDateTime(1), Instant(reader, 2), reader.GetDateTime(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetInt32(5), Instant(reader, 6), reader.GetDateTime(7))
            : null;
    }

    /// <summary>Takes the schedule to run it, if it still is as it was read and nobody runs it.</summary>
    /// <returns>The epoch of the run; null when another host was faster.</returns>
    public async Task<int?> ClaimAsync(string function, ScheduleState seen, DateTime last, DateTime nextDue, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            UPDATE durable.schedules
            SET owner = $6, epoch = epoch + 1, lease_until = clock_timestamp() + $7, last_due = $8, next_due = $9, updated_at = clock_timestamp()
            WHERE task_hub = $1 AND function = $2 AND schedule = $3 AND epoch = $4 AND next_due = $5
                AND (owner IS NULL OR lease_until <= clock_timestamp())
            RETURNING epoch
            """);
        Seen(command, function, seen).WithText(me.Owner).With(options.Lease).WithInstant(last).WithInstant(nextDue);
        return (int?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Passes over what is due, if the schedule still is as it was read.</summary>
    public async Task SkipAsync(string function, ScheduleState seen, DateTime nextDue, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            UPDATE durable.schedules
            SET owner = NULL, lease_until = NULL, next_due = $6, updated_at = clock_timestamp()
            WHERE task_hub = $1 AND function = $2 AND schedule = $3 AND epoch = $4 AND next_due = $5
                AND (owner IS NULL OR lease_until <= clock_timestamp())
            """);
        Seen(command, function, seen).WithInstant(nextDue);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>False when the run is not this host's any more.</returns>
    public Task<bool> RenewAsync(string function, int epoch, CancellationToken ct) =>
        MineAsync("lease_until = clock_timestamp() + $5", function, epoch, command => command.With(options.Lease), ct);

    /// <summary>Ends the run. What fell due meanwhile is passed over, unless another schedule has come.</summary>
    public Task<bool> FinishAsync(string function, int epoch, string schedule, DateTime notBefore, CancellationToken ct) => MineAsync(
        "owner = NULL, lease_until = NULL, updated_at = clock_timestamp(), next_due = CASE WHEN schedule = $5 THEN greatest(next_due, $6) ELSE next_due END",
        function, epoch, command => command.WithText(schedule).WithInstant(notBefore), ct);

    /// <summary>Leaves the run unfinished, for another host to take over at once.</summary>
    public Task<bool> LeaveAsync(string function, int epoch, CancellationToken ct) =>
        MineAsync("lease_until = clock_timestamp()", function, epoch, command => command, ct);

    /// <summary>Joins the hosts that serve this timer.</summary>
    /// <returns>Whether this is the first of them.</returns>
    public async Task<bool> JoinAsync(string function, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Of hosts that start at once, each waits here for the one before.
        await using var alone = new NpgsqlCommand("SELECT FROM durable.schedules WHERE task_hub = $1 AND function = $2 FOR UPDATE", connection);
        await alone.WithText(options.TaskHub).WithText(function).ExecuteNonQueryAsync(ct);

        await using var join = new NpgsqlCommand("""
            WITH gone AS (
                DELETE FROM durable.schedule_listeners WHERE task_hub = $1 AND function = $2 AND alive_until <= clock_timestamp()
            ), joined AS (
                INSERT INTO durable.schedule_listeners AS l (task_hub, function, owner, alive_until) VALUES ($1, $2, $3, clock_timestamp() + $4)
                ON CONFLICT ON CONSTRAINT schedule_listeners_pk DO UPDATE SET alive_until = EXCLUDED.alive_until
            )
            SELECT NOT EXISTS (
                SELECT FROM durable.schedule_listeners WHERE task_hub = $1 AND function = $2 AND owner <> $3 AND alive_until > clock_timestamp())
            """, connection);
        var first = (bool)(await join.WithText(options.TaskHub).WithText(function).WithText(me.Owner).With(options.Lease).ExecuteScalarAsync(ct))!;
        await transaction.CommitAsync(ct);
        return first;
    }

    public async Task StayAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("UPDATE durable.schedule_listeners SET alive_until = clock_timestamp() + $3 WHERE task_hub = $1 AND owner = $2");
        await command.WithText(options.TaskHub).WithText(me.Owner).With(options.Lease).ExecuteNonQueryAsync(ct);
    }

    public async Task PartAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("DELETE FROM durable.schedule_listeners WHERE task_hub = $1 AND owner = $2");
        await command.WithText(options.TaskHub).WithText(me.Owner).ExecuteNonQueryAsync(ct);
    }

    async Task<bool> MineAsync(string change, string function, int epoch, Func<NpgsqlCommand, NpgsqlCommand> with, CancellationToken ct)
    {
        await using var command = db.CreateCommand($"UPDATE durable.schedules SET {change} WHERE task_hub = $1 AND function = $2 AND owner = $3 AND epoch = $4");
        return await with(command.WithText(options.TaskHub).WithText(function).WithText(me.Owner).With(epoch)).ExecuteNonQueryAsync(ct) == 1;
    }

    NpgsqlCommand Seen(NpgsqlCommand command, string function, ScheduleState seen) =>
        command.WithText(options.TaskHub).WithText(function).WithText(seen.Schedule).With(seen.Epoch).WithInstant(seen.NextDue);

    static DateTime? Instant(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDateTime(column);
}

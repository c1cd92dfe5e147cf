using System.Diagnostics;
using Asan.Runtime.Durable.Store;
using Npgsql;

namespace Asan.Runtime.Durable.Worker;

/// <summary>The database's time, carried on by this machine's monotonic clock: replicas agree on it, and nobody's wall clock can turn it back.</summary>
sealed class DatabaseClock(NpgsqlDataSource db)
{
    volatile Anchor? anchor;

    /// <summary>Now, in ticks (UTC).</summary>
    /// <exception cref="InvalidOperationException">The clock was not set yet.</exception>
    public long NowTicks
    {
        get
        {
            var at = anchor ?? throw new InvalidOperationException("The database's clock was not read yet.");
            return at.Ticks + Stopwatch.GetElapsedTime(at.Stamp).Ticks;
        }
    }

    public async Task SetAsync(CancellationToken ct)
    {
        await using var command = db.CreateCommand("SELECT clock_timestamp()");
        Observe((DateTime)(await Transience.Patience.ExecuteAsync(async token => await command.ExecuteScalarAsync(token), ct))!);
    }

    /// <summary>Now, for a client whose process may run no worker.</summary>
    public async ValueTask<long> ReadAsync(CancellationToken ct)
    {
        if (anchor is null)
            await SetAsync(ct);
        return NowTicks;
    }

    /// <summary>Follows the database's clock forward. Back it never goes: an instance's time is its history's.</summary>
    public void Observe(DateTime databaseNow)
    {
        if (anchor is null || databaseNow.Ticks > NowTicks)
            anchor = new(databaseNow.Ticks, Stopwatch.GetTimestamp());
    }

    sealed record Anchor(long Ticks, long Stamp);
}

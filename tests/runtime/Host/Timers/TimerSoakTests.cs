using System.Globalization;
using Asan.Runtime.Host.Ticking;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Host.Tests.Timers;

/// <summary>Two hosts and a timer of every second, one of them killed or stopped and started again: a quarter of a minute of it, ASAN_SOAK_MINUTES in eng/soak timers.</summary>
public sealed class TimerSoakTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_hosts_killed_and_restarted_no_second_is_run_twice_and_what_is_missed_is_reported_past_due()
    {
        var soak = Number("MINUTES");
        var seed = Number("SEED") ?? Random.Shared.Next(1, int.MaxValue);
        var plan = soak is { } minutes ? new Plan(TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(15), 15, 60) : new Plan(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(2), 2, 5);
        var connection = await postgres.CreateAsync();
        await using var db = NpgsqlDataSource.Create(connection);
        await Ledger.CreateAsync(db, Ct);

        var tally = await DisturbAsync(db, connection, plan, new Random(seed));
        var ticks = await TicksAsync(db);
        var report = Judge(ticks, plan.Lease);

        Tell($"seed {seed}: {tally.Kills} kills and {tally.Stops} stops in {plan.Length.TotalSeconds:0} s; {report}");
        Assert.True(report.Faults.Count == 0, $"seed {seed}: {string.Join("; ", report.Faults)}");
        Assert.True(report.PastDue > 0 && report.Hosts > 1, $"seed {seed}: the run disturbed nothing");
    }

    static async Task<(int Kills, int Stops)> DisturbAsync(NpgsqlDataSource db, string connection, Plan plan, Random random)
    {
        var (kills, stops, started) = (0, 0, 0);
        var hosts = new TickingHost[2];
        try
        {
            for (var i = 0; i < hosts.Length; i++)
                hosts[i] = await TickingHost.StartAsync($"host {++started}", connection, plan.Lease);

            var since = TimeProvider.System.GetTimestamp();
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(plan.Least + random.NextDouble() * (plan.Most - plan.Least)), Ct);
                if (TimeProvider.System.GetElapsedTime(since) >= plan.Length)
                    return (kills, stops);

                // The first is killed at its work, and then every other one. One in four is stopped as Kubernetes does it.
                var struck = kills == 0 || random.Next(2) == 0 ? await AtWorkAsync(db, hosts) : random.Next(hosts.Length);
                if (kills > 0 && random.Next(4) == 0)
                {
                    await hosts[struck].StopAsync();
                    stops++;
                }
                else
                {
                    await hosts[struck].KillAsync();
                    kills++;
                }

                await hosts[struck].DisposeAsync();
                await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 2), Ct);
                hosts[struck] = await TickingHost.StartAsync($"host {++started}", connection, plan.Lease);
            }
        }
        finally
        {
            foreach (var host in hosts)
                if (host is not null)
                    await host.DisposeAsync();
        }
    }

    static async Task<int> AtWorkAsync(NpgsqlDataSource db, TickingHost[] hosts)
    {
        while (true)
        {
            await using var command = db.CreateCommand("SELECT host FROM ledger.ticks WHERE ended_at IS NULL AND began_at > clock_timestamp() - interval '30 ms' ORDER BY id DESC LIMIT 1");
            if (await command.ExecuteScalarAsync(Ct) is string name)
                return Array.FindIndex(hosts, host => host.Name == name);
            await Task.Delay(10, Ct);
        }
    }

    static Report Judge(IReadOnlyList<Tick> ticks, TimeSpan lease)
    {
        var faults = new List<string>();
        faults.AddRange(ticks.GroupBy(tick => tick.Due).Where(due => due.Count() > 1).Select(due => $"{due.Key:O} was run {due.Count()} times"));
        faults.AddRange(ticks.Where(tick => tick.BeganAt < tick.Due).Select(tick => $"{tick.Due:O} was run early"));

        var missed = 0;
        var longest = TimeSpan.Zero;
        foreach (var (before, after) in ticks.Zip(ticks.Skip(1)))
        {
            // Whatever was begun before it must be over, or have been cut off: one at a time.
            if (before.EndedAt is { } ended && after.BeganAt < ended)
                faults.Add($"{after.Due:O} was begun while {before.Due:O} was running");
            // A run that was past due stands for all up to the moment it began.
            if (after.Due - (before.IsPastDue ? before.BeganAt : before.Due) <= TimeSpan.FromSeconds(1) && !after.IsPastDue)
                continue;

            var gap = after.BeganAt - before.BeganAt;
            missed += Math.Max(0, (int)gap.TotalSeconds - 1);
            longest = gap > longest ? gap : longest;
            if (!after.IsPastDue)
                faults.Add($"after {before.Due:O} nothing was run until {after.Due:O}, and that was not reported past due");
            // The lease, what is left of the second it began in, and a machine that is busy with starting hosts.
            if (gap > lease + TimeSpan.FromSeconds(3))
                faults.Add($"after {before.Due:O} nothing was run for {gap.TotalSeconds:0.0} s");
        }

        return new(ticks.Count, ticks.Count(tick => tick.IsPastDue), missed, longest, ticks.Select(tick => tick.Host).Distinct().Count(), faults);
    }

    static async Task<IReadOnlyList<Tick>> TicksAsync(NpgsqlDataSource db)
    {
        await using var command = db.CreateCommand("SELECT host, due, is_past_due, began_at, ended_at FROM ledger.ticks ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var ticks = new List<Tick>();
        while (await reader.ReadAsync(Ct))
            ticks.Add(new(reader.GetString(0), reader.GetDateTime(1), reader.GetBoolean(2), reader.GetDateTime(3), reader.IsDBNull(4) ? null : reader.GetDateTime(4)));
        return ticks;
    }

    static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    static int? Number(string name) =>
        Environment.GetEnvironmentVariable($"ASAN_SOAK_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    sealed record Plan(TimeSpan Length, TimeSpan Lease, double Least, double Most);

    sealed record Tick(string Host, DateTime Due, bool IsPastDue, DateTime BeganAt, DateTime? EndedAt);

    sealed record Report(int Runs, int PastDue, int Missed, TimeSpan Longest, int Hosts, IReadOnlyList<string> Faults)
    {
        public override string ToString() =>
            $"{Runs} runs by {Hosts} hosts, {PastDue} of them past due, {Missed} seconds missed, the longest pause {Longest.TotalSeconds:0.0} s";
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Asan.Runtime.Durable.Chaos;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>How long the faults go on, and how much work meets them.</summary>
sealed record ChaosPlan(TimeSpan Length, int Workflows, int Pairs, TimeSpan ShortestLife, TimeSpan LongestLife, TimeSpan LongestPeace, int Seed);

/// <summary>
/// Two hosts and a server of their own. While work comes in, the hosts are killed with work in flight and the server stops or crashes and comes back;
/// then the faults stop, and all work must come to its end. Who is hit when is drawn from the seed; what they were doing is not.
/// </summary>
sealed class Chaos(ChaosPlan plan, PrivatePostgres server, Scenario scenario, Action<string> say) : IAsyncDisposable
{
    const int LeaseSeconds = 10;

    readonly ChaosProcess?[] hosts = new ChaosProcess?[2];
    readonly ConcurrentQueue<Hit> hits = new();
    readonly ConcurrentQueue<DateTime> restarts = new();
    readonly long began = TimeProvider.System.GetTimestamp();
    readonly LoneClient client = new(scenario, TimeSpan.FromSeconds(LeaseSeconds));
    int given;

    TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(began);

    bool IsOver => Elapsed >= plan.Length;

    public async Task<ChaosReport> RunAsync(CancellationToken ct)
    {
        for (var i = 0; i < hosts.Length; i++)
            hosts[i] = await StartHostAsync(i, 0, ct);

        var random = new Random(plan.Seed);
        var seeds = Enumerable.Range(0, 4).Select(_ => random.Next()).ToArray();
        var given = Task.WhenAll(GiveWorkflowsAsync(new(seeds[0]), ct), GivePairsAsync(new(seeds[1]), ct));
        await Task.WhenAll(given, StrikeAsync(new(seeds[2]), ct), RestartAsync(new(seeds[3]), ct), ProgressAsync(given, ct));

        foreach (var host in hosts)
            Assert.True(await host!.StopAsync(ct) == 0, host.Said);
        return await ReportAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            if (host is not null)
                await host.DisposeAsync();
        await client.DisposeAsync();
    }

    Task GiveWorkflowsAsync(Random random, CancellationToken ct) => PacedAsync(plan.Workflows, i =>
    {
        var chores = new ThreeChores(random.Next(20, 201), random.Next(20, 201), random.Next(20, 201));
        return () => scenario.StartAsync(client.Client, $"three {i}", Chores.ThreeSteps, chores, Chores.OutputOfThreeSteps);
    }, ct);

    // One of two letters comes from another instance, the other from outside.
    Task GivePairsAsync(Random random, CancellationToken ct) => PacedAsync(plan.Pairs, i =>
    {
        var milliseconds = random.Next(20, 201);
        return async () =>
        {
            await scenario.StartAsync(client.Client, $"receiver {i}", Chores.Receive, milliseconds, Chores.OutputOfReceive($"letter {i}"));
            if (i % 2 == 0)
                await scenario.SendAsync(client.Client, $"receiver {i}", $"letter {i}");
            else
                await scenario.StartAsync(client.Client, $"sender {i}", Chores.Send, new Letter($"receiver {i}", $"letter {i}", milliseconds), Chores.OutputOfSend);
        };
    }, ct);

    // Spread over the time there is; what a fault delays does not hold up the rest.
    async Task PacedAsync(int many, Func<int, Func<Task>> next, CancellationToken ct)
    {
        var under = new List<Task>();
        for (var i = 0; i < many; i++)
        {
            var wait = plan.Length * 0.95 * i / many - Elapsed;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, ct);
            under.Add(Task.Run(next(i), ct).ContinueWith(done =>
            {
                Interlocked.Increment(ref given);
                return done;
            }, ct, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Unwrap());
        }
        await Task.WhenAll(under);
    }

    async Task StrikeAsync(Random random, CancellationToken ct)
    {
        for (var life = 1; ; life++)
        {
            await Task.Delay(Between(random, plan.ShortestLife, plan.LongestLife), ct);
            var victim = random.Next(hosts.Length);
            var both = random.Next(10) == 0;
            if (IsOver)
                return;

            foreach (var i in both ? [victim, 1 - victim] : new[] { victim })
                await KillAsync(i, ct);
            await Task.Delay(Between(random, TimeSpan.Zero, TimeSpan.FromSeconds(2)), ct);
            foreach (var i in both ? [victim, 1 - victim] : new[] { victim })
                if (hosts[i]!.HasEnded)
                {
                    await hosts[i]!.DisposeAsync();
                    hosts[i] = await StartHostAsync(i, life, ct);
                }
        }
    }

    // Only with work in flight. It is counted when the host is dead, and before its leases have run out.
    async Task KillAsync(int i, CancellationToken ct)
    {
        var host = hosts[i]!;
        while (await InFlightAsync(host.Worker, ct) == 0)
        {
            await Task.Delay(50, ct);
            if (IsOver)
                return;
        }

        await host.KillAsync();
        // What it had sent, the server may still be doing.
        while (await Patiently(() => server.SessionsAsync($"application_name = 'ledger {host.Worker}'"), ct) is { Count: > 0 })
            await Task.Delay(10, ct);
        var inFlight = await InFlightAsync(host.Worker, ct);
        hits.Enqueue(new(host.Worker, await NowAsync(ct), inFlight));
    }

    async Task RestartAsync(Random random, CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(Between(random, TimeSpan.FromSeconds(5), plan.LongestPeace), ct);
            if (IsOver)
                return;

            await server.StopAsync(random.Next(2) == 0 ? "fast" : "immediate");
            await Task.Delay(Between(random, TimeSpan.Zero, TimeSpan.FromSeconds(2)), ct);
            await server.StartAsync();
            restarts.Enqueue(await NowAsync(ct));
        }
    }

    async Task ProgressAsync(Task allGiven, CancellationToken ct)
    {
        var (last, since) = (-1L, TimeProvider.System.GetTimestamp());
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), ct);
            var (ended, all) = await Patiently(async () => await ReadAsync(
                "SELECT count(completed_ticks), count(*) FROM durable.instances WHERE task_hub = $1", r => (r.GetInt64(0), r.GetInt64(1)), ct), ct);
            say($"{Elapsed:mm\\:ss}  {ended} of {all} ended, {given} of {plan.Workflows + plan.Pairs} given, {hits.Count} kills, {restarts.Count} restarts");
            if (allGiven.IsCompleted && IsOver && ended == all)
                return;

            if (ended != last)
                (last, since) = (ended, TimeProvider.System.GetTimestamp());
            else if (TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromMinutes(2))
            {
                say("Nothing has ended for two minutes; the rest is lost.");
                return;
            }
        }
    }

    async Task<ChaosReport> ReportAsync(CancellationToken ct)
    {
        var options = client.Options;
        await client.DisposeAsync();
        // Sessions to a server that was before this one.
        scenario.Db.Clear();
        var violations = await new Invariants(scenario.Db, options).SettledAsync(TimeSpan.FromSeconds(30), ct);
        var repeats = await ReadAsync(
            "SELECT coalesce(sum(runs - 1), 0)::bigint FROM (SELECT count(*) AS runs FROM ledger.runs WHERE hub = $1 GROUP BY instance_id, call) AS c", r => r.GetInt64(0), ct);

        var recoveries = new List<double>();
        foreach (var hit in hits)
            if (await TakenOverAsync(hit, ct) is { } seconds)
                recoveries.Add(seconds);
        foreach (var up in restarts)
            if (await WorkAgainAsync(up, ct) is { } seconds)
                recoveries.Add(seconds);

        return new(hits.Count, restarts.Count, hits.Sum(hit => hit.InFlight), repeats, recoveries, violations);
    }

    // From the kill until the last of what it interrupted has begun again elsewhere.
    Task<double?> TakenOverAsync(Hit hit, CancellationToken ct) => ReadAsync("""
        SELECT extract(epoch FROM max(again.at) - $3)::double precision
        FROM ledger.runs r
        CROSS JOIN LATERAL (
            SELECT min(l.started_at) AS at FROM ledger.runs l
            WHERE l.hub = r.hub AND l.instance_id = r.instance_id AND l.call = r.call AND l.started_at > $3) AS again
        WHERE r.hub = $1 AND r.worker = $2 AND again.at IS NOT NULL
        """, r => r.IsDBNull(0) ? (double?)null : r.GetDouble(0), ct, new NpgsqlParameter<string> { TypedValue = hit.Worker }, new NpgsqlParameter<DateTime> { TypedValue = hit.At });

    // From the answering server until the next activity began.
    Task<double?> WorkAgainAsync(DateTime up, CancellationToken ct) => ReadAsync(
        "SELECT extract(epoch FROM min(started_at) - $2)::double precision FROM ledger.runs WHERE hub = $1 AND started_at > $2",
        r => r.IsDBNull(0) ? (double?)null : r.GetDouble(0), ct, new NpgsqlParameter<DateTime> { TypedValue = up });

    Task<long> InFlightAsync(string worker, CancellationToken ct) => Patiently(() => ReadAsync("""
        SELECT count(*)
        FROM ledger.runs r
        JOIN durable.instances i ON i.task_hub = r.hub AND i.instance_id = r.instance_id
        WHERE r.hub = $1 AND r.worker = $2 AND NOT EXISTS (SELECT FROM durable.history h WHERE h.instance = i.id AND strpos(h.events, r.call || ' done') > 0)
        """, r => r.GetInt64(0), ct, new NpgsqlParameter<string> { TypedValue = worker }), ct);

    Task<DateTime> NowAsync(CancellationToken ct) => Patiently(() => ReadAsync("SELECT clock_timestamp(), $1", r => r.GetDateTime(0), ct), ct);

    async Task<T> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params NpgsqlParameter[] more)
    {
        await using var command = scenario.Db.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scenario.Hub });
        command.Parameters.AddRange(more);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return read(reader);
    }

    static async Task<T> Patiently<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    // A host that meets a server that is down waits for it: it is ready when its engine runs.
    Task<ChaosProcess> StartHostAsync(int i, int life, CancellationToken ct) => ChaosProcess.StartAsync(
        server.ConnectionString, server.ConnectionString, scenario.Hub, $"host {(char)('a' + i)}, life {life.ToString(CultureInfo.InvariantCulture)}", LeaseSeconds, ct);

    static TimeSpan Between(Random random, TimeSpan shortest, TimeSpan longest) => shortest + (longest - shortest) * random.NextDouble();

    sealed record Hit(string Worker, DateTime At, long InFlight);
}

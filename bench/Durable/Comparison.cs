namespace Asan.Bench.Durable;

/// <summary>Our engine and DBOS, case by case in turns on one server. One figure a line.</summary>
sealed class Comparison(Server server)
{
    const int LatencyRuns = 300;

    /// <summary>Runs the cases in so many rounds; medians are compared. Whoever is first in a round is second in the next.</summary>
    public async Task RunAsync(IReadOnlyList<Case> cases, int n, int rounds, CancellationToken ct)
    {
        var folder = await PeerFolder.InstallAsync("durable", "DBOS", ct);
        var ours = await server.CreateAsync("ours", ct);
        var peers = await server.CreateAsync("dbos", ct);
        await using var engine = await Side.OursAsync(ours, ct);
        await using var dbos = await Side.PeerAsync(folder, Url(peers), ct);
        await using var ourMeter = await Meter.OpenAsync(ours, ct);
        await using var peerMeter = await Meter.OpenAsync(peers, ct);
        var floor = await Floor.MakeAsync(ours, ct);

        Say("machine", $"{Environment.ProcessorCount} cores", $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, fsync on, both sides on one server");
        await WarmAsync(engine, cases.Select(c => c.Name), ct);
        await WarmAsync(dbos, cases.SelectMany(c => c.PeerWays), ct);

        var floors = new List<double>();
        var (left, right) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 1; round <= rounds; round++)
        {
            floors.Add(n / await floor.RunAsync(n, ct));
            foreach (var one in cases)
            {
                if (round % 2 == 1)
                    left.Add(await MeasureAsync(engine, one.Name, n, ct));
                foreach (var way in one.PeerWays)
                    right.Add(await MeasureAsync(dbos, way, n, ct));
                if (round % 2 == 0)
                    left.Add(await MeasureAsync(engine, one.Name, n, ct));
            }
            Console.Error.WriteLine($"round {round} of {rounds} is done");
        }

        Console.Error.WriteLine($"counting what a step costs; the server tells it {Meter.Settle.TotalSeconds:N0} s late");
        var costs = new Dictionary<(bool Ours, string Way), Cost>();
        foreach (var one in cases)
        {
            costs[(true, one.Name)] = await CountAsync(engine, ourMeter, one, one.Name, n, ct);
            foreach (var way in one.PeerWays)
                costs[(false, way)] = await CountAsync(dbos, peerMeter, one, way, n, ct);
        }

        var report = new Report(n, left, right, floors, costs);
        foreach (var one in cases)
            report.Tell(one);
    }

    public static void Say(string what, string figure, string note) => Console.WriteLine($"{what,-34} {figure,14}  {note}");

    // Both sides compile as they run: neither is measured while it does.
    static async Task WarmAsync(Side side, IEnumerable<string> ways, CancellationToken ct)
    {
        foreach (var way in ways)
            for (var i = 0; i < 3; i++)
                await side.RunAsync(way, 1000, ct);
    }

    async Task<Measurement> MeasureAsync(Side side, string way, int n, CancellationToken ct)
    {
        await server.SettleAsync(ct);
        return new(way, await side.RunAsync(way, way == Case.Latency ? LatencyRuns : n, ct));
    }

    // Apart from the rounds: the server's counters lag, and a round that waited for them would be measured cold.
    static async Task<Cost> CountAsync(Side side, Meter meter, Case one, string way, int n, CancellationToken ct)
    {
        var runs = way == Case.Latency ? LatencyRuns : n;
        var (before, cpu) = (await meter.ReadAsync(ct), meter.CpuSeconds());
        var answer = await side.RunAsync(way, runs, ct);
        return new(one.Steps(runs), answer.CpuSeconds, meter.CpuSeconds() - cpu, await meter.ReadAsync(ct) - before);
    }

    // node-postgres takes a socket's folder percent-encoded in the place of the host.
    static string Url(string database)
    {
        var place = new Npgsql.NpgsqlConnectionStringBuilder(database);
        return $"postgres://{Uri.EscapeDataString(place.Username!)}@{Uri.EscapeDataString(place.Host!)}:{place.Port}/{place.Database}";
    }
}

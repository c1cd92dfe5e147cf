using System.Diagnostics;

namespace Asan.Bench.Host;

/// <summary>The sides in turns, so that whatever else the machine does meets both.</summary>
sealed class Comparison(TimeSpan length, int rounds, int connections)
{
    const double Goal = 0.8;

    // Until the code that is asked again and again has been compiled for good.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public async Task RunAsync(string database, CancellationToken ct)
    {
        await using var ours = await Side.StartAsync(Served.Ours, database, ct);
        await using var bare = await Side.StartAsync(Served.Bare, database, ct);
        (string Name, Side Side, Load Load)[] empty =
        [
            ("empty function", ours, new(ours.Address, "GET", "/api/empty", "200")),
            ("bare endpoint", bare, new(bare.Address, "GET", "/api/empty", "200")),
            ("function with a key", ours, new(ours.Address, "GET", "/api/keyed", "200", Functions.Key)),
        ];
        // After them: what it starts still runs when it has answered.
        (string Name, Side Side, Load Load)[] starts = [("start, 202", ours, new(ours.Address, "POST", "/api/start", "202"))];

        var runs = new Dictionary<string, List<Run>>();
        foreach (var cases in new[] { empty, starts })
        {
            foreach (var one in cases)
                await one.Load.RunAsync(connections, WarmUp, ct);
            for (var round = 0; round < rounds; round++)
                foreach (var one in cases)
                {
                    if (!runs.TryGetValue(one.Name, out var all))
                        runs[one.Name] = all = [];
                    all.Add(await RunAsync(one.Side, one.Load, ct));
                }
        }

        Say("", "requests/s", "p50 ms", "p95 ms", "p99 ms", "CPU µs a request", $"{connections} connections, {rounds} rounds of {length.TotalSeconds:0} s, medians");
        foreach (var (name, all) in runs)
            Tell(name, all);
        var ratios = runs["empty function"].Zip(runs["bare endpoint"], (mine, theirs) => mine.Rate / theirs.Rate).Order().ToArray();
        Say("ours / bare", $"{Median(ratios):F2}", "", "", "", "", $"of each round, range {ratios[0]:F2}-{ratios[^1]:F2}; goal: {Goal:F1} or more");
    }

    async Task<Run> RunAsync(Side side, Load load, CancellationToken ct)
    {
        var (begun, cpu) = (Stopwatch.GetTimestamp(), side.Cpu);
        var milliseconds = await load.RunAsync(connections, length, ct);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return new(milliseconds.Length / seconds, At(0.5), At(0.95), At(0.99), (side.Cpu - cpu).TotalMicroseconds / milliseconds.Length);

        double At(double part) => milliseconds[(int)(milliseconds.Length * part)];
    }

    static void Tell(string name, List<Run> runs) => Say(
        name, $"{Median(runs.Select(run => run.Rate)):N0}", $"{Median(runs.Select(run => run.P50)):F2}", $"{Median(runs.Select(run => run.P95)):F2}",
        $"{Median(runs.Select(run => run.P99)):F2}", $"{Median(runs.Select(run => run.Cpu)):F1}", $"range {runs.Min(run => run.Rate):N0}-{runs.Max(run => run.Rate):N0}");

    static void Say(string name, string rate, string p50, string p95, string p99, string cpu, string note) =>
        Console.WriteLine($"{name,-20} {rate,12} {p50,8} {p95,8} {p99,8} {cpu,18}   {note}");

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    sealed record Run(double Rate, double P50, double P95, double P99, double Cpu);
}

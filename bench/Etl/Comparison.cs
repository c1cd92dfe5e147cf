namespace Asan.Bench.Etl;

/// <summary>LoadCdm beside the floor, and LoadCdm beside itself at ten times the size. One figure a line.</summary>
sealed class Comparison(Server server, Sources sources)
{
    const ulong Seed = 1;

    /// <summary>Both sides take turns, and the best of each is compared: what else runs on a machine only ever adds to a time.</summary>
    public async Task CompareAsync(int patients, int rounds, CancellationToken ct)
    {
        var location = await PrepareAsync(patients, ct);
        Say("machine", $"{Environment.ProcessorCount} cores", $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before the first round");
        Say("patients", $"{patients:N0}", "synthetic, seed 1");

        var measured = new List<(Load Load, FloorTimes Floor)>();
        for (var round = 1; round <= rounds; round++)
        {
            var database = await server.CreateAsync("load", ct);
            var load = await LoadAsync(database, location, warmUp: null, ct);
            var floor = await Floor.MeasureAsync(server, database, sources.PathOf(location), ct);
            await server.DropAsync(ct);
            measured.Add((load, floor));
            Say($"round {round}", $"{load.Wall / floor.Total:F2}", $"LoadCdm {load.Wall.TotalSeconds:F2} s, floor {floor.Total.TotalSeconds:F2} s");
        }
        Tell(measured.MinBy(m => m.Load.Wall).Load, measured.MinBy(m => m.Floor.Total).Floor, rounds);
    }

    static void Tell(Load load, FloorTimes floor, int rounds)
    {
        var staged = load.Run.Steps.First(step => step.Number == 1).Tables!.Sum(table => table.Read);
        Say("rows read", $"{staged:N0}", "raw rows of the files that LoadCdm takes");
        Say("rows written", $"{floor.FinishedRows:N0}", "rows of the finished CDM");
        Say("rows rejected", $"{load.Run.Rejected:N0}", "raw rows with a reason");
        foreach (var step in load.Run.Steps)
            Say($"step {step.Number} {step.Name}", $"{step.Seconds:F2} s", string.Join(", ", (step.Tables ?? []).Select(t => $"{t.Table} {t.Written:N0}")));
        Say("floor, raw files", $"{floor.Raw.TotalSeconds:F2} s", "COPY as text into unlogged tables, one connection");
        Say("floor, finished tables", $"{floor.Finished.TotalSeconds:F2} s", "binary COPY into fresh tables, one connection");
        Say("floor, keys and indices", $"{floor.Keys.TotalSeconds:F2} s", "those of the finished CDM, one connection");
        Say("floor", $"{floor.Total.TotalSeconds:F2} s", $"the sum of the three, best of {rounds}");
        Say("LoadCdm", $"{load.Wall.TotalSeconds:F2} s", $"from POST to Succeeded, the host just started, best of {rounds}");
        Say("LoadCdm / floor", $"{load.Wall / floor.Total:F2}", "best by best; goal: 2.5 or less at 5,000 patients");
        Say("throughput", $"{staged / load.Wall.TotalSeconds:N0} rows/s", "raw rows read in a second of LoadCdm");
        Say("peak memory", $"{load.PeakBytes / 1048576.0:F0} MB", "of the host's process (VmHWM); goal: below 400 MB");
    }

    public async Task GrowAsync(int small, int large, int rounds, CancellationToken ct)
    {
        var (few, many) = (new List<Load>(), new List<Load>());
        for (var round = 0; round < rounds; round++)
        {
            few.Add(await TimeWarmAsync(small, ct));
            many.Add(await TimeWarmAsync(large, ct));
        }

        var (a, b) = (few.MinBy(load => load.Wall)!, many.MinBy(load => load.Wall)!);
        foreach (var (step, other) in a.Run.Steps.Zip(b.Run.Steps))
            Say(
                $"step {step.Number} {step.Name}", $"{Exponent(step.Seconds ?? 0, other.Seconds ?? 0):F2}",
                $"exponent from {step.Seconds:F2} s to {other.Seconds:F2} s");
        Say($"LoadCdm, {small:N0} patients", $"{a.Wall.TotalSeconds:F2} s", $"after a load of 100 others had warmed the host, best of {rounds}");
        Say($"LoadCdm, {large:N0} patients", $"{b.Wall.TotalSeconds:F2} s", $"after a load of 100 others had warmed the host, best of {rounds}");
        Say(
            "growth exponent", $"{Exponent(a.Wall.TotalSeconds, b.Wall.TotalSeconds):F2}",
            $"from {small:N0} to {large:N0} patients: 1 is linear; goal: 1.1 or less");
        Say("peak memory", $"{b.PeakBytes / 1048576.0:F0} MB", $"of the host's process (VmHWM) at {large:N0} patients; goal: below 400 MB");

        double Exponent(double less, double more) => less > 0 && more > 0 ? Math.Log(more / less) / Math.Log((double)large / small) : double.NaN;
    }

    async Task<Load> TimeWarmAsync(int patients, CancellationToken ct)
    {
        var location = await PrepareAsync(patients, ct);
        var others = sources.Synthesize(100, Seed + 1, ct);
        var load = await LoadAsync(await server.CreateAsync($"p{patients}", ct), location, others, ct);
        await server.DropAsync(ct);
        return load;
    }

    async Task<string> PrepareAsync(int patients, CancellationToken ct)
    {
        Console.Error.WriteLine($"synthesizing {patients:N0} patients, unless they are there already");
        var location = sources.Synthesize(patients, Seed, ct);
        await sources.WarmAsync(location, ct);
        return location;
    }

    async Task<Load> LoadAsync(string database, string location, string? warmUp, CancellationToken ct)
    {
        Console.Error.WriteLine($"loading {location}");
        await using var host = await HostProcess.StartAsync(database, sources, ct);
        using var loader = new Loader(host, sources);
        if (warmUp is not null)
            await loader.LoadAsync(warmUp, ct);
        await server.SettleAsync(ct);
        return await loader.LoadAsync(location, ct);
    }

    static void Say(string what, string figure, string note) => Console.WriteLine($"{what,-32} {figure,16}  {note}");
}

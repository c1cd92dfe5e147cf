using System.Diagnostics;
using Asan.Documents;
using Asan.Documents.Exports;

namespace Asan.Bench.Documents;

/// <summary>Our reader and kordoc, file by file in turns, so that both meet the same state of the machine.</summary>
static class Comparison
{
    const double Goal = 4;
    const int Warm = 40;

    sealed record Reading(string Name, double Ours, double WithMarkdown, double Peers);

    public static async Task RunAsync(string folder, int times, CancellationToken ct)
    {
        using var peer = await Kordoc.StartAsync(ct);
        Console.WriteLine($"machine: {Environment.ProcessorCount} cores, load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; .NET {Environment.Version}, Node {peer.Node}; median of {times}");
        var hwp = await MeasureAsync(folder, Samples.Hwp, times, peer, ct);
        var hwpx = await MeasureAsync(folder, Samples.Hwpx, times, peer, ct);
        Tell("HWP", hwp, $"goal: {Goal} or more");
        Tell("HWPX", hwpx, "for comparison");
    }

    static async Task<List<Reading>> MeasureAsync(string folder, IReadOnlyList<string> names, int times, Kordoc peer, CancellationToken ct)
    {
        WarmUp([.. names.Select(name => File.ReadAllBytes(Samples.Require(folder, name)))]);
        var readings = new List<Reading>();
        foreach (var name in names)
        {
            var path = Samples.Require(folder, name);
            var file = File.ReadAllBytes(path);
            var ours = Time(file, Warm + times, withMarkdown: false)[Warm..];
            var written = Time(file, Warm + times, withMarkdown: true)[Warm..];
            var reading = new Reading(name, Median(ours), Median(written), Median(await peer.TimeAsync(Warm, times, path, ct)));
            readings.Add(reading);
            Console.WriteLine($"{name}: ours {reading.Ours:F3} ms, kordoc {reading.Peers:F3} ms, {reading.Peers / reading.Ours:F1} times as fast; {reading.Peers / reading.WithMarkdown:F1} with Markdown written");
        }

        return readings;
    }

    // .NET compiles hot code again in the background, and on a busy machine that takes its time: all files in turns, and pauses to let it.
    static void WarmUp(IReadOnlyList<byte[]> files)
    {
        const int Rounds = 4;
        for (var round = 0; round < Rounds; round++)
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(1);)
                foreach (var file in files)
                    Time(file, 1, withMarkdown: true);
            Thread.Sleep(TimeSpan.FromMilliseconds(300));
        }
    }

    static double[] Time(byte[] file, int count, bool withMarkdown)
    {
        var milliseconds = new double[count];
        for (var i = 0; i < count; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            if (DocumentReader.Read(file, ParseOptions.Default, CancellationToken.None) is not ParseResult.Parsed { Document: var document })
                throw new BenchFailedException("our reader refused a file that can be read");
            if (withMarkdown)
                GC.KeepAlive(MarkdownExport.Write(document, TextOptions.Shown));
            milliseconds[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        return milliseconds;
    }

    static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    static void Tell(string format, List<Reading> readings, string note)
    {
        double ours = readings.Sum(reading => reading.Ours), peers = readings.Sum(reading => reading.Peers);
        var ratios = readings.ConvertAll(reading => reading.Peers / reading.Ours);
        Console.WriteLine($"{format}, ours: {ours:F2} ms for {readings.Count} files");
        Console.WriteLine($"{format}, kordoc: {peers:F2} ms");
        Console.WriteLine($"{format}, ours / kordoc: {peers / ours:F1} times as fast, all files together; {note}");
        Console.WriteLine($"{format}, each file: {Math.Exp(ratios.Average(Math.Log)):F1} times by geometric mean, {ratios.Min():F1} at least");
    }
}

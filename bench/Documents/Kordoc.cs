using System.Diagnostics;
using System.Text.Json;

namespace Asan.Bench.Documents;

/// <summary>kordoc in a process of its own, told file by file what to read.</summary>
sealed class Kordoc : IDisposable
{
    readonly Process process;

    Kordoc(Process process) => this.process = process;

    public string Node { get; private set; } = "";

    sealed record Answer(bool Ready, string? Node, double[]? Milliseconds, int Characters);

    public static async Task<Kordoc> StartAsync(CancellationToken ct)
    {
        var folder = await PeerFolder.InstallAsync("documents", "kordoc", ct);
        var start = new ProcessStartInfo(folder.Node, [folder.Worker]) { WorkingDirectory = folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true };
        var kordoc = new Kordoc(Process.Start(start) ?? throw new BenchFailedException("kordoc did not start"));
        kordoc.Node = (await kordoc.ReadAsync(ct)).Node ?? "";
        return kordoc;
    }

    public async Task<double[]> TimeAsync(int warm, int times, string path, CancellationToken ct)
    {
        await process.StandardInput.WriteLineAsync($"{warm} {times} {path}".AsMemory(), ct);
        await process.StandardInput.FlushAsync(ct);
        var answer = await ReadAsync(ct);
        return answer is { Characters: > 0, Milliseconds: { } milliseconds } ? milliseconds : throw new BenchFailedException($"kordoc could not read {path}");
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    // What it prints beside answers is for people.
    async Task<Answer> ReadAsync(CancellationToken ct)
    {
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            if (line.StartsWith('{'))
                return JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!;
        throw new BenchFailedException("kordoc ended");
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace Asan.Bench.Durable;

/// <summary>One side of the comparison: a process of its own that runs a case when it is told to.</summary>
sealed class Side : IAsyncDisposable
{
    /// <summary>The line a side says before it takes any.</summary>
    public const string Ready = "ready";

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    readonly string name;
    readonly Process process;

    Side(string name, ProcessStartInfo start)
    {
        this.name = name;
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        process = Process.Start(start) ?? throw new BenchFailedException($"{name} did not start");
    }

    public static Task<Side> OursAsync(string database, CancellationToken ct) =>
        StartAsync("our engine", new(Path.Combine(AppContext.BaseDirectory, typeof(Side).Assembly.GetName().Name!), ["--worker", database]), ct);

    /// <param name="url">The database as node-postgres takes it.</param>
    public static Task<Side> PeerAsync(PeerFolder folder, string url, CancellationToken ct) =>
        StartAsync("DBOS", new(folder.Node, [folder.Worker, url]) { WorkingDirectory = folder.Path }, ct);

    static async Task<Side> StartAsync(string name, ProcessStartInfo start, CancellationToken ct)
    {
        var side = new Side(name, start);
        if (await side.ReadAsync(ct) is not Ready)
            throw new BenchFailedException($"{name} did not become ready");
        return side;
    }

    public async Task<Answer> RunAsync(string name, int n, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.WriteLineAsync($"{name} {n}".AsMemory(), ct);
            await process.StandardInput.FlushAsync(ct);
        }
        catch (IOException)
        {
            throw new BenchFailedException($"{this.name} ended; what it said stands above");
        }
        return JsonSerializer.Deserialize<Answer>(await ReadAsync(ct), Answer.Json)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    async Task<string> ReadAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Longest);
        try
        {
            return await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new BenchFailedException($"{name} ended; what it said stands above");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new BenchFailedException($"{name} did not answer within {Longest.TotalMinutes} minutes");
        }
    }
}

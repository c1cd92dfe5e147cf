using System.Diagnostics;

namespace Asan.Bench.Host;

/// <summary>One side of the comparison: a process of its own.</summary>
sealed class Side : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;

    Side(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Processor time it has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<Side> StartAsync(string name, string database, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(Side).Assembly.GetName().Name!), ["--serve", name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["Postgres__ConnectionString"] = database },
        };
        var process = Process.Start(start) ?? throw new BenchFailedException($"{name} did not start");
        var line = await process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(Patience, ct);
        return Uri.TryCreate(line, UriKind.Absolute, out var address) ? new(process, address) : throw new BenchFailedException($"{name} did not become ready: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}

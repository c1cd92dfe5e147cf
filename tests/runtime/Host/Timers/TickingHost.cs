using System.Collections.Concurrent;
using System.Diagnostics;
using Asan.Runtime.Host.Ticking;

namespace Asan.Runtime.Host.Tests.Timers;

/// <summary>A process with the one-second timer.</summary>
sealed class TickingHost : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentQueue<string> output = new();

    TickingHost(string name, string connection, TimeSpan lease)
    {
        Name = name;
        process = new()
        {
            StartInfo = new("dotnet", [typeof(Tick).Assembly.Location, "--urls", "http://127.0.0.1:0"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["ASAN_TICK_NAME"] = name,
                    ["Postgres__ConnectionString"] = connection,
                    ["Durable__Lease"] = lease.ToString("c"),
                    ["Logging__LogLevel__Default"] = "Warning",
                },
            },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The host {name} ended before it was ready:\n{Output}"));
    }

    public string Name { get; }

    public string Output => string.Join('\n', output);

    /// <summary>Returns when its timer is served.</summary>
    public static async Task<TickingHost> StartAsync(string name, string connection, TimeSpan lease)
    {
        var host = new TickingHost(name, connection, lease);
        host.process.Start();
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        await host.ready.Task.WaitAsync(Patience);
        return host;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as Kubernetes does.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    void Read(string? line)
    {
        if (line is null)
            return;
        output.Enqueue(line);
        if (line == "ready")
            ready.TrySetResult();
    }
}

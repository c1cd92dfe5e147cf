using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>A host in a process of its own, to be killed, stopped and misled.</summary>
sealed class ChaosProcess : IAsyncDisposable
{
    readonly Process process;
    readonly ConcurrentQueue<string> said = new();
    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ChaosProcess(Process process, string worker)
    {
        this.process = process;
        Worker = worker;
    }

    /// <summary>What it is called in the ledger.</summary>
    public string Worker { get; }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>What it said so far.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>Starts a host, and comes back when its engine runs.</summary>
    public static async Task<ChaosProcess> StartAsync(
        string connectionString, string ledger, string hub, string worker, int leaseSeconds, CancellationToken ct, params (string Name, string Value)[] environment)
    {
        var chaos = Begin(connectionString, ledger, hub, worker, leaseSeconds, environment);
        await chaos.ReadyAsync(ct);
        return chaos;
    }

    public static ChaosProcess Begin(
        string connectionString, string ledger, string hub, string worker, int leaseSeconds, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Asan.Runtime.Durable.ChaosHost.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASAN_CHAOS_CONNECTION"] = connectionString;
        start.Environment["ASAN_CHAOS_LEDGER"] = ledger;
        start.Environment["ASAN_CHAOS_HUB"] = hub;
        start.Environment["ASAN_CHAOS_WORKER"] = worker;
        start.Environment["ASAN_CHAOS_LEASE"] = leaseSeconds.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var chaos = new ChaosProcess(process, worker);
        process.OutputDataReceived += (_, line) => chaos.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => chaos.Hear(line.Data);
        process.Exited += (_, _) => chaos.ready.TrySetException(new InvalidOperationException($"The host {worker} ended before it was ready:\n{chaos.Said}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return chaos;
    }

    public Task ReadyAsync(CancellationToken ct) => ready.Task.WaitAsync(ct);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Sends a signal by its name.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until it has died by itself.</summary>
    public Task EndedAsync(CancellationToken ct) => process.WaitForExitAsync(ct);

    /// <summary>Asks it to stop, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken ct)
    {
        await SignalAsync("TERM");
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    void Hear(string? line)
    {
        if (line is null)
            return;
        said.Enqueue(line);
        while (said.Count > 200)
            said.TryDequeue(out _);
        if (line == "ready")
            ready.TrySetResult();
    }
}

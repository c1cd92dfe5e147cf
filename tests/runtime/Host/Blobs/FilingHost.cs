using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Asan.Runtime.Host.Filing;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>A process with the blob function, which ends as it was told to, or is killed.</summary>
sealed class FilingHost : IAsyncDisposable
{
    readonly Process process;
    readonly ConcurrentQueue<string> output = new();

    FilingHost(IReadOnlyDictionary<string, string> settings, (string Step, int At)? kill)
    {
        process = new()
        {
            StartInfo = new("dotnet", [typeof(KillSwitch).Assembly.Location, "--urls", "http://127.0.0.1:0"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["Logging__LogLevel__Default"] = "Warning",
                    ["Logging__LogLevel__Asan.Runtime.Host.Blobs"] = "Debug",
                    ["ASAN_KILL_STEP"] = kill?.Step,
                    ["ASAN_KILL_AT"] = kill?.At.ToString(CultureInfo.InvariantCulture),
                },
            },
        };
        foreach (var (key, value) in settings)
            process.StartInfo.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
    }

    public string Output => string.Join('\n', output.TakeLast(40));

    public bool HasEnded => process.HasExited;

    public static FilingHost Start(IReadOnlyDictionary<string, string> settings, (string Step, int At)? kill = null)
    {
        var host = new FilingHost(settings, kill);
        host.process.Start();
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    public Task EndAsync(CancellationToken ct) => process.WaitForExitAsync(ct);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }
}

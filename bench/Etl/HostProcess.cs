using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Asan.Bench.Etl;

/// <summary>The application as an operator runs it: a process of its own, spoken to over HTTP.</summary>
sealed class HostProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly StreamWriter log;
    readonly string logFile;

    HostProcess(Process process, Uri address, StreamWriter log, string logFile)
    {
        (this.process, Address, this.log, this.logFile) = (process, address, log, logFile);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>The most memory that the process ever held, as the kernel counts it.</summary>
    public long PeakBytes => File.ReadLines($"/proc/{process.Id}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024).Single();

    public static async Task<HostProcess> StartAsync(string database, Sources sources, CancellationToken ct)
    {
        var program = typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Host").Value!;
        var address = new Uri($"http://localhost:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["Postgres__ConnectionString"] = database,
                ["Blobs__Folder"] = sources.Blobs,
                ["Keys__File"] = sources.Keys,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        var host = new HostProcess(Process.Start(start)!, address, new(sources.Log) { AutoFlush = true }, sources.Log);
        await host.WaitAsync(ct);
        return host;
    }

    public string Told() => string.Join(Environment.NewLine, File.Exists(logFile) ? File.ReadLines(logFile).TakeLast(15) : []);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await log.DisposeAsync();
    }

    async Task WaitAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience && !process.HasExited; await Task.Delay(100, ct))
            try
            {
                using var answer = await http.GetAsync(new Uri("/api/health/ready", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: asked again.
            }

        await DisposeAsync();
        throw new BenchFailedException($"the host did not become ready:{Environment.NewLine}{Told()}");
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            lock (log)
                log.WriteLine(line.Data);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

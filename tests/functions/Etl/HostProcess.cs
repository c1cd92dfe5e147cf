using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Asan.Functions.Tests.Etl;

/// <summary>The platform as a process of its own, which can therefore be killed.</summary>
sealed class HostProcess : IAsyncDisposable
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Asan.Functions.dll");

    readonly Process process;
    readonly ConcurrentQueue<string> lines = new();
    readonly string folder;

    HostProcess(string connectionString, string folder, int port)
    {
        this.folder = folder;
        Http = new() { BaseAddress = new($"http://localhost:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        process = new()
        {
            StartInfo = new("dotnet", [Program])
            {
                WorkingDirectory = AppContext.BaseDirectory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["ASPNETCORE_URLS"] = $"http://localhost:{port}",
                    ["Postgres__ConnectionString"] = connectionString,
                    ["Blobs__Folder"] = Path.Combine(folder, "blobs"),
                    ["Keys__File"] = Path.Combine(folder, "keys.json"),
                },
            },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Http { get; }

    /// <summary>Starts a host over this database and folder (blobs and keys); it may not be serving yet.</summary>
    public static HostProcess Start(string connectionString, string folder) => new(connectionString, folder, FreePort());

    /// <summary>Returns when the host serves, with the key for its functions at hand in <see cref="Http"/>.</summary>
    public async Task ServingAsync(CancellationToken ct)
    {
        while (!await IsServingAsync(ct))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The host ended with {process.ExitCode}:\n{LastWords}");
            await Task.Delay(50, ct);
        }
    }

    /// <summary>kill -9, and nothing is left of it when this returns.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public string LastWords => string.Join('\n', lines);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Http.Dispose();
    }

    async Task<bool> IsServingAsync(CancellationToken ct)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri("/api/health/ready", UriKind.Relative), ct);
            if (!response.IsSuccessStatusCode)
                return false;
        }
        catch (HttpRequestException)
        {
            return false;
        }

        if (!Http.DefaultRequestHeaders.Contains("x-functions-key"))
            Http.DefaultRequestHeaders.Add("x-functions-key", await KeyAsync(ct));
        return true;
    }

    async Task<string> KeyAsync(CancellationToken ct)
    {
        using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "keys.json"), ct));
        return keys.RootElement.GetProperty("functionKeys").GetProperty("default").GetString()!;
    }

    void Keep(string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (lines.Count > 50)
            lines.TryDequeue(out _);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Asan.Functions.Tests;

/// <summary>The application as it is run: a process of its own, on a port and a database of its own.</summary>
sealed class ServedApplication : IAsyncDisposable
{
    readonly Process process;
    readonly string folder;
    readonly bool keepsFolder;
    readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentQueue<string> output = new();

    ServedApplication(string connectionString, string? keptFolder, IReadOnlyDictionary<string, string> settings)
    {
        keepsFolder = keptFolder is not null;
        folder = keptFolder ?? Directory.CreateTempSubdirectory("asan-app-").FullName;
        ConnectionString = connectionString;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Asan.Functions.dll"), "--urls", "http://127.0.0.1:0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["Postgres__ConnectionString"] = connectionString;
        start.Environment["Blobs__Folder"] = Path.Combine(folder, "blobs");
        start.Environment["Keys__File"] = KeyFile = Path.Combine(folder, "keys.json");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The application ended before it listened:\n{Output}"));
    }

    public string ConnectionString { get; }

    public string KeyFile { get; }

    public string Output => string.Join('\n', output);

    /// <summary>Sends no key.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Returns when it listens.</summary>
    /// <param name="keptFolder">Blobs and keys that outlive this process; null gives it a folder of its own, which goes with it.</param>
    /// <param name="settings">Beside those it always gets, as environment variables.</param>
    public static async Task<ServedApplication> StartAsync(
        string connectionString, string? keptFolder = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var application = Launch(connectionString, keptFolder, settings);
        application.Http = new HttpClient { BaseAddress = await application.listening.Task.WaitAsync(TimeSpan.FromSeconds(60)) };
        return application;
    }

    /// <summary>Runs the application expecting it to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> FailAsync(string connectionString)
    {
        await using var application = Launch(connectionString);
        await application.process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (application.process.ExitCode, application.Output);
    }

    /// <summary>The most memory that it ever held, and what it holds now, as the kernel counts them.</summary>
    public (long Peak, long Now) Memory()
    {
        var lines = File.ReadAllLines($"/proc/{process.Id}/status");
        return (Bytes("VmHWM:"), Bytes("VmRSS:"));

        long Bytes(string name) => long.Parse(
            lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    public string MasterKey()
    {
        using var keys = JsonDocument.Parse(File.ReadAllBytes(KeyFile));
        return keys.RootElement.GetProperty("masterKey").GetString()!;
    }

    /// <summary>Asks the process to stop, as Kubernetes does.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();

    /// <summary>kill -9: nothing of it runs any more when this returns, but what it asked of PostgreSQL may.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        if (!keepsFolder)
            Directory.Delete(folder, recursive: true);
    }

    static ServedApplication Launch(string connectionString, string? keptFolder = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var application = new ServedApplication(connectionString, keptFolder, settings ?? new Dictionary<string, string>());
        application.process.Start();
        application.process.BeginOutputReadLine();
        application.process.BeginErrorReadLine();
        return application;
    }

    void Read(string? line)
    {
        if (line is null)
            return;
        output.Enqueue(line);
        const string mark = "\"message\":\"Now listening on: ";
        if (line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0)
            listening.TrySetResult(new Uri(line[(at + mark.Length)..line.IndexOf('"', at + mark.Length)]));
    }
}

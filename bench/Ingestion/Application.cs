using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Asan.Bench.Ingestion;

/// <summary>The application in a process of its own, with a database and a folder that go with it.</summary>
sealed class Application : IAsyncDisposable
{
    const string Key = "the-key-of-the-benchmark";

    readonly Process process;
    readonly string folder;
    readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(30) };
    readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    Application(string database, string folder)
    {
        this.folder = folder;
        Database = database;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Asan.Functions.dll"), "--urls", "http://127.0.0.1:0" },
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment["Postgres__ConnectionString"] = database;
        start.Environment["Blobs__Folder"] = Path.Combine(folder, "blobs");
        start.Environment["Keys__Functions__default"] = Key;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new BenchFailedException("the application ended before it listened"));
        http.DefaultRequestHeaders.Add("x-functions-key", Key);
    }

    public string Database { get; }

    public static async Task<Application> StartAsync(Server server, string purpose, CancellationToken ct)
    {
        var application = new Application(await server.CreateAsync(purpose, ct), Directory.CreateTempSubdirectory("asan-bench-").FullName);
        application.process.Start();
        application.process.BeginOutputReadLine();
        application.http.BaseAddress = await application.listening.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        await using var db = NpgsqlDataSource.Create(application.Database);
        await new Workflows.Search.Access.Grants(db).GiveAsync(Key, ["documents"], ct);
        return application;
    }

    /// <summary>Posts a file.</summary>
    /// <returns>Where to ask what became of it.</returns>
    public async Task<string> PostAsync(Stream file, string name, CancellationToken ct)
    {
        using var form = new MultipartFormDataContent { { new StringContent(name), "id" }, { new StreamContent(file), "file", name } };
        using var answer = await http.PostAsync("/api/documents", form, ct);
        return answer.StatusCode == HttpStatusCode.Accepted
            ? answer.Headers.Location!.PathAndQuery
            : throw new BenchFailedException($"{name} was answered with {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    /// <summary>Waits until the document is published.</summary>
    /// <returns>Its chunks.</returns>
    public async Task<int> PublishedAsync(string address, CancellationToken ct)
    {
        while (true)
        {
            var document = await http.GetFromJsonAsync<JsonElement>(address, ct);
            switch (document.GetProperty("upload").GetProperty("status").GetString())
            {
                case "published":
                    return document.GetProperty("chunks").GetInt32();
                case "failed":
                    throw new BenchFailedException($"{address} failed: {document.GetProperty("upload").GetProperty("reason").GetString()}");
            }

            await Task.Delay(50, ct);
        }
    }

    /// <summary>The most memory that the host ever held, in bytes, as the kernel counts it.</summary>
    public long PeakMemory() => long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) * 1024;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    void Read(string? line)
    {
        const string mark = "\"message\":\"Now listening on: ";
        if (line?.IndexOf(mark, StringComparison.Ordinal) is int at and >= 0)
            listening.TrySetResult(new Uri(line[(at + mark.Length)..line.IndexOf('"', at + mark.Length)]));
    }
}

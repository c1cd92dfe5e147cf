using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Asan.Bench.Etl;

/// <summary>Has the host load a source, and waits for the end of it.</summary>
sealed class Loader(HostProcess host, Sources sources) : IDisposable
{
    static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(100);

    static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    readonly HttpClient http = new() { BaseAddress = host.Address };

    public async Task<Load> LoadAsync(string location, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/etl/runs") { Content = JsonContent.Create(new { source = "synthea", location }) };
        request.Headers.Add("x-functions-key", Key());
        var clock = Stopwatch.StartNew();
        using var accepted = await http.SendAsync(request, ct);
        if (!accepted.IsSuccessStatusCode)
            throw new BenchFailedException($"the host did not take the load: {(int)accepted.StatusCode} {await accepted.Content.ReadAsStringAsync(ct)}");

        var where = accepted.Headers.Location ?? throw new BenchFailedException("the host took the load without saying where to look");
        while (clock.Elapsed < Patience)
        {
            await Task.Delay(BetweenQuestions, ct);
            var run = await AskAsync(where, ct);
            switch (run.Status)
            {
                case "Succeeded":
                    return new(clock.Elapsed, run, host.PeakBytes);
                case not ("NotStarted" or "Running"):
                    throw new BenchFailedException($"the load ended {run.Status}: {run.Error}{Environment.NewLine}{host.Told()}");
            }
        }
        throw new BenchFailedException($"the load did not end within {Patience.TotalHours} hours:{Environment.NewLine}{host.Told()}");
    }

    public void Dispose() => http.Dispose();

    async Task<Run> AskAsync(Uri where, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, where);
        request.Headers.Add("x-functions-key", Key());
        using var response = await http.SendAsync(request, ct);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Run>(ct)
            ?? throw new BenchFailedException("the host answered nothing about the load");
    }

    string Key()
    {
        using var keys = JsonDocument.Parse(File.ReadAllBytes(sources.Keys));
        return keys.RootElement.GetProperty("functionKeys").GetProperty("default").GetString()!;
    }
}

using System.Net.Http.Json;
using Asan.Doors;

namespace Asan.Load;

/// <summary>Starts loads and asks after them, through the host's HTTP doors like any other caller.</summary>
sealed class RunClient : IDisposable
{
    // A replica that is being replaced is away for moments; the run itself goes on without it.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    readonly HttpClient http;

    public RunClient(Uri server, string key)
    {
        http = new() { BaseAddress = new(server, "/api/etl/"), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    /// <summary>Starts a run.</summary>
    /// <returns>The run's id.</returns>
    public async Task<string> StartAsync(NewRun run, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "runs") { Content = JsonContent.Create(run) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        try
        {
            using var response = await http.SendAsync(request, ct);
            if (!response.IsSuccessStatusCode)
                throw new CommandException((await Problem.ReadAsync(response, ct)).Reason);

            var location = response.Headers.Location ?? throw new CommandException("the host accepted the load without saying where to look");
            return Uri.UnescapeDataString(location.OriginalString.Split('/')[^1]);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException($"nothing serves at {http.BaseAddress!.GetLeftPart(UriPartial.Authority)} ({e.Message}); eng/up does");
        }
    }

    public async Task<Run> GetAsync(string id, CancellationToken ct)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"runs/{Uri.EscapeDataString(id)}", UriKind.Relative), ct);
                if (response.IsSuccessStatusCode)
                    return (await response.Content.ReadFromJsonAsync<Run>(ct))!;
                if ((int)response.StatusCode < 500 || TimeProvider.System.GetElapsedTime(since) > Patience)
                    throw new CommandException((await Problem.ReadAsync(response, ct)).Reason);
            }
            catch (HttpRequestException e) when (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new CommandException($"the host is gone ({e.Message}); the run {id} goes on when it is back");
            }
            catch (HttpRequestException)
            {
                // Asked again below.
            }

            await Task.Delay(BetweenTries, ct);
        }
    }

    public async Task<IReadOnlyList<Reject>> RejectsAsync(string id, int count, CancellationToken ct)
    {
        using var response = await http.GetAsync(new Uri($"runs/{Uri.EscapeDataString(id)}/rejects?maxpagesize={count}", UriKind.Relative), ct);
        if (!response.IsSuccessStatusCode)
            throw new CommandException((await Problem.ReadAsync(response, ct)).Reason);
        return (await response.Content.ReadFromJsonAsync<RejectPage>(ct))!.Value;
    }

    public void Dispose() => http.Dispose();

    sealed record RejectPage(IReadOnlyList<Reject> Value);
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Asan.Functions.Tests.Webhooks;

/// <summary>
/// A client of the durable webhooks, written from their table of routes, parameters and status codes alone: it knows nothing of the engine, and a tool
/// that was written for the official host would ask the same.
/// </summary>
/// <param name="http">At the host's address.</param>
/// <param name="key">The system key of the extension.</param>
sealed class ManagementClient(HttpClient http, string key)
{
    const string Prefix = "/runtime/webhooks/durabletask";

    /// <summary>POST /orchestrators/{name}/{id}: 202 with the addresses.</summary>
    public async Task<Addresses> StartAsync(string name, string id, object? input, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/orchestrators/{name}/{Uri.EscapeDataString(id)}", input, ct);
        Require(answer, HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<Addresses>(ct))!;
    }

    /// <summary>The same, waiting so many seconds: 200 with the output, or 202.</summary>
    public async Task<JsonElement?> RunAsync(string name, string id, object? input, int seconds, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/orchestrators/{name}/{Uri.EscapeDataString(id)}?timeout={seconds}&pollingInterval=1", input, ct);
        Require(answer, HttpStatusCode.OK, HttpStatusCode.Accepted);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<JsonElement>(ct) : null;
    }

    /// <summary>Asks the address of the status as often as Retry-After says, until it answers with something else than 202.</summary>
    public async Task<Status> PollAsync(string statusQueryGetUri, TimeSpan atMostBetween, CancellationToken ct)
    {
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(statusQueryGetUri), ct);
            Require(answer, HttpStatusCode.OK, HttpStatusCode.Accepted);
            var status = (await answer.Content.ReadFromJsonAsync<Status>(ct))!;
            if (answer.StatusCode == HttpStatusCode.OK)
                return status;
            var pause = answer.Headers.RetryAfter?.Delta ?? throw new InvalidOperationException("A status of 202 came without Retry-After.");
            await Task.Delay(pause < atMostBetween ? pause : atMostBetween, ct);
        }
    }

    /// <summary>GET /instances/{id}: null where it is not known.</summary>
    public async Task<Status?> FindAsync(string id, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/instances/{Uri.EscapeDataString(id)}?showHistory=true", null, ct);
        Require(answer, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.NotFound);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadFromJsonAsync<Status>(ct);
    }

    public Task<HttpStatusCode> RaiseEventAsync(Addresses of, string name, object payload, CancellationToken ct) =>
        PostAsync(of.SendEventPostUri.Replace("{eventName}", Uri.EscapeDataString(name), StringComparison.Ordinal), payload, ct);

    public Task<HttpStatusCode> SuspendAsync(Addresses of, string reason, CancellationToken ct) => PostAsync(Because(of.SuspendPostUri, reason), null, ct);

    public Task<HttpStatusCode> ResumeAsync(Addresses of, string reason, CancellationToken ct) => PostAsync(Because(of.ResumePostUri, reason), null, ct);

    public Task<HttpStatusCode> TerminateAsync(Addresses of, string reason, CancellationToken ct) => PostAsync(Because(of.TerminatePostUri, reason), null, ct);

    public Task<HttpStatusCode> RewindAsync(Addresses of, string reason, CancellationToken ct) => PostAsync(Because(of.RewindPostUri, reason), null, ct);

    /// <summary>POST /instances/{id}/restart: 202 with the addresses of the new instance.</summary>
    public async Task<Addresses> RestartAsync(Addresses of, CancellationToken ct)
    {
        using var answer = await http.PostAsync(new Uri(of.RestartPostUri), null, ct);
        Require(answer, HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<Addresses>(ct))!;
    }

    /// <summary>DELETE /instances/{id}: 200 with how many, 404 or 412.</summary>
    public async Task<(HttpStatusCode Status, int Deleted)> PurgeAsync(Addresses of, CancellationToken ct)
    {
        using var answer = await http.DeleteAsync(new Uri(of.PurgeHistoryDeleteUri), ct);
        return (answer.StatusCode, await DeletedAsync(answer, ct));
    }

    /// <summary>DELETE /instances: 200 with how many, 400, or 404 where there was none.</summary>
    public async Task<(HttpStatusCode Status, int Deleted)> PurgeAsync(DateTime createdFrom, string runtimeStatus, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"/instances?createdTimeFrom={createdFrom:yyyy-MM-ddTHH:mm:ssZ}&runtimeStatus={runtimeStatus}", null, ct);
        return (answer.StatusCode, await DeletedAsync(answer, ct));
    }

    /// <summary>GET /instances, page by page.</summary>
    public async Task<IReadOnlyList<Status>> ListAsync(string prefix, int top, CancellationToken ct)
    {
        var all = new List<Status>();
        string? token = null;
        do
        {
            using var request = Request(HttpMethod.Get, $"/instances?instanceIdPrefix={Uri.EscapeDataString(prefix)}&top={top}", null);
            if (token is not null)
                request.Headers.Add("x-ms-continuation-token", token);
            using var answer = await http.SendAsync(request, ct);
            Require(answer, HttpStatusCode.OK);
            all.AddRange((await answer.Content.ReadFromJsonAsync<Status[]>(ct))!);
            token = answer.Headers.TryGetValues("x-ms-continuation-token", out var next) ? next.Single() : null;
        }
        while (token is not null);
        return all;
    }

    async Task<HttpStatusCode> PostAsync(string address, object? body, CancellationToken ct)
    {
        using var answer = await http.PostAsync(new Uri(address), body is null ? null : JsonContent.Create(body), ct);
        return answer.StatusCode;
    }

    Task<HttpResponseMessage> SendAsync(HttpMethod method, string route, object? body, CancellationToken ct) => http.SendAsync(Request(method, route, body), ct);

    HttpRequestMessage Request(HttpMethod method, string route, object? body) =>
        new(method, $"{Prefix}{route}{(route.Contains('?') ? '&' : '?')}code={Uri.EscapeDataString(key)}") { Content = body is null ? null : JsonContent.Create(body) };

    static string Because(string address, string reason) => address.Replace("{text}", Uri.EscapeDataString(reason), StringComparison.Ordinal);

    static async Task<int> DeletedAsync(HttpResponseMessage answer, CancellationToken ct) =>
        answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("instancesDeleted").GetInt32() : 0;

    static void Require(HttpResponseMessage answer, params HttpStatusCode[] expected)
    {
        if (!expected.Contains(answer.StatusCode))
            throw new InvalidOperationException($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath} was answered with {(int)answer.StatusCode}");
    }

    public sealed record Addresses(
        string Id, string StatusQueryGetUri, string SendEventPostUri, string TerminatePostUri, string RewindPostUri, string PurgeHistoryDeleteUri,
        string RestartPostUri, string SuspendPostUri, string ResumePostUri);

    public sealed record Status(
        string Name, string InstanceId, string RuntimeStatus, JsonElement Input, JsonElement CustomStatus, JsonElement Output, DateTime CreatedTime,
        DateTime LastUpdatedTime, JsonElement? HistoryEvents);
}

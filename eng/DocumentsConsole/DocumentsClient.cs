using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Asan.Doors;
using Asan.DocumentsConsole.Ingest;
using Asan.DocumentsConsole.Search;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Asan.DocumentsConsole;

/// <summary>Hands in documents, asks after them and searches them, through the host's HTTP doors like any other caller.</summary>
sealed class DocumentsClient : IDisposable
{
    // Above it, a door that does not want the file should say so before it is sent.
    const long WorthAsking = 1 << 20;

    static readonly TimeSpan LongestTry = TimeSpan.FromMinutes(5);

    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // A replica that is being replaced is away for moments. Whatever is asked here may be asked twice.
    static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>().Handle<TimeoutRejectedException>().HandleResult(answer => IsPassing(answer.StatusCode)),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = TimeSpan.FromSeconds(5),
            MaxRetryAttempts = 15,
        })
        .AddTimeout(LongestTry)
        .Build();

    readonly HttpClient http;

    public DocumentsClient(Uri server, string key)
    {
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(server, "/api/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    /// <exception cref="CommandException">Nothing serves there, or it does not take the key.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "documents?maxpagesize=1");
        using var answer = await SendOnceAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
            throw new CommandException((await Problem.ReadAsync(answer, ct)).Reason);
    }

    /// <summary>Hands a file in.</summary>
    /// <returns>The number of the upload, or why it is refused.</returns>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="CommandException">The host is gone.</exception>
    public async Task<(Guid Upload, Problem? Refusal)> PostAsync(GivenFile file, IngestOrder order, CancellationToken ct)
    {
        using var answer = await SendAsync(() => Upload(file, order), ct);
        return answer.StatusCode == HttpStatusCode.Accepted
            ? ((await answer.Content.ReadFromJsonAsync<Accepted>(ct))!.Upload, null)
            : (default, await Problem.ReadAsync(answer, ct));
    }

    /// <summary>A document and what became of its last upload; null when it is gone.</summary>
    /// <exception cref="CommandException">The host is gone.</exception>
    public async Task<Document?> FindAsync(string id, CancellationToken ct)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Get, $"documents/{Uri.EscapeDataString(id)}"), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!answer.IsSuccessStatusCode)
            throw new CommandException((await Problem.ReadAsync(answer, ct)).Reason);
        return await answer.Content.ReadFromJsonAsync<Document>(ct);
    }

    /// <summary>What the search answers.</summary>
    /// <exception cref="CommandException">Nothing serves there, or it refuses the question.</exception>
    public async Task<JsonElement> SearchAsync(Question question, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "search") { Content = JsonContent.Create(question) };
        using var answer = await SendOnceAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
            throw new CommandException((await Problem.ReadAsync(answer, ct)).Reason);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
    }

    public void Dispose() => http.Dispose();

    // Where a person waits: what is wrong is said at once.
    async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var server = http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        try
        {
            return await http.SendAsync(request, ct).WaitAsync(LongestWait, ct);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException($"nothing serves at {server} ({e.Message}); eng/up does");
        }
        catch (TimeoutException)
        {
            throw new CommandException($"{server} does not answer");
        }
    }

    async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken ct)
    {
        try
        {
            return await Patience.ExecuteAsync(
                async ct =>
                {
                    using var sent = request();
                    return await http.SendAsync(sent, ct);
                },
                ct);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException)
        {
            throw new CommandException($"the host is gone ({e.Message})");
        }
    }

    static HttpRequestMessage Upload(GivenFile file, IngestOrder order)
    {
        var content = new FileContent(file.Path);
        var form = new MultipartFormDataContent { { new StringContent(file.Id), "id" } };
        foreach (var label in order.Labels)
            form.Add(new StringContent(label), "labels");
        if (order.Password is not null)
            form.Add(new StringContent(order.Password), "password");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "file", Path.GetFileName(file.Path));
        return new(HttpMethod.Post, "documents") { Content = form, Headers = { ExpectContinue = content.Length > WorthAsking } };
    }

    static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented;
}

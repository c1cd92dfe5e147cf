using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Asan.Workflows.Search.Access;
using Npgsql;

namespace Asan.Functions.Tests.Ingestion;

/// <summary>A portal that hands in documents and searches them, by the addresses alone.</summary>
sealed class DocumentsClient(HttpClient http, string key)
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "documents", name);

    /// <summary>Gives the key these labels, whoever it belongs to.</summary>
    public static async Task<DocumentsClient> WithLabelsAsync(HttpClient http, NpgsqlDataSource db, string key, params string[] labels)
    {
        await new Grants(db).GiveAsync(key, labels, Ct);
        return new(http, key);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("x-functions-key", key);
        return http.SendAsync(request, Ct);
    }

    public Task<HttpResponseMessage> PostAsync(byte[] file, string fileName, string? id = null, string? labels = null, string? password = null)
    {
        var form = new MultipartFormDataContent();
        if (id is not null)
            form.Add(new StringContent(id), "id");
        if (labels is not null)
            form.Add(new StringContent(labels), "labels");
        form.Add(new ByteArrayContent(file), "file", fileName);
        if (password is not null)
            form.Add(new StringContent(password), "password");
        return SendAsync(HttpMethod.Post, "/api/documents", form);
    }

    /// <summary>Hands a file in and waits until it is read, or was refused.</summary>
    public async Task<JsonElement> IngestAsync(byte[] file, string fileName, string? id = null, string? labels = null, string? password = null)
    {
        using var answer = await PostAsync(file, fileName, id, labels, password);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await SettledAsync(answer.Headers.Location!.PathAndQuery, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("upload").GetString());
    }

    /// <summary>Waits until an upload of a document is over.</summary>
    public async Task<JsonElement> SettledAsync(string path, string? upload = null)
    {
        var until = DateTime.UtcNow + Longest;
        while (DateTime.UtcNow < until)
        {
            using var answer = await SendAsync(HttpMethod.Get, path);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var document = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
                var last = document.GetProperty("upload");
                if (last.ValueKind == JsonValueKind.Object && last.GetProperty("endedAt").ValueKind != JsonValueKind.Null && (upload is null || last.GetProperty("id").GetString() == upload))
                    return document;
            }

            await Task.Delay(50, Ct);
        }

        throw new TimeoutException($"{path} was not read within {Longest}.");
    }

    public async Task<JsonElement> SearchAsync(string query, int top = 10)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/search", JsonContent.Create(new { query, top }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public async Task<string[]> FoundAsync(string query) =>
        [.. (await SearchAsync(query, 50)).GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("documentId").GetString()!).Distinct()];

    public async Task<string> TextAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    public static string PathOf(string id) => $"/api/documents/{Uri.EscapeDataString(id)}";
}

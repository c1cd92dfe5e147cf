using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Asan.Runtime.Host.Tests;

/// <summary>Short ways to ask a host, and to read its problems.</summary>
static class Answers
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<(int Status, string Body)> AskAsync(this TestHost host, string method, string path, string? json = null, string? key = null)
    {
        using var answer = await host.SendAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), key);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    public static Task<HttpResponseMessage> SendAsync(this TestHost host, string method, string path, HttpContent? content = null, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        return host.Http.SendAsync(request, Ct);
    }

    /// <summary>The problem document of an answer; fails where it is none, or lacks a member that every one has.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:asan:problem:{code}", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.StartsWith("urn:uuid:", problem.GetProperty("instance").GetString()!);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString()!);
        return problem;
    }
}

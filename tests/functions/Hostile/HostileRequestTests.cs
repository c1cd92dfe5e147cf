using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Asan.Tests;

namespace Asan.Functions.Tests.Hostile;

/// <summary>The application as it is run, asked by somebody who means harm: the right status, little memory, and nothing in the log that he sent.</summary>
public sealed class HostileRequestTests(HostileRequestTests.Victim victim) : IClassFixture<HostileRequestTests.Victim>
{
    const long Megabyte = 1024 * 1024;

    /// <summary>In every hostile part of a request, and never in the log.</summary>
    const string Canary = "Kim-Cheolsu-900101-1234567";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    ServedApplication Application => victim.Application;

    [Theory]
    [InlineData("/api/etl/runs", 413)]
    [InlineData("/api/history/purges", 413)]
    [InlineData("/runtime/webhooks/durabletask/orchestrators/ForgetEnded", 413)]
    [InlineData("/admin/functions/StartLoad", 400)] // refused before its body is looked at
    [InlineData("/api/nowhere", 404)]
    public async Task Two_gigabytes_that_are_announced_are_refused_before_they_are_sent(string path, int status)
    {
        using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, Ct);

        await raw.SendAsync(Head("POST", path, "Content-Type: application/json\r\nContent-Length: 2147483648\r\n"), Ct);

        Assert.Equal(status, await raw.StatusAsync(Ct));
    }

    [Theory]
    [InlineData("/api/etl/runs", true, 413)]
    [InlineData("/runtime/webhooks/durabletask/orchestrators/ForgetEnded", true, 413)]
    [InlineData("/api/etl/runs", false, 401)]
    public async Task Two_gigabytes_that_just_come_are_cut_off_and_not_kept(string path, bool withKey, int status)
    {
        using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, Ct);
        var before = Application.Memory();
        var answered = raw.AnswerAsync(Ct);

        // One text without an end: whoever reads it as JSON cannot let go of any of it.
        await raw.SendAsync(Head("POST", path, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", withKey), Ct);
        await raw.SendAsync("b\r\n{\"source\":\"\r\n", Ct);
        var chunk = Encoding.Latin1.GetBytes($"10000\r\n{new string('x', 65_536)}\r\n");
        var sent = 0L;
        try
        {
            for (; sent < 2048 * Megabyte && !answered.IsCompleted; sent += 65_536)
                await raw.SendAsync(chunk, Ct);
        }
        catch (SocketException)
        {
            // The other end has had enough.
        }

        Assert.Equal(status, RawHttp.Status(await answered));
        Assert.True(sent < 512 * Megabyte, $"{sent / Megabyte} MB were taken");
        var grown = (Application.Memory().Now - before.Now) / Megabyte;
        Assert.True(grown < 150, $"{grown} MB more are held");
    }

    [Fact]
    public async Task Bodies_that_trickle_in_are_given_up_and_meanwhile_others_are_served()
    {
        var before = Application.Memory();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var slow = Enumerable.Range(0, 200).Select(i => TrickleAsync(i % 2 == 0 ? "/api/etl/runs" : "/runtime/webhooks/durabletask/orchestrators/ForgetEnded", done.Token)).ToArray();

        while (!slow.All(one => one.IsCompleted))
        {
            using var answer = await Application.Http.GetAsync("/api/health/live", Ct);
            Assert.Equal(200, (int)answer.StatusCode);
            await Task.Delay(200, Ct);
        }

        // Kestrel gives a body five seconds before it asks for 240 bytes a second.
        Assert.All(await Task.WhenAll(slow), status => Assert.Equal(408, status));
        var grown = (Application.Memory().Now - before.Now) / Megabyte;
        Assert.True(grown < 100, $"{grown} MB more are held");
    }

    [Theory]
    [InlineData(100_000, "X-Canary: x\r\n")]
    [InlineData(100_000, "a:\r\n")]
    [InlineData(101, "X-Canary: x\r\n")]
    public async Task Headers_by_the_thousand_are_refused(int count, string header)
    {
        var before = Application.Memory();
        using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, Ct);
        var answered = raw.StatusAsync(Ct);
        try
        {
            await raw.SendAsync(Head("GET", "/api/health/live", string.Concat(Enumerable.Repeat(header, count))), Ct);
        }
        catch (SocketException)
        {
        }

        Assert.Equal(431, await answered);
        Assert.True((Application.Memory().Now - before.Now) / Megabyte < 50);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("G\u0000T / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n")]
    public async Task What_is_no_HTTP_is_refused(string request)
    {
        using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, Ct);

        await raw.SendAsync(request, Ct);

        Assert.InRange(await raw.StatusAsync(Ct), 400, 505);
    }

    [Fact]
    public async Task An_address_without_an_end_is_refused()
    {
        using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, Ct);

        await raw.SendAsync(Head("GET", "/api/" + new string('a', 20_000), ""), Ct);

        Assert.Equal(414, await raw.StatusAsync(Ct));
    }

    public static TheoryData<string, string> BrokenBodies()
    {
        var data = new TheoryData<string, string>();
        foreach (var path in new[] { "/api/etl/runs", "/runtime/webhooks/durabletask/orchestrators/ForgetEnded", "/runtime/webhooks/durabletask/instances/x/raiseEvent/go" })
            foreach (var body in new[]
            {
                "{", "}", "{\"source\":", "{\"source\":\"", "\"", "nul", "NaN", "1e", "--1", "{\"a\":1}}", "{'a':1}", "{\"a\":1,}", "[1,2", "\u0000", "\ufeff{", "// c",
                "\"\\ud800\\u\"", new string('[', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), $"{{\"source\":\"{Canary}",
            })
                data.Add(path, body);
        return data;
    }

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task Broken_JSON_is_refused_with_a_problem_that_does_not_quote_it(string path, string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body));

        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(400, (int)answer.StatusCode);
        using var problem = JsonDocument.Parse(text);
        Assert.Equal("malformed-body", problem.RootElement.GetProperty("code").GetString());
        Assert.DoesNotContain(Canary, text);
    }

    [Theory]
    [InlineData("/api/etl/runs", new byte[] { (byte)'"', 0xC0, 0xAF, (byte)'"' })]
    [InlineData("/runtime/webhooks/durabletask/orchestrators/ForgetEnded", new byte[] { (byte)'"', 0xFF, (byte)'"' })]
    public async Task Text_that_is_not_UTF_8_is_refused(string path, byte[] body)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances/%00", 400)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances/..%2f..%2f..%2fetc%2fpasswd", 404)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances/%ff%fe", 404)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances?top=99999999999999999999", 400)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances?instanceIdPrefix=%00", 400)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances?createdTimeFrom=9999-99-99T00:00:00Z", 400)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances?createdTimeFrom=0001-01-01T00:00:00Z&createdTimeTo=9999-12-31T23:59:59Z", 200)]
    [InlineData("POST", "/runtime/webhooks/durabletask/orchestrators/ForgetEnded?timeout=1e308&pollingInterval=1", 400)]
    [InlineData("GET", "/admin/functions/..%2f..%2fkeys.json", 404)]
    [InlineData("GET", "/api/history/purges/%00", 400)]
    public async Task Addresses_that_mean_harm_are_refused_and_are_no_errors(string method, string path, int status)
    {
        using var answer = await SendAsync(new(method), path, null);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Wrong_keys_at_a_rate_open_nothing_and_cost_little()
    {
        var before = Application.Memory();
        var guesses = Enumerable.Range(0, 4_000).Select(i => i switch
        {
            _ when i % 4 == 0 => $"{Canary}-{i}",
            _ when i % 4 == 1 => new string('k', 6_000),
            _ when i % 4 == 2 => victim.MasterKey[..^1],
            _ => victim.MasterKey.ToUpperInvariant(),
        });
        string[] doors = ["/api/etl/runs", "/runtime/webhooks/durabletask/instances", "/admin/host/status"];

        var opened = 0;
        await Parallel.ForEachAsync(guesses.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (guess, ct) =>
        {
            var inQuery = guess.Index % 2 == 0;
            using var request = new HttpRequestMessage(HttpMethod.Get, doors[guess.Index % 3] + (inQuery ? $"?code={guess.Item}" : ""));
            if (!inQuery)
                request.Headers.Add("x-functions-key", guess.Item);
            using var answer = await victim.Keyless.SendAsync(request, ct);
            if ((int)answer.StatusCode != 401)
                Interlocked.Increment(ref opened);
        });

        Assert.Equal(0, opened);
        var grown = (Application.Memory().Now - before.Now) / Megabyte;
        Assert.True(grown < 100, $"{grown} MB more are held");
    }

    [Theory]
    [InlineData(20261)]
    [InlineData(20262)]
    public async Task Whatever_bytes_come_the_host_goes_on(int seed)
    {
        var random = new Random(seed);
        var whole = Encoding.Latin1.GetBytes(Head("POST", "/api/etl/runs", "Content-Type: application/json\r\nContent-Length: 42\r\n") + "{\"source\":\"synthea\",\"location\":\"nowhere\"} ");
        for (var i = 0; i < 200; i++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, Ct);
            var sent = bytes.AsMemory(0, random.Next(10) == 0 ? random.Next(bytes.Length) : bytes.Length);
            await raw.SendAsync(sent, Ct);
            raw.EndSending();
            Assert.NotEqual(500, await raw.StatusAsync(Ct));
        }

        using var answer = await Application.Http.GetAsync("/api/health/ready", Ct);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    async Task<int> TrickleAsync(string path, CancellationToken ct)
    {
        using var raw = await RawHttp.ConnectAsync(Application.Http.BaseAddress!, ct);
        var answered = raw.StatusAsync(ct);
        await raw.SendAsync(Head("POST", path, "Content-Type: application/json\r\nContent-Length: 100000\r\n"), ct);
        try
        {
            while (!answered.IsCompleted)
            {
                await raw.SendAsync("[", ct);
                await Task.WhenAny(answered, Task.Delay(1_000, ct));
            }
        }
        catch (SocketException)
        {
        }

        return await answered;
    }

    string Head(string method, string path, string headers, bool withKey = true) =>
        $"{method} {path} HTTP/1.1\r\nHost: {Application.Http.BaseAddress!.Authority}\r\nX-Patient: {Canary}\r\n{(withKey ? $"x-functions-key: {victim.MasterKey}\r\n" : "")}{headers}\r\n";

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, path + (path.Contains('?') ? "&" : "?") + $"patient={Canary}");
        request.Headers.Add("x-functions-key", victim.MasterKey);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }

        return await victim.Keyless.SendAsync(request, Ct);
    }

    /// <summary>One application for all; at its end its log is looked through, and its memory.</summary>
    public sealed class Victim(Postgres postgres) : IAsyncLifetime
    {
        internal ServedApplication Application { get; private set; } = null!;

        internal HttpClient Keyless => Application.Http;

        public string MasterKey { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            // The most that anybody may turn on: even then nothing of this is logged.
            Application = await ServedApplication.StartAsync(await postgres.CreateAsync(), settings: new Dictionary<string, string>
            {
                ["Logging__LogLevel__Default"] = "Information",
                ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore.Server.Kestrel"] = "Trace",
            });
            MasterKey = Application.MasterKey();
        }

        public async ValueTask DisposeAsync()
        {
            var (output, peak) = (Application.Output, Application.Memory().Peak / Megabyte);
            await Application.DisposeAsync();
            TestContext.Current.SendDiagnosticMessage("The hostile requests made the application hold {0} MB at its most", peak);
            Assert.DoesNotContain(Canary, output);
            Assert.DoesNotContain(MasterKey, output);
            Assert.DoesNotContain("code=", output);
            Assert.True(peak < 600, $"The application held {peak} MB at its most");
        }
    }
}

using System.Text;
using Npgsql;

namespace Asan.Runtime.Host.Tests.Webhooks;

public sealed class StartWebhookTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_is_answered_with_where_to_look_and_how_to_steer()
    {
        var answer = await host.AskAsync("POST", "/orchestrators/Echo/an%20id%2F1?connection=Storage&taskHub=ASAN", """{"a":[1,"é"]}""");

        var instance = $"{host.Host.Http.BaseAddress}runtime/webhooks/durabletask/instances/an%20id%2F1";
        const string query = "taskHub=ASAN&connection=Storage&code=a%2Bsystem%20key";
        Assert.Equal(202, answer.Status);
        Assert.Equal("10", answer.RetryAfter);
        Assert.Equal($"{instance}?{query}", answer.Location);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["id"] = "an id/1",
                ["statusQueryGetUri"] = $"{instance}?{query}",
                ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}?{query}",
                ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}&{query}",
                ["rewindPostUri"] = $"{instance}/rewind?reason={{text}}&{query}",
                ["purgeHistoryDeleteUri"] = $"{instance}?{query}",
                ["restartPostUri"] = $"{instance}/restart?{query}",
                ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}&{query}",
                ["resumePostUri"] = $"{instance}/resume?reason={{text}}&{query}",
            },
            answer.Body.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!));

        var ended = await host.Client.WaitForInstanceCompletionAsync("an id/1", getInputsAndOutputs: true, Ct);
        Assert.Equal("""{"a":[1,"é"]}""", System.Text.RegularExpressions.Regex.Unescape(ended.SerializedOutput!));
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("100%25", "100%")]
    [InlineData("%EA%B9%80", "김")]
    public async Task An_id_is_what_it_was_before_it_was_escaped(string escaped, string id)
    {
        Assert.Equal(id, (await host.AskAsync("POST", $"/orchestrators/Echo/{escaped}", "1")).Body.GetProperty("id").GetString());
        await host.Client.WaitForInstanceCompletionAsync(id, Ct);

        Assert.Equal(id, (await host.AskAsync("GET", $"/instances/{escaped}")).Body.GetProperty("instanceId").GetString());
    }

    [Fact]
    public async Task Without_an_id_and_an_input_an_id_is_drawn_and_the_input_is_null()
    {
        var answer = await host.AskAsync("POST", "/orchestrators/echo");

        var ended = await host.Client.WaitForInstanceCompletionAsync(answer.Body.GetProperty("id").GetString()!, getInputsAndOutputs: true, Ct);
        Assert.Null(ended.SerializedInput);
    }

    [Fact]
    public async Task A_caller_who_waits_gets_the_output()
    {
        var answer = await host.AskAsync("POST", "/orchestrators/Echo?timeout=30&pollingInterval=1", "[1,2]");

        Assert.Equal(200, answer.Status);
        Assert.Equal(2, answer.Body.GetArrayLength());
    }

    [Fact]
    public async Task A_caller_who_waited_in_vain_gets_where_to_look()
    {
        var answer = await host.AskAsync("POST", "/orchestrators/Wait?timeout=0.1&pollingInterval=0.1");

        Assert.Equal(202, answer.Status);
        Assert.NotNull(answer.Location);
    }

    [Fact]
    public async Task A_caller_who_waits_for_a_failure_gets_how_it_stands()
    {
        var answer = await host.AskAsync("POST", "/orchestrators/Fail?timeout=30&pollingInterval=1");

        Assert.Equal(200, answer.Status);
        Assert.Equal("Failed", answer.Body.GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task The_version_is_the_callers() =>
        Assert.Equal("2.1", (await host.AskAsync("POST", "/orchestrators/Version?version=2.1&timeout=30&pollingInterval=1")).Body.GetString());

    [Fact]
    public async Task The_callers_trace_goes_on_in_the_orchestration()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{WebhookHost.Prefix}/orchestrators/Wait/traced");
        request.Headers.Add("x-functions-key", WebhookHost.SystemKey);
        request.Headers.Add("traceparent", parent);
        using var answer = await host.Host.Http.SendAsync(request, Ct);
        await host.Client.WaitForInstanceStartAsync("traced", Ct);

        await using var db = NpgsqlDataSource.Create(host.Connection);
        await using var command = db.CreateCommand("SELECT h.events FROM durable.history h JOIN durable.instances i ON i.id = h.instance WHERE i.instance_id = 'traced'");
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", (string)(await command.ExecuteScalarAsync(Ct))!);
    }

    [Theory]
    [InlineData("/orchestrators/Echo", "{ not json", 400, "malformed-body")]
    [InlineData("/orchestrators/Echo", "1 2", 400, "malformed-body")]
    [InlineData("/orchestrators/Nobody", "1", 400, "unknown-orchestrator")]
    [InlineData("/orchestrators/Try", "1", 400, "unknown-orchestrator")]
    [InlineData("/orchestrators/Echo?timeout=soon&pollingInterval=1", "1", 400, "malformed-parameter")]
    [InlineData("/orchestrators/Echo?timeout=1&pollingInterval=2", "1", 400, "malformed-parameter")]
    [InlineData("/orchestrators/Echo?taskHub=other", "1", 404, "unknown-task-hub")]
    public async Task What_cannot_be_started_is_refused(string route, string body, int status, string code)
    {
        var answer = await host.AskAsync("POST", route, body);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_id_that_cannot_be_stored_is_refused() =>
        Assert.Equal(400, (await host.AskAsync("POST", $"/orchestrators/Echo/{new string('x', 1_001)}", "1")).Status);

    [Fact]
    public async Task An_input_larger_than_the_engine_takes_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{WebhookHost.Prefix}/orchestrators/Echo")
        {
            Content = new StringContent($"\"{new string('x', 11 * 1024 * 1024)}\"", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-functions-key", WebhookHost.SystemKey);
        // Else the answer comes while the body is on its way, and the connection ends under it.
        request.Headers.ExpectContinue = true;

        using var answer = await host.Host.Http.SendAsync(request, Ct);

        await answer.ProblemAsync(413, "body-too-large");
    }

    [Theory]
    [InlineData("Running", 409)]
    [InlineData("Pending", 409)]
    [InlineData("Suspended", 409)]
    [InlineData("Completed", 202)]
    [InlineData("Failed", 202)]
    [InlineData("Terminated", 202)]
    public async Task An_id_is_taken_as_long_as_its_instance_has_not_finished(string status, int expected)
    {
        var id = await host.InstanceAsync(status);

        var answer = await host.AskAsync("POST", $"/orchestrators/Echo/{Uri.EscapeDataString(id)}", "1");

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == 409 ? "instance-exists" : null, answer.Code);
    }

    [Fact]
    public async Task A_restart_begins_the_same_anew_under_another_id_or_the_same()
    {
        var id = await host.InstanceAsync("Completed", new { a = 1 });

        var another = await host.AskAsync("POST", WebhookHost.Of(id, "/restart"));
        var same = await host.AskAsync("POST", WebhookHost.Of(id, "/restart?restartWithNewInstanceId=false&timeout=30&pollingInterval=1"));

        Assert.Equal(202, another.Status);
        Assert.NotEqual(id, another.Body.GetProperty("id").GetString());
        Assert.NotNull(another.Body.GetProperty("restartPostUri").GetString());
        Assert.Equal(200, same.Status);
        Assert.Equal(1, same.Body.GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task A_restart_of_what_is_unknown_or_still_runs_is_refused()
    {
        Assert.Equal(400, (await host.AskAsync("POST", "/instances/nobody/restart")).Status);

        var running = await host.InstanceAsync("Running");
        Assert.Equal((409, "instance-exists"), await CodeAsync(WebhookHost.Of(running, "/restart?restartWithNewInstanceId=false"), null));
    }

    async Task<(int, string?)> CodeAsync(string route, HttpContent? content)
    {
        var answer = await host.AskAsync("POST", route, content);
        return (answer.Status, answer.Code);
    }
}

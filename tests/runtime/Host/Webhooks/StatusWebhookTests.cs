using System.Globalization;
using System.Text.Json;

namespace Asan.Runtime.Host.Tests.Webhooks;

public sealed class StatusWebhookTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Pending", 202)]
    [InlineData("Running", 202)]
    [InlineData("Suspended", 202)]
    [InlineData("Completed", 200)]
    [InlineData("Failed", 200)]
    [InlineData("Terminated", 200)]
    public async Task The_code_says_whether_it_has_ended(string status, int expected)
    {
        var id = await host.InstanceAsync(status);

        var answer = await host.AskAsync("GET", WebhookHost.Of(id));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(status, answer.Body.GetProperty("runtimeStatus").GetString());
        Assert.Equal(expected == 202 ? "5" : null, answer.RetryAfter);
        Assert.Equal(expected == 202 ? $"{host.Host.Http.BaseAddress}runtime/webhooks/durabletask{WebhookHost.Of(id)}?code=a%2Bsystem%20key" : null, answer.Location);
    }

    [Fact]
    public async Task Values_are_JSON_and_instants_are_of_one_form()
    {
        var id = await host.InstanceAsync("Completed", new { Name = "김", Doses = new[] { 1.5 } });

        var body = (await host.AskAsync("GET", WebhookHost.Of(id))).Body;

        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Echo", body.GetProperty("name").GetString());
        Assert.Equal(id, body.GetProperty("instanceId").GetString());
        Assert.Equal("김", body.GetProperty("input").GetProperty("Name").GetString());
        Assert.Equal(1.5, body.GetProperty("output").GetProperty("Doses")[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("customStatus").ValueKind);
        foreach (var name in new[] { "createdTime", "lastUpdatedTime" })
            Assert.True(DateTime.TryParseExact(body.GetProperty(name).GetString(), "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Fact]
    public async Task The_input_may_be_left_out()
    {
        var id = await host.InstanceAsync("Running", "secret");

        var body = (await host.AskAsync("GET", WebhookHost.Of(id, "?showInput=false"))).Body;

        Assert.Equal(JsonValueKind.Null, body.GetProperty("input").ValueKind);
        Assert.True(body.GetProperty("customStatus").GetProperty("Waiting").GetBoolean());
    }

    [Fact]
    public async Task A_failure_says_why_and_is_an_error_where_the_caller_wants_that()
    {
        var id = await host.InstanceAsync("Failed");

        var plain = await host.AskAsync("GET", WebhookHost.Of(id));
        var strict = await host.AskAsync("GET", WebhookHost.Of(id, "?returnInternalServerErrorOnFailure=true"));

        Assert.Equal((200, 500), (plain.Status, strict.Status));
        Assert.Equal("as asked", strict.Body.GetProperty("output").GetString());
        Assert.Equal(200, (await host.AskAsync("GET", WebhookHost.Of(await host.InstanceAsync("Completed"), "?returnInternalServerErrorOnFailure=true"))).Status);
    }

    [Fact]
    public async Task The_history_tells_calls_with_their_results()
    {
        var id = (await host.AskAsync("POST", "/orchestrators/FailOnce", "\"x\"")).Body.GetProperty("id").GetString()!;
        await host.Client.WaitForInstanceCompletionAsync(id, Ct);
        await host.AskAsync("POST", WebhookHost.Of(id, "/rewind?reason=again"));
        await host.UntilAsync(id, "Completed");

        var without = (await host.AskAsync("GET", WebhookHost.Of(id, "?showHistory=true"))).Body.GetProperty("historyEvents").EnumerateArray().ToArray();
        var with = (await host.AskAsync("GET", WebhookHost.Of(id, "?showHistory=true&showHistoryOutput=true"))).Body.GetProperty("historyEvents").EnumerateArray().ToArray();

        Assert.Equal(
            ["ExecutionStarted", "TimerFired", "TaskFailed", "ExecutionCompleted", "ExecutionRewound", "TaskCompleted", "ExecutionCompleted"],
            with.Select(entry => entry.GetProperty("EventType").GetString()));
        Assert.Equal("Failed", with[3].GetProperty("OrchestrationStatus").GetString());
        Assert.Equal("again", with[4].GetProperty("Reason").GetString());
        Assert.Equal("Try", with[5].GetProperty("FunctionName").GetString());
        Assert.Equal("x done", with[5].GetProperty("Result").GetString());
        Assert.True(with[5].GetProperty("ScheduledTime").GetDateTime() <= with[5].GetProperty("Timestamp").GetDateTime());
        Assert.All(without, entry => Assert.False(entry.TryGetProperty("Result", out _) || entry.TryGetProperty("Input", out _)));
    }

    [Fact]
    public async Task Nobody_has_no_status()
    {
        var answer = await host.AskAsync("GET", "/instances/nobody");

        Assert.Equal((404, "unknown-instance"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_list_goes_on_from_page_to_page()
    {
        foreach (var i in Enumerable.Range(0, 7))
            await host.AskAsync("POST", $"/orchestrators/Echo/paged-{i}?timeout=30&pollingInterval=1", $"{i}");

        var ids = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            var page = await host.AskAsync("GET", "/instances?instanceIdPrefix=paged-&top=3", token: token);
            Assert.Equal(200, page.Status);
            Assert.True(page.Body.GetArrayLength() <= 3);
            ids.AddRange(page.Body.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString()!));
            token = page.ContinuationToken;
            pages++;
        }
        while (token is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"paged-{i}"), ids);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task A_list_is_chosen_by_status_and_time_and_may_leave_inputs_out()
    {
        var before = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        foreach (var id in new[] { "chosen-1", "chosen-2" })
            await host.AskAsync("POST", $"/orchestrators/Echo/{id}?timeout=30&pollingInterval=1", "7");
        await host.AskAsync("POST", "/orchestrators/Wait/chosen-3");
        await host.UntilAsync("chosen-3", "Running");

        Assert.Equal(["chosen-1", "chosen-2"], await ListAsync("runtimeStatus=Completed"));
        Assert.Equal(["chosen-1", "chosen-2", "chosen-3"], await ListAsync("runtimeStatus=Completed,running"));
        Assert.Equal(["chosen-1", "chosen-2", "chosen-3"], await ListAsync("runtimeStatus=Completed&runtimeStatus=Running"));
        Assert.Equal(["chosen-1", "chosen-2", "chosen-3"], await ListAsync($"createdTimeFrom={before}"));
        Assert.Equal([], await ListAsync($"createdTimeTo={before}"));

        var bare = await host.AskAsync("GET", "/instances?instanceIdPrefix=chosen-1&showInput=false");
        Assert.Equal(JsonValueKind.Null, bare.Body[0].GetProperty("input").ValueKind);
        Assert.Equal(7, bare.Body[0].GetProperty("output").GetInt32());

        async Task<IEnumerable<string?>> ListAsync(string query) =>
            (await host.AskAsync("GET", $"/instances?instanceIdPrefix=chosen-&{query}")).Body.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString());
    }

    [Theory]
    [InlineData("/instances?top=0")]
    [InlineData("/instances?top=many")]
    [InlineData("/instances?runtimeStatus=Sleeping")]
    [InlineData("/instances?runtimeStatus=0")]
    [InlineData("/instances?createdTimeFrom=yesterday")]
    [InlineData("/instances?showInput=perhaps")]
    [InlineData("/instances/x?showHistory=perhaps")]
    public async Task A_parameter_that_cannot_be_read_is_named(string route)
    {
        var answer = await host.AskAsync("GET", route);

        Assert.Equal((400, "malformed-parameter"), (answer.Status, answer.Code));
        Assert.Contains(answer.Body.GetProperty("errors")[0].GetProperty("parameter").GetString()!, route);
    }

    [Fact]
    public async Task A_token_that_no_list_gave_is_refused() =>
        Assert.Equal(400, (await host.AskAsync("GET", "/instances", token: "made up!")).Status);
}

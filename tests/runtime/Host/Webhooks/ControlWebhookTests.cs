using System.Text;

namespace Asan.Runtime.Host.Tests.Webhooks;

public sealed class ControlWebhookTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_reaches_who_waits_for_it()
    {
        var id = await host.InstanceAsync("Running");

        Assert.Equal(202, (await host.AskAsync("POST", WebhookHost.Of(id, "/raiseEvent/go"), "\"approved\"")).Status);

        Assert.Equal("approved", (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Ct)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_may_be_empty()
    {
        var id = await host.InstanceAsync("Running");
        using var empty = new ByteArrayContent([]);
        empty.Headers.ContentType = new("application/json");

        Assert.Equal(202, (await host.AskAsync("POST", WebhookHost.Of(id, "/raiseEvent/go"), empty)).Status);

        Assert.Null((await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Ct)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("application/json", "{ not json")]
    [InlineData("text/plain", "\"approved\"")]
    [InlineData("application/x-www-form-urlencoded", "a=b")]
    public async Task An_event_that_is_not_JSON_is_refused(string type, string body)
    {
        var id = await host.InstanceAsync("Running");
        using var content = new StringContent(body, Encoding.UTF8, type);

        var answer = await host.AskAsync("POST", WebhookHost.Of(id, "/raiseEvent/go"), content);

        Assert.Equal((400, "malformed-body"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task It_is_suspended_resumed_and_terminated_with_the_callers_reason()
    {
        var id = await host.InstanceAsync("Running");

        Assert.Equal(202, (await host.AskAsync("POST", WebhookHost.Of(id, "/suspend?reason=lunch"))).Status);
        await host.UntilAsync(id, "Suspended");
        Assert.Equal(202, (await host.AskAsync("POST", WebhookHost.Of(id, "/resume?reason=back"))).Status);
        await host.UntilAsync(id, "Running");
        Assert.Equal(202, (await host.AskAsync("POST", WebhookHost.Of(id, "/terminate?reason=no%20need"))).Status);
        await host.UntilAsync(id, "Terminated");

        var status = (await host.AskAsync("GET", WebhookHost.Of(id, "?showHistory=true"))).Body;
        Assert.Equal("no need", status.GetProperty("output").GetString());
        Assert.Equal(
            ["lunch", "back"],
            status.GetProperty("historyEvents").EnumerateArray().Where(e => e.GetProperty("EventType").GetString() is "ExecutionSuspended" or "ExecutionResumed")
                .Select(e => e.GetProperty("Reason").GetString()));
    }

    [Theory]
    [InlineData("/raiseEvent/go")]
    [InlineData("/terminate?reason=x")]
    [InlineData("/suspend")]
    [InlineData("/resume")]
    public async Task Nobody_can_be_steered_and_nobody_who_has_finished(string operation)
    {
        var unknown = await host.AskAsync("POST", "/instances/nobody" + operation, "1");
        Assert.Equal((404, "unknown-instance"), (unknown.Status, unknown.Code));

        foreach (var status in new[] { "Completed", "Failed", "Terminated" })
        {
            var finished = await host.AskAsync("POST", WebhookHost.Of(await host.InstanceAsync(status), operation), "1");
            Assert.Equal((410, "instance-finished"), (finished.Status, finished.Code));
        }
    }

    [Fact]
    public async Task A_failed_one_is_rewound()
    {
        var id = await host.InstanceAsync("Failed");

        Assert.Equal(202, (await host.AskAsync("POST", WebhookHost.Of(id, "/rewind?reason=mended"))).Status);

        await host.UntilAsync(id, "Failed");
    }

    [Fact]
    public async Task Only_a_failed_one_is_rewound()
    {
        Assert.Equal(404, (await host.AskAsync("POST", "/instances/nobody/rewind")).Status);
        foreach (var status in new[] { "Running", "Suspended", "Completed", "Terminated" })
        {
            var answer = await host.AskAsync("POST", WebhookHost.Of(await host.InstanceAsync(status), "/rewind"));
            Assert.Equal((412, "instance-not-failed"), (answer.Status, answer.Code));
        }
    }

    [Theory]
    [InlineData("Completed")]
    [InlineData("Failed")]
    [InlineData("Terminated")]
    public async Task A_finished_one_is_purged(string status)
    {
        var id = await host.InstanceAsync(status);

        var purged = await host.AskAsync("DELETE", WebhookHost.Of(id));

        Assert.Equal(200, purged.Status);
        Assert.Equal(1, purged.Body.GetProperty("instancesDeleted").GetInt32());
        Assert.Equal(404, (await host.AskAsync("DELETE", WebhookHost.Of(id))).Status);
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Suspended")]
    [InlineData("Pending")]
    public async Task One_that_has_not_finished_is_not_purged(string status)
    {
        var answer = await host.AskAsync("DELETE", WebhookHost.Of(await host.InstanceAsync(status)));

        Assert.Equal((412, "instance-not-finished"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Many_are_purged_by_time_and_status()
    {
        await host.InstanceAsync("Failed");
        await host.InstanceAsync("Completed");

        var failed = await host.AskAsync("DELETE", "/instances?createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Failed");
        Assert.Equal(200, failed.Status);
        Assert.True(failed.Body.GetProperty("instancesDeleted").GetInt32() >= 1);

        var none = await host.AskAsync("DELETE", "/instances?createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Failed");
        Assert.Equal((404, "nothing-to-purge"), (none.Status, none.Code));

        var past = await host.AskAsync("DELETE", "/instances?createdTimeFrom=2020-01-01T00:00:00Z&createdTimeTo=2020-01-02T00:00:00Z");
        Assert.Equal(404, past.Status);
    }

    [Theory]
    [InlineData("/instances")]
    [InlineData("/instances?createdTimeFrom=soon")]
    [InlineData("/instances?createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Sleeping")]
    public async Task A_purge_of_many_says_since_when(string route)
    {
        var answer = await host.AskAsync("DELETE", route);

        Assert.Equal((400, "malformed-parameter"), (answer.Status, answer.Code));
    }
}

using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Tests.Webhooks;

/// <summary>Who may ask, and what else is answered.</summary>
public sealed class WebhookDoorTests(WebhookHost host, Postgres postgres) : IClassFixture<WebhookHost>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData(TestHost.FunctionKey, 401)]
    [InlineData("another-key", 401)]
    [InlineData(WebhookHost.SystemKey, 200)]
    [InlineData(TestHost.MasterKey, 200)]
    public async Task The_extensions_key_opens_and_the_master_key(string? key, int status)
    {
        Assert.Equal(status, (await host.AskAsync("GET", "/instances", content: null, key: key)).Status);
        if (key is not null)
            Assert.Equal(status, (await host.AskAsync("GET", $"/instances?code={Uri.EscapeDataString(key)}", content: null, key: null)).Status);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/orchestrators/Echo")]
    [InlineData("PUT", "/instances/x")]
    [InlineData("GET", "/instances/x/terminate")]
    [InlineData("POST", "/instances/x/raiseEvent")]
    [InlineData("POST", "/instances/x/explode")]
    [InlineData("POST", "/elsewhere")]
    public async Task Anything_else_is_not_found_and_that_is_told_to_who_has_a_key(string method, string route)
    {
        Assert.Equal((404, "unknown-route"), ((await host.AskAsync(method, route)).Status, (await host.AskAsync(method, route)).Code));
        Assert.Equal(401, (await host.AskAsync(method, route, content: null, key: null)).Status);
    }

    [Fact]
    public async Task Another_hub_is_not_served_here() =>
        Assert.Equal("unknown-task-hub", (await host.AskAsync("GET", "/instances?taskHub=other&connection=Storage")).Code);

    [Fact]
    public async Task Every_host_is_primary() => Assert.Equal(200, (await host.AskAsync("POST", "/makeprimary")).Status);

    [Fact]
    public async Task There_are_no_entities_to_list_or_read_and_a_signal_is_not_taken()
    {
        Assert.Equal(0, (await host.AskAsync("GET", "/entities?fetchState=true&top=5")).Body.GetArrayLength());
        Assert.Equal(0, (await host.AskAsync("GET", "/entities/Counter")).Body.GetArrayLength());
        Assert.Equal(404, (await host.AskAsync("GET", "/entities/Counter/1")).Status);
        Assert.Equal(501, (await host.AskAsync("POST", "/entities/Counter/1?op=add", "1")).Status);
        Assert.Equal(501, (await host.AskAsync("DELETE", "/entities/Counter/1")).Status);
    }

    [Fact]
    public async Task What_an_engine_does_not_do_is_told_and_what_goes_wrong_is_not()
    {
        await using var limited = await TestHost.StartAsync(new TestHost.Setup(typeof(WebhookHost.Tasks))
        {
            Settings = { ["Postgres:ConnectionString"] = await postgres.CreateAsync() },
            Configure = builder => builder.Services.AddSingleton<DurableTaskClient, LimitedClient>(),
        });

        foreach (var (id, status, code) in new[] { ("not-supported", 501, "not-supported"), ("not-implemented", 501, "not-supported"), ("broken", 500, "unexpected-error") })
        {
            using var answer = await limited.SendAsync("POST", $"{WebhookHost.Prefix}/instances/{id}/rewind", key: TestHost.MasterKey);
            var problem = await answer.ProblemAsync(status, code);
            Assert.DoesNotContain("inner workings", problem.ToString());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_proxy_says_of_the_address_counts_only_where_that_is_configured(bool heed)
    {
        await using var proxied = await TestHost.StartAsync(new TestHost.Setup(typeof(WebhookHost.Tasks))
        {
            Settings = { ["Postgres:ConnectionString"] = await postgres.CreateAsync(), ["Host:HeedForwardedHeaders"] = heed.ToString() },
        });
        var request = new HttpRequestMessage(HttpMethod.Post, $"{WebhookHost.Prefix}/orchestrators/Echo");
        request.Headers.Add("x-functions-key", TestHost.MasterKey);
        request.Headers.Add("Forwarded", "proto=https;host=portal.example");
        using var answer = await proxied.Http.SendAsync(request, Ct);

        Assert.StartsWith(heed ? "https://portal.example/runtime/" : $"{proxied.Http.BaseAddress}runtime/", answer.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task No_key_is_ever_logged()
    {
        await host.AskAsync("GET", $"/instances?code={Uri.EscapeDataString(WebhookHost.SystemKey)}", content: null, key: null);
        await host.AskAsync("GET", "/instances/patient-7?code=guessed-key", content: null, key: null);

        Assert.DoesNotContain("system key", host.Host.Log.Text);
        Assert.DoesNotContain("system%20key", host.Host.Log.Text);
        Assert.DoesNotContain("guessed-key", host.Host.Log.Text);
        Assert.DoesNotContain("patient-7", host.Host.Log.Text);
    }

    /// <summary>A client of an engine that cannot do all.</summary>
    sealed class LimitedClient() : DurableTaskClient("")
    {
        public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            Task.FromResult<OrchestrationMetadata?>(new("Any", instanceId) { RuntimeStatus = OrchestrationRuntimeStatus.Failed });

        public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) => instanceId switch
        {
            "not-supported" => throw new NotSupportedException("inner workings"),
            "not-implemented" => throw new NotImplementedException("inner workings"),
            _ => throw new TimeoutException("inner workings"),
        };

        public override Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

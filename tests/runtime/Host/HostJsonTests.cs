using Asan.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Tests;

/// <summary>What host.json and local.settings.json mean, beyond what SettingsTests says of their form.</summary>
public sealed class HostJsonTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_requests_as_many_as_allowed_are_in_functions_some_wait_and_the_rest_is_turned_away()
    {
        var gate = new Gate();
        await using var host = await StartAsync("""{ "extensions": { "http": { "maxConcurrentRequests": 2, "maxOutstandingRequests": 3 } } }""", gate);

        var inside = new[] { host.AskAsync("GET", "/api/Wait"), host.AskAsync("GET", "/api/Wait") };
        await gate.EnteredAsync(2);
        // Of two more, one waits and one is turned away, whichever comes first.
        var more = new[] { host.SendAsync("GET", "/api/Wait"), host.SendAsync("GET", "/api/Wait") };
        using var turnedAway = await await Task.WhenAny(more);
        Assert.Equal(1, (await turnedAway.ProblemAsync(429, "too-busy")).GetProperty("retryAfterSeconds").GetInt32());
        Assert.Equal("1", turnedAway.Headers.RetryAfter!.ToString());
        Assert.Equal(200, (await host.AskAsync("GET", "/admin/host/status", key: TestHost.MasterKey)).Status);
        Assert.Equal(2, gate.Entered);

        gate.Open.SetResult();
        foreach (var request in inside)
            Assert.Equal(200, (await request).Status);
        Assert.Single(await Task.WhenAll(more), answer => (int)answer.StatusCode == 200);
        Assert.Equal(200, (await host.AskAsync("GET", "/api/Wait")).Status);
    }

    [Fact]
    public async Task Custom_headers_are_in_every_answer()
    {
        await using var host = await StartAsync("""{ "extensions": { "http": { "customHeaders": { "X-Content-Type-Options": "nosniff" } } } }""");

        foreach (var path in new[] { "/api/Quick", "/api/nowhere", "/admin/functions" })
        {
            using var answer = await host.SendAsync("GET", path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Theory]
    [InlineData("""{ "functions": [ "Quick" ] }""", null, null, 200, 404)]
    [InlineData("{}", "AzureWebJobs.Quick.Disabled", "true", 404, 200)]
    [InlineData("{}", "AzureWebJobs:Quick:Disabled", "1", 404, 200)]
    [InlineData("{}", "AzureWebJobs.Quick.Disabled", "false", 200, 200)]
    public async Task Functions_may_be_chosen_or_left_out(string hostJson, string? setting, string? value, int quick, int other)
    {
        await using var host = await StartAsync(hostJson, settings: setting is null ? [] : [(setting, value!)]);

        Assert.Equal(quick, (await host.AskAsync("GET", "/api/Quick")).Status);
        Assert.Equal(other, (await host.AskAsync("GET", "/api/Other")).Status);
        Assert.Equal(quick == 200 && other == 200 ? 0 : 1, host.Log.Lines.Count(line => line.Event == 1106));
    }

    [Fact]
    public async Task The_environment_overrides_levels_and_limits_as_on_the_official_host()
    {
        await using var host = await StartAsync(
            """{ "logging": { "logLevel": { "Mine": "Error", "Yours": "Error" } }, "extensions": { "http": { "routePrefix": "api", "maxConcurrentRequests": 5 } } }""",
            settings: [("AzureFunctionsJobHost:logging:logLevel:Mine", "Debug"), ("AzureFunctionsJobHost:extensions:http:routePrefix", "v1")]);
        var loggers = host.Host.Services.GetRequiredService<ILoggerFactory>();

        Assert.True(loggers.CreateLogger("Mine").IsEnabled(LogLevel.Debug));
        Assert.False(loggers.CreateLogger("Yours").IsEnabled(LogLevel.Warning));
        Assert.Equal(200, (await host.AskAsync("GET", "/v1/Quick")).Status);
        Assert.DoesNotContain(host.Log.Lines, line => line.Event == 1103);
    }

    [Fact]
    public async Task Durable_limits_bound_how_many_tasks_run_at_a_time()
    {
        var most = new Most();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Tasks))
        {
            Files = { ["host.json"] = """{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 2, "maxConcurrentOrchestratorFunctions": 1 } } }""" },
            Settings = { ["Postgres:ConnectionString"] = await postgres.CreateAsync() },
            Configure = builder => builder.Services.AddSingleton(most),
        });
        var client = host.Host.Services.GetRequiredService<DurableTaskClient>();

        var started = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.ScheduleNewOrchestrationInstanceAsync("Fan", Ct)));
        foreach (var id in started)
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await client.WaitForInstanceCompletionAsync(id, Ct)).RuntimeStatus);

        Assert.Equal(2, host.Host.Services.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value.Concurrency.MaximumConcurrentActivityWorkItems);
        Assert.Equal(2, most.Activities);
        Assert.Equal(1, Most.Orchestrators);
    }

    [Theory]
    [InlineData("""{ "version": "1.0" }""", "version is '1.0'")]
    [InlineData("""{ "extensions": { "http": { "maxConcurrentRequests": "many" } } }""", "extensions.http.maxConcurrentRequests is 'many'")]
    [InlineData("""{ "extensions": { "http": { "maxOutstandingRequests": 0 } } }""", "extensions.http.maxOutstandingRequests is '0'")]
    [InlineData("""{ "extensions": { "http": { "customHeaders": { "not a name": "x" } } } }""", "'not a name' in customHeaders is no header's name")]
    public async Task A_value_that_cannot_be_used_stops_the_start(string hostJson, string reason)
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Doors)) { Files = { ["host.json"] = hostJson } });

        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public async Task A_durable_limit_that_cannot_be_used_stops_the_start()
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Tasks))
        {
            Files = { ["host.json"] = """{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 0 } } }""" },
            Settings = { ["Postgres:ConnectionString"] = await postgres.CreateAsync() },
            Configure = builder => builder.Services.AddSingleton(new Most()),
        });

        Assert.Contains("extensions.durableTask.maxConcurrentActivityFunctions is '0'", refusal.Message);
    }

    [Fact]
    public async Task Local_settings_give_connection_strings_and_a_port_and_what_else_they_hold_is_named()
    {
        const string file = """
            { "IsEncrypted": false, "Values": { "AZURE_FUNCTIONS_ENVIRONMENT": "Development" }, "ConnectionStrings": { "Main": "Host=there" },
              "Host": { "LocalHttpPort": 7123, "CORS": "*" } }
            """;
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Doors)) { Files = { ["local.settings.json"] = file }, Configure = b => b.Services.AddSingleton(new Gate()) });

        Assert.Equal("Host=there", host.Host.Services.GetRequiredService<IConfiguration>().GetConnectionString("Main"));
        Assert.Equal("Development", host.Host.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostEnvironment>().EnvironmentName);
        Assert.Equal("http://localhost:7123", host.Host.Services.GetRequiredService<Runtime.Host.Builder.HostSettings>().Local.Url);
        Assert.Contains("local.settings.json: not used by the embedded host: Host:CORS", Assert.Single(host.Log.Lines, line => line.Event == 1103).Message);
    }

    [Fact]
    public async Task A_port_that_is_none_stops_the_start()
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Doors)) { Files = { ["local.settings.json"] = """{ "Host": { "LocalHttpPort": 70000 } }""" } });

        Assert.Contains("Host.LocalHttpPort is '70000'", refusal.Message);
    }

    static Task<TestHost> StartAsync(string hostJson, Gate? gate = null, params (string Key, string Value)[] settings) =>
        TestHost.StartAsync(new TestHost.Setup(typeof(Doors))
        {
            Files = { ["host.json"] = hostJson },
            Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value),
            Configure = builder => builder.Services.AddSingleton(gate ?? new Gate()),
        });

    public sealed class Gate
    {
        int entered;

        public int Entered => entered;

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task PassAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref entered);
            await Open.Task.WaitAsync(ct);
        }

        public async Task EnteredAsync(int count)
        {
            while (entered < count)
                await Task.Delay(10, Ct);
        }
    }

    public sealed class Most
    {
        static int orchestrators;
        int activities;

        public int Activities { get; private set; }

        public static int Orchestrators { get; private set; }

        public async Task ActAsync()
        {
            lock (this)
                Activities = Math.Max(Activities, ++activities);
            await Task.Delay(50);
            lock (this)
                activities--;
        }

        public static void Orchestrate()
        {
            lock (typeof(Most))
                Orchestrators = Math.Max(Orchestrators, ++orchestrators);
            Thread.Sleep(20);
            lock (typeof(Most))
                orchestrators--;
        }
    }

    public sealed class Doors(Gate gate)
    {
        [Function("Wait")]
        public async Task<IResult> WaitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head")] HttpRequest request, CancellationToken cancellationToken)
        {
            await gate.PassAsync(cancellationToken);
            return Results.Ok();
        }

        [Function("Quick")]
        public static IResult Quick([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();

        [Function("Other")]
        public static IResult Other([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    public sealed class Tasks(Most most)
    {
        [Function("Fan")]
        public static async Task FanAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            Most.Orchestrate();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallActivityAsync("Act")));
        }

        [Function("Act")]
        public Task ActAsync([ActivityTrigger] TaskActivityContext context) => most.ActAsync();
    }
}

using System.Net;
using System.Text.Json;
using Asan.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Runtime.Host.Tests;

/// <summary>Durable tasks through the host, on the real engine.</summary>
public sealed class DurableFunctionTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orchestrators_and_activities_declared_by_attribute_get_all_they_may_ask_for()
    {
        await using var host = await StartAsync(typeof(Tasks));

        var ended = await RunAsync(host, "Greet", new Greeting("Kim", Tone.Warm), "greet-1");

        Assert.Equal("orchestrator greet-1; activity greet-1 Named by Greeter: Kim Warm; middleware saw Named", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_task_may_be_named_otherwise_than_its_function()
    {
        await using var host = await StartAsync(typeof(Tasks));

        Assert.Equal(42, (await RunAsync(host, "RenamedFlow", null)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Class_based_tasks_and_declared_ones_call_each_other()
    {
        await using var host = await StartAsync(typeof(Tasks));

        Assert.Equal("class said Kim; activity child Named by Greeter: Kim Cold; middleware saw Named", (await RunAsync(host, nameof(ClassFlow), "Kim", "child")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Payloads_are_written_as_the_official_worker_writes_them()
    {
        await using var host = await StartAsync(typeof(Tasks));

        var ended = await RunAsync(host, "Echo", new Greeting("Kim", Tone.Warm) { Field = 5 });

        Assert.Equal("""{"Name":"Kim","Tone":1}""", ended.SerializedInput);
        Assert.Equal("""{"Name":"Kim","Tone":1}""", ended.SerializedOutput);
    }

    [Fact]
    public async Task A_union_keeps_its_case_as_a_property_and_loses_it_bare()
    {
        await using var host = await StartAsync(typeof(Tasks));

        Assert.Equal("""{"Value":{"$kind":"round","Radius":2}}""", (await RunAsync(host, "Wrap", null)).SerializedOutput);
        Assert.Equal("""{"Radius":2}""", (await RunAsync(host, "Bare", null)).SerializedOutput);
    }

    [Fact]
    public async Task The_application_may_say_how_JSON_is_written()
    {
        await using var host = await StartAsync([typeof(Tasks)], builder =>
            builder.Services.Configure<JsonSerializerOptions>(json => json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase));

        Assert.Equal("""{"name":"Kim","tone":1}""", (await RunAsync(host, "Echo", new Greeting("Kim", Tone.Warm))).SerializedOutput);
    }

    [Fact]
    public async Task A_starting_request_is_answered_with_where_to_look()
    {
        await using var host = await StartAsync([typeof(Tasks)], builder => builder.Configuration["Host:HeedForwardedHeaders"] = "true");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/Start");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "portal.example, inner");

        using var answer = await host.Http.SendAsync(request, Ct);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

        const string instance = "https://portal.example/runtime/webhooks/durabletask/instances/an%20id%2F1";
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"{instance}?code=a%2Bsystem%20key", answer.Headers.Location!.AbsoluteUri);
        Assert.Null(answer.Headers.RetryAfter);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("an id/1", body.GetProperty("Id").GetString());
        Assert.Equal($"{instance}?code=a%2Bsystem%20key", body.GetProperty("StatusQueryGetUri").GetString());
        Assert.Equal($"{instance}?code=a%2Bsystem%20key", body.GetProperty("PurgeHistoryDeleteUri").GetString());
        Assert.Equal($$"""{{instance}}/raiseEvent/{eventName}?code=a%2Bsystem%20key""", body.GetProperty("SendEventPostUri").GetString());
        foreach (var operation in new[] { "Terminate", "Suspend", "Resume" })
            Assert.Equal($"{instance}/{operation.ToLowerInvariant()}?reason={{{{text}}}}&code=a%2Bsystem%20key", body.GetProperty($"{operation}PostUri").GetString());
    }

    [Fact]
    public async Task What_a_caller_says_of_a_proxy_is_not_heeded_unless_there_is_one()
    {
        await using var host = await StartAsync(typeof(Tasks));
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/Start");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example");

        using var answer = await host.Http.SendAsync(request, Ct);

        Assert.StartsWith($"{host.Http.BaseAddress}runtime/", answer.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task Addresses_without_a_request_are_those_of_the_request_the_client_was_bound_for()
    {
        await using var host = await StartAsync(typeof(Tasks));

        var (status, body) = await host.AskAsync("GET", "/api/Addresses");

        Assert.Equal(200, status);
        Assert.Equal($"{host.Http.BaseAddress}runtime/webhooks/durabletask/instances/x?code=a%2Bsystem%20key", body);
    }

    [Fact]
    public async Task A_request_that_waits_gets_the_outcome_or_where_to_look()
    {
        await using var host = await StartAsync(typeof(Tasks));

        var (status, body) = await host.AskAsync("POST", "/api/Wait/Echo");
        Assert.Equal(200, status);
        Assert.Contains("\"RuntimeStatus\":\"Completed\"", body);

        Assert.Equal(500, (await host.AskAsync("POST", "/api/Wait/Failing")).Status);

        var (pending, addresses) = await host.AskAsync("POST", "/api/Wait/Never");
        Assert.Equal(202, pending);
        Assert.Contains("StatusQueryGetUri", addresses);
    }

    [Fact]
    public async Task A_durable_function_without_a_database_stops_the_start_by_the_settings_name()
    {
        var refusal = await TestHost.RefuseAsync(typeof(Tasks));

        Assert.Contains("ConnectionString", refusal.Message);
    }

    [Theory]
    [InlineData(typeof(BadActivity), "takes Int32 other")]
    [InlineData(typeof(BadOrchestrator), "takes String text")]
    public async Task A_durable_function_with_a_parameter_nobody_fills_stops_the_start(Type functions, string reason)
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(functions) { Settings = { ["Postgres:ConnectionString"] = "Host=nowhere" } });

        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public async Task Two_tasks_of_one_name_stop_the_start()
    {
        var connection = await postgres.CreateAsync();

        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Tasks))
        {
            Settings = { ["Postgres:ConnectionString"] = connection },
            Configure = builder => builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddOrchestrator<Echo>()),
        });

        Assert.Contains("Echo", refusal.Message);
    }

    [Theory]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "east" } } }""", null, "east")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "%HUB%" } } }""", null, "pointed")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "east" } } }""", "west", "west")]
    [InlineData("{}", null, "asan")]
    public async Task The_task_hub_is_that_of_the_settings_or_of_host_json(string hostJson, string? setting, string hub)
    {
        var settings = new Dictionary<string, string> { ["Postgres:ConnectionString"] = await postgres.CreateAsync(), ["HUB"] = "pointed" };
        if (setting is not null)
            settings["Durable:TaskHub"] = setting;
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Tasks)) { Files = { ["host.json"] = hostJson }, Settings = settings });

        Assert.Equal(hub, host.Host.Services.GetRequiredService<Runtime.Durable.DurableEngineOptions>().TaskHub);
    }

    Task<TestHost> StartAsync(params Type[] functions) => StartAsync(functions, null);

    async Task<TestHost> StartAsync(Type[] functions, Action<IHostApplicationBuilder>? configure) =>
        await TestHost.StartAsync(new TestHost.Setup(functions)
        {
            Settings = { ["Postgres:ConnectionString"] = await postgres.CreateAsync(), ["Keys:System:durabletask_extension"] = "a+system key" },
            Configure = builder =>
            {
                builder.Services.AddSingleton(new Greeter("Greeter"));
                builder.UseMiddleware(async (context, next) =>
                {
                    await next();
                    if (context.GetInvocationResult().Value is string text)
                        context.GetInvocationResult().Value = $"{text}; middleware saw {context.FunctionDefinition.Name}";
                });
                builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddOrchestrator<ClassFlow>().AddActivity<ClassStep>());
                configure?.Invoke(builder);
            },
        });

    static async Task<OrchestrationMetadata> RunAsync(TestHost host, string name, object? input, string? id = null)
    {
        var client = host.Host.Services.GetRequiredService<DurableTaskClient>();
        var started = await client.ScheduleNewOrchestrationInstanceAsync(name, input, id is null ? null : new StartOrchestrationOptions(id), Ct);
        var ended = await client.WaitForInstanceCompletionAsync(started, getInputsAndOutputs: true, Ct);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ToString());
        return ended;
    }

    public enum Tone
    {
        Cold,
        Warm,
    }

    public sealed record Greeting(string Name, Tone Tone)
    {
        public int Field;
    }

    [System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = "$kind")]
    [System.Text.Json.Serialization.JsonDerivedType(typeof(Round), "round")]
    public abstract record Shape;

    public sealed record Round(int Radius) : Shape;

    public sealed record Wrapped(Shape Value);

    public sealed record Greeter(string Name);

    public sealed class Tasks(Greeter greeter)
    {
        [Function("Greet")]
        public static async Task<string> GreetAsync([OrchestrationTrigger] TaskOrchestrationContext context, Greeting greeting, string instanceId)
        {
            Assert.Equal(context.InstanceId, instanceId);
            var said = await context.CallActivityAsync<string>("Named", greeting);
            return $"orchestrator {instanceId}; {said}";
        }

        [Function("Named")]
        public async Task<string> NamedAsync(
            [ActivityTrigger] Greeting greeting, FunctionContext context, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
        {
            Assert.Equal(instanceId, context.BindingContext.BindingData["instanceId"]);
            Assert.NotNull(await client.GetInstanceAsync(instanceId, cancellationToken));
            return $"activity {instanceId} {context.FunctionDefinition.Name} by {greeter.Name}: {greeting.Name} {greeting.Tone}";
        }

        [Function("Flow")]
        public static Task<int> FlowAsync([OrchestrationTrigger(Orchestration = "RenamedFlow")] TaskOrchestrationContext context) =>
            context.CallActivityAsync<int>("RenamedStep");

        [Function("Step")]
        public static int Step([ActivityTrigger(Activity = "RenamedStep")] TaskActivityContext context) => context.Name == "RenamedStep" ? 42 : 0;

        [Function("Echo")]
        public static Task<Greeting?> EchoAsync([OrchestrationTrigger] TaskOrchestrationContext context, Greeting? greeting) => Task.FromResult(greeting);

        [Function("Wrap")]
        public static Task<Wrapped> WrapAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(new Wrapped(new Round(2)));

        [Function("Bare")]
        public static Task<Shape> BareAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult<Shape>(new Round(2));

        [Function("Failing")]
        public static Task FailingAsync([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("as asked");

        [Function("Never")]
        public static Task NeverAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("never");

        [Function("Start")]
        public static async Task<HttpResponseData> StartAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync("Echo", new StartOrchestrationOptions("an id/1"), cancellationToken);
            return await client.CreateCheckStatusResponseAsync(request, id, cancellationToken);
        }

        [Function("Addresses")]
        public static IResult Addresses([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
            Results.Text(client.CreateHttpManagementPayload("x").StatusQueryGetUri);

        [Function("Wait")]
        public static async Task<HttpResponseData> WaitAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "Wait/{name}")] HttpRequestData request, string name, [DurableClient] DurableTaskClient client)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(name);
            using var patience = new CancellationTokenSource();
            if (name == "Never")
                await patience.CancelAsync();
            return await client.WaitForCompletionOrCreateCheckStatusResponseAsync(
                request, id, TimeSpan.FromMilliseconds(20), returnInternalServerErrorOnFailure: true, cancellation: patience.Token);
        }
    }

    [DurableTask(nameof(ClassFlow))]
    public sealed class ClassFlow : TaskOrchestrator<string, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, string input)
        {
            var said = await context.CallActivityAsync<string>(nameof(ClassStep), input);
            return $"{said}; {await context.CallActivityAsync<string>("Named", new Greeting(input, Tone.Cold))}";
        }
    }

    [DurableTask(nameof(ClassStep))]
    public sealed class ClassStep(Greeter greeter) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) =>
            Task.FromResult(greeter.Name.Length > 0 ? $"class said {input}" : "");
    }

    [DurableTask("Echo")]
    public sealed class Echo : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => Task.FromResult(input);
    }

    public static class BadActivity
    {
        [Function("Bad")]
        public static int Run([ActivityTrigger] string input, int other) => other;
    }

    public static class BadOrchestrator
    {
        [Function("Bad")]
        public static Task RunAsync([OrchestrationTrigger] string text) => Task.CompletedTask;
    }
}

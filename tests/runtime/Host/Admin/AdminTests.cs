using System.Net.Http.Json;
using System.Text.Json;
using Asan.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Tests.Admin;

public sealed class AdminTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/admin/host/status")]
    [InlineData("GET", "/admin/functions")]
    [InlineData("GET", "/admin/functions/Door")]
    [InlineData("POST", "/admin/functions/Nightly")]
    public async Task Only_the_master_key_opens(string method, string path)
    {
        await using var host = await StartAsync();

        Assert.Equal(401, (await host.AskAsync(method, path)).Status);
        Assert.Equal(401, (await host.AskAsync(method, path, key: TestHost.FunctionKey)).Status);
        Assert.InRange((await host.AskAsync(method, path, key: TestHost.MasterKey)).Status, 200, 202);
    }

    [Fact]
    public async Task The_status_says_that_it_runs_and_since_when()
    {
        await using var host = await StartAsync();

        var status = await GetAsync(host, "/admin/host/status");

        Assert.Equal("Running", status.GetProperty("state").GetString());
        Assert.NotEmpty(status.GetProperty("version").GetString()!);
        Assert.NotEmpty(status.GetProperty("id").GetString()!);
        Assert.True(status.GetProperty("processUptime").GetInt64() > 0);
    }

    [Fact]
    public async Task All_functions_are_told_with_their_bindings()
    {
        await using var host = await StartAsync(("AzureWebJobs.Off.Disabled", "true"));

        var functions = (await GetAsync(host, "/admin/functions")).EnumerateArray().ToDictionary(function => function.GetProperty("name").GetString()!);

        Assert.Equal(["Door", "Flow", "Nightly", "Off", "Step"], functions.Keys);
        var door = functions["Door"];
        Assert.Equal($"{host.Http.BaseAddress}api/doors/{{id:int}}", door.GetProperty("invoke_url_template").GetString());
        Assert.Equal($"{host.Http.BaseAddress}admin/functions/Door", door.GetProperty("href").GetString());
        Assert.False(door.GetProperty("isDisabled").GetBoolean());
        Assert.True(functions["Off"].GetProperty("isDisabled").GetBoolean());
        var trigger = door.GetProperty("config").GetProperty("bindings")[0];
        Assert.Equal("httpTrigger", trigger.GetProperty("type").GetString());
        Assert.Equal("In", trigger.GetProperty("direction").GetString());
        Assert.Equal("Function", trigger.GetProperty("authLevel").GetString());
        Assert.Equal("get", trigger.GetProperty("methods")[0].GetString());
        var timer = functions["Nightly"].GetProperty("config").GetProperty("bindings")[0];
        Assert.Equal("timerTrigger", timer.GetProperty("type").GetString());
        Assert.Equal("0 0 0 1 1 *", timer.GetProperty("schedule").GetString());
        Assert.Equal(JsonValueKind.Null, functions["Nightly"].GetProperty("invoke_url_template").ValueKind);
    }

    [Fact]
    public async Task One_function_is_told_by_its_name_in_any_case()
    {
        await using var host = await StartAsync();

        Assert.Equal("Nightly", (await GetAsync(host, "/admin/functions/nightly")).GetProperty("name").GetString());
        using var unknown = await host.SendAsync("GET", "/admin/functions/Nobody", key: TestHost.MasterKey);
        await unknown.ProblemAsync(404, "unknown-function");
    }

    [Theory]
    [InlineData("""{"input":"now"}""")]
    [InlineData("{}")]
    [InlineData(null)]
    public async Task A_timer_is_called_by_hand_without_waiting_for_its_time(string? body)
    {
        var calls = new Calls();
        await using var host = await StartAsync(calls);

        Assert.Equal(202, (await host.AskAsync("POST", "/admin/functions/nightly", body, TestHost.MasterKey)).Status);

        await calls.Made.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        while (!host.Log.Lines.Any(line => line.Event == 1107))
            await Task.Delay(10, Ct);
    }

    [Fact]
    public async Task What_a_function_called_by_hand_throws_is_logged_and_a_stopping_host_waits_for_it()
    {
        var calls = new Calls { Gate = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        var host = await StartAsync(calls);
        await host.AskAsync("POST", "/admin/functions/Nightly", key: TestHost.MasterKey);
        await calls.Made.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        var stopping = host.DisposeAsync();
        calls.Gate.SetException(new InvalidOperationException("as asked"));
        await stopping;

        Assert.Contains(host.Log.Lines, line => line.Event == 1108 && line.Message.Contains("as asked"));
    }

    [Theory]
    [InlineData("Nightly", "{ not json", 400, "malformed-body")]
    [InlineData("Nightly", """{"input":7}""", 400, "malformed-body")]
    [InlineData("Nightly", "[]", 400, "malformed-body")]
    [InlineData("Door", "{}", 400, "not-invocable")]
    [InlineData("Flow", "{}", 400, "not-invocable")]
    [InlineData("Step", "{}", 400, "not-invocable")]
    [InlineData("Off", "{}", 409, "function-disabled")]
    [InlineData("Nobody", "{}", 404, "unknown-function")]
    public async Task What_cannot_be_called_by_hand_is_refused(string function, string body, int status, string code)
    {
        await using var host = await StartAsync(("AzureWebJobs.Off.Disabled", "1"));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await host.SendAsync("POST", $"/admin/functions/{function}", content, TestHost.MasterKey);

        await answer.ProblemAsync(status, code);
    }

    Task<TestHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(new Calls(), settings);

    async Task<TestHost> StartAsync(Calls calls, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["Postgres:ConnectionString"] = await postgres.CreateAsync() };
        foreach (var (key, value) in settings)
            all[key] = value;
        return await TestHost.StartAsync(new TestHost.Setup(typeof(Functions)) { Settings = all, Configure = builder => builder.Services.AddSingleton(calls) });
    }

    static async Task<JsonElement> GetAsync(TestHost host, string path)
    {
        using var answer = await host.SendAsync("GET", path, key: TestHost.MasterKey);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    public sealed class Calls
    {
        public TaskCompletionSource Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource? Gate { get; init; }
    }

    public sealed class Functions(Calls calls)
    {
        [Function("Door")]
        public static IResult Door([HttpTrigger("get", Route = "doors/{id:int}")] HttpRequest request, int id) => Results.Ok(id);

        [Function("Off")]
        public static IResult Off([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();

        [Function("Nightly")]
        public async Task NightlyAsync([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer)
        {
            Assert.False(timer.IsPastDue);
            calls.Made.TrySetResult();
            if (calls.Gate is { } gate)
                await gate.Task;
        }

        [Function("Flow")]
        public static Task FlowAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Step");

        [Function("Step")]
        public static void Step([ActivityTrigger] TaskActivityContext context) => _ = context;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Tests;

public sealed class KeyTests
{
    const string SystemKey = "the-system-key-of-the-tests";

    [Theory]
    [InlineData("Anonymous", null, 200)]
    [InlineData("Anonymous", "wrong", 200)]
    [InlineData("Function", null, 401)]
    [InlineData("Function", "wrong", 401)]
    [InlineData("Function", TestHost.FunctionKey, 200)]
    [InlineData("Function", SystemKey, 401)]
    [InlineData("Function", TestHost.MasterKey, 200)]
    [InlineData("System", TestHost.FunctionKey, 401)]
    [InlineData("System", SystemKey, 200)]
    [InlineData("System", TestHost.MasterKey, 200)]
    [InlineData("Admin", TestHost.FunctionKey, 401)]
    [InlineData("Admin", SystemKey, 401)]
    [InlineData("Admin", TestHost.MasterKey, 200)]
    [InlineData("Unsaid", null, 401)]
    [InlineData("Unsaid", TestHost.FunctionKey, 200)]
    [InlineData("UnsaidWithMethods", null, 401)]
    [InlineData("UnsaidWithMethods", TestHost.FunctionKey, 200)]
    public async Task Each_level_is_opened_by_its_own_keys_and_the_master_key(string function, string? key, int status)
    {
        await using var host = await StartAsync();

        Assert.Equal(status, (await host.AskAsync("GET", $"/api/{function}", key: key)).Status);
        if (key is not null)
            Assert.Equal(status, (await host.AskAsync("GET", $"/api/{function}?code={key}")).Status);
    }

    [Fact]
    public async Task A_missing_key_and_a_wrong_one_are_told_apart()
    {
        await using var host = await StartAsync();

        using var missing = await host.SendAsync("GET", "/api/Function");
        using var wrong = await host.SendAsync("GET", "/api/Function", key: "wrong");

        await missing.ProblemAsync(401, "key-required");
        await wrong.ProblemAsync(401, "key-not-accepted");
        Assert.NotEmpty(missing.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task A_key_of_one_function_opens_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("asan-keys-").FullName;
        var file = Path.Combine(folder, "keys.json");
        await File.WriteAllTextAsync(file, """
            { "masterKey": "m", "functionKeys": { "default": "all" }, "systemKeys": {}, "functions": { "unsaid": { "partner": "own" } } }
            """, TestContext.Current.CancellationToken);
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Doors)) { Keys = false, Settings = { ["Keys:File"] = file } });

        Assert.Equal(200, (await host.AskAsync("GET", "/api/Unsaid", key: "own")).Status);
        Assert.Equal(401, (await host.AskAsync("GET", "/api/Function", key: "own")).Status);
        Assert.Equal(200, (await host.AskAsync("GET", "/api/Function", key: "all")).Status);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task No_key_reaches_the_log_even_when_every_category_is_turned_on()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Doors))
        {
            Settings = { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace" },
        });

        await host.AskAsync("GET", $"/api/Function?code={TestHost.FunctionKey}");
        await host.AskAsync("GET", "/api/Function?code=almost-the-key");
        await host.AskAsync("GET", "/api/Function", key: "almost-the-key");

        Assert.Contains(host.Log.Lines, line => line.Event == 1110 && line.Message.Contains("api/Function -> 200"));
        Assert.DoesNotContain(TestHost.FunctionKey, host.Log.Text);
        Assert.DoesNotContain("almost-the-key", host.Log.Text);
    }

    [Fact]
    public async Task A_guarded_function_without_any_key_configured_stops_the_start()
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Doors)) { Keys = false });

        Assert.Contains("Keys:File", refusal.Message);
    }

    static Task<TestHost> StartAsync() =>
        TestHost.StartAsync(new TestHost.Setup(typeof(Doors)) { Settings = { ["Keys:System:durabletask_extension"] = SystemKey } });

    public static class Doors
    {
        [Function("Anonymous")]
        public static IResult Anonymous([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();

        [Function("Function")]
        public static IResult Function([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) => Results.Ok();

        [Function("System")]
        public static IResult System([HttpTrigger(AuthorizationLevel.System)] HttpRequest request) => Results.Ok();

        [Function("Admin")]
        public static IResult Admin([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) => Results.Ok();

        [Function("Unsaid")]
        public static IResult Unsaid([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("UnsaidWithMethods")]
        public static IResult UnsaidWithMethods([HttpTrigger("get", "post")] HttpRequest request) => Results.Ok();
    }
}

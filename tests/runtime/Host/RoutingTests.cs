using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Tests;

public sealed class RoutingTests
{
    [Fact]
    public async Task A_function_without_a_route_answers_below_the_prefix_by_its_name()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((200, "named GET"), await host.AskAsync("GET", "/api/Named"));
        Assert.Equal((200, "named GET"), await host.AskAsync("GET", "/API/named"));
    }

    [Fact]
    public async Task A_function_without_methods_answers_any_of_them()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        foreach (var method in new[] { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS" })
            Assert.Equal((200, $"named {method}"), await host.AskAsync(method, "/api/Named"));
    }

    [Theory]
    [InlineData("/api/patients/7", 200, "patient 7")]
    [InlineData("/api/patients/newest", 200, "the newest")]
    [InlineData("/api/patients/oldest", 404, null)]
    [InlineData("/api/files/a/b/c.csv", 200, "file a/b/c.csv")]
    [InlineData("/api/codes/E11", 200, "code E11")]
    [InlineData("/api/codes/e-11", 404, null)]
    [InlineData("/api/optional", 200, "optional none")]
    [InlineData("/api/optional/x", 200, "optional x")]
    [InlineData("/patients/7", 404, null)]
    [InlineData("/", 404, null)]
    public async Task Templates_and_constraints_are_those_of_ASP_NET_Core(string path, int status, string? body)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        var answer = await host.AskAsync("GET", path);

        Assert.Equal(status, answer.Status);
        if (body is not null)
            Assert.Equal(body, answer.Body);
    }

    [Fact]
    public async Task Two_functions_share_a_route_by_their_methods()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((200, "listed"), await host.AskAsync("GET", "/api/patients"));
        Assert.Equal((200, "added"), await host.AskAsync("POST", "/api/patients"));
    }

    [Fact]
    public async Task Another_method_is_refused_and_told_which_are_allowed()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        using var answer = await host.SendAsync("DELETE", "/api/patients");

        await answer.ProblemAsync(405, "method-not-allowed");
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task An_unknown_route_is_a_problem_even_without_a_key()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        using var answer = await host.SendAsync("GET", "/api/nowhere");

        await answer.ProblemAsync(404, "unknown-route");
    }

    [Fact]
    public async Task What_a_function_answers_itself_is_left_alone()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((404, ""), await host.AskAsync("GET", "/api/absent"));
    }

    [Theory]
    [InlineData("v2", "/v2/Named")]
    [InlineData("", "/Named")]
    [InlineData("/a/b/", "/a/b/Named")]
    public async Task The_prefix_is_that_of_host_json(string prefix, string path)
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Doors))
        {
            Files = { ["host.json"] = $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""" },
        });

        Assert.Equal((200, "named GET"), await host.AskAsync("GET", path));
    }

    public static class Doors
    {
        [Function("Named")]
        public static IResult Named([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text($"named {request.Method}");

        [Function("Patient")]
        public static IResult Patient([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "patients/{id:int}")] HttpRequest request, int id) =>
            Results.Text($"patient {id}");

        [Function("Newest")]
        public static IResult Newest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "patients/newest")] HttpRequest request) =>
            Results.Text("the newest");

        [Function("ListPatients")]
        public static IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "patients")] HttpRequest request) => Results.Text("listed");

        [Function("AddPatient")]
        public static IResult Add([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "patients")] HttpRequest request) => Results.Text("added");

        [Function("File")]
        public static IResult File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) =>
            Results.Text($"file {path}");

        [Function("Code")]
        public static IResult Code([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "codes/{code:regex(^[A-Z0-9.]+$)}")] HttpRequest request, string code) =>
            Results.Text($"code {code}");

        [Function("Optional")]
        public static IResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{name?}")] HttpRequest request, string? name) =>
            Results.Text($"optional {name ?? "none"}");

        [Function("Absent")]
        public static IResult Absent([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "absent")] HttpRequest request) => Results.NotFound();
    }
}

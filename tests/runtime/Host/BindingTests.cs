using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Asan.Runtime.Host.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Tests;

public sealed class BindingTests
{
    [Theory]
    [InlineData("typed/7/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2024-02-29/Running/1.5", 200, "7 d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10 2024-02-29 Running 1.5")]
    [InlineData("typed/7/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2024-02-29/running/1.5", 200, "7 d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10 2024-02-29 Running 1.5")]
    [InlineData("typed/x/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2024-02-29/Running/1.5", 400, "number")]
    [InlineData("typed/99999999999/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2024-02-29/Running/1.5", 400, "number")]
    [InlineData("typed/7/not-a-uuid/2024-02-29/Running/1.5", 400, "id")]
    [InlineData("typed/7/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2023-02-29/Running/1.5", 400, "date")]
    [InlineData("typed/7/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2024-02-29/Walking/1.5", 400, "state")]
    [InlineData("typed/7/d2719a2c-9b5f-4a4e-9a3f-0f0a3a3f3b10/2024-02-29/7/1.5", 400, "state")]
    public async Task Route_values_become_typed_parameters_or_a_problem_that_names_them(string path, int status, string expected)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        using var answer = await host.SendAsync("GET", $"/api/{path}");

        if (status == 200)
            Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        else
            Assert.Equal(expected, (await answer.ProblemAsync(400, "malformed-route-value")).GetProperty("errors")[0].GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("/api/page", "page 1 of all")]
    [InlineData("/api/page/3", "page 3 of all")]
    [InlineData("/api/page/3/flu", "page 3 of flu")]
    public async Task An_absent_route_value_gives_the_default(string path, string expected)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((200, expected), await host.AskAsync("GET", path));
    }

    [Fact]
    public async Task The_body_is_read_by_the_worker_serializer()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((200, "7 A|B"), await host.AskAsync("POST", "/api/body", """{ "id": 7, "NAMES": ["A", "B"] }"""));
    }

    [Theory]
    [InlineData("""{ "id": 7, "names": ["A", 3] }""", "/names/1")]
    [InlineData("""{ "id": "seven", "names": [] }""", "/id")]
    [InlineData("""{ "id": 7, "names": [""", "/names/0")]
    [InlineData("not json", "")]
    [InlineData("", "")]
    [InlineData("null", "")]
    [InlineData("""{ "names": [] }""", "")]
    public async Task A_malformed_body_is_a_problem_that_says_where(string body, string pointer)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        using var answer = await host.SendAsync("POST", "/api/body", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await answer.ProblemAsync(400, "malformed-body");
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        if (body.StartsWith('{'))
            Assert.Contains("line 1", problem.GetProperty("detail").GetString());
        Assert.DoesNotContain("seven", problem.GetRawText());
    }

    [Theory]
    [InlineData("$", "")]
    [InlineData("$.a.b", "/a/b")]
    [InlineData("$.visits[2].start", "/visits/2/start")]
    [InlineData("$['a.b'].c", "/a.b/c")]
    [InlineData("$['a/b~']", "/a~1b~0")]
    public void Paths_of_the_serializer_become_JSON_pointers(string path, string pointer) => Assert.Equal(pointer, BodyBinder.Pointer(path));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task A_body_that_is_not_JSON_is_refused_by_its_type(string? type)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        using var answer = await host.SendAsync("POST", "/api/body", content);

        await answer.ProblemAsync(415, "not-json");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/fhir+json")]
    public async Task Any_JSON_type_is_accepted(string type)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));
        var content = new ByteArrayContent("""{ "id": 1, "names": [] }"""u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var answer = await host.SendAsync("POST", "/api/body", content);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/body")]
    [InlineData("/api/unread")]
    [InlineData("/api/stream")]
    public async Task A_body_beyond_the_limit_is_refused_whether_or_not_it_is_read(string path)
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Doors)) { Settings = { ["Host:MaxRequestBodyBytes"] = "1000" } });

        using var answer = await host.SendAsync("POST", path, new StringContent(new string(' ', 1001), Encoding.UTF8, "application/json"));

        await answer.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_refused_when_it_passes_the_limit()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Doors)) { Settings = { ["Host:MaxRequestBodyBytes"] = "1000" } });
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/stream") { Content = new StringContent(new string(' ', 5000)) };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await answer.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task The_server_independent_request_and_answer_carry_everything_through()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/independent?a=1&b=x%20y") { Content = new StringContent("the body") };
        request.Headers.Add("X-Asked", ["one", "two"]);
        request.Headers.Add("Cookie", "c=3");

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("PUT /api/independent a=1 b=x y one+two c=3 the body", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["yes"], answer.Headers.GetValues("X-Answered"));
        Assert.Contains("s=1; max-age=60; path=/; samesite=strict; httponly", answer.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task Constructor_services_are_of_the_requests_scope_and_the_instance_is_disposed_after_the_call()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Injected))
        {
            Configure = builder => builder.Services.AddScoped<Scoped>().AddSingleton<Disposals>(),
        });

        Assert.Equal((200, "same scope"), await host.AskAsync("GET", "/api/Injected"));
        Assert.Equal((200, "same scope"), await host.AskAsync("GET", "/api/Injected"));
        Assert.Equal(2, host.Host.Services.GetRequiredService<Disposals>().Count);
    }

    [Fact]
    public async Task The_cancellation_token_fires_when_the_caller_goes_away()
    {
        var calls = new Calls();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Waiting)) { Configure = builder => builder.Services.AddSingleton(calls) });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var asking = host.Http.GetAsync("/api/Waiting", caller.Token);
        await calls.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await calls.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_function_that_runs_too_long_is_cancelled_and_answered_for()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Waiting))
        {
            Configure = builder => builder.Services.AddSingleton<Calls>(),
            Files = { ["host.json"] = """{ "version": "2.0", "functionTimeout": "00:00:00.200" }""" },
        });

        using var answer = await host.SendAsync("GET", "/api/Waiting");

        await answer.ProblemAsync(504, "function-timeout");
    }

    public enum State
    {
        Pending,
        Running,
    }

    public sealed record Order(int Id, string[] Names)
    {
        [System.Text.Json.Serialization.JsonRequired]
        public int Id { get; init; } = Id;
    }

    public static class Doors
    {
        [Function("Typed")]
        public static IResult Typed(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{number}/{id}/{date}/{state}/{ratio}")] HttpRequest request,
            int number, Guid id, DateOnly date, State state, double? ratio) =>
            Results.Text(FormattableString.Invariant($"{number} {id} {date:yyyy-MM-dd} {state} {ratio}"));

        [Function("Page")]
        public static IResult Page(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/{page:int?}/{of?}")] HttpRequest request, string? of, int page = 1) =>
            Results.Text($"page {page} of {of ?? "all"}");

        [Function("Body")]
        public static IResult Body(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request,
            [Microsoft.Azure.Functions.Worker.Http.FromBody] Order order) =>
            Results.Text($"{order.Id} {string.Join('|', order.Names)}");

        [Function("Unread")]
        public static IResult Unread([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "unread")] HttpRequest request) => Results.Ok();

        [Function("Stream")]
        public static async Task<IResult> Stream(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stream")] HttpRequest request, CancellationToken cancellationToken)
        {
            await request.Body.CopyToAsync(System.IO.Stream.Null, cancellationToken);
            return Results.Ok();
        }

        [Function("Independent")]
        public static async Task<HttpResponseData> Independent(
            [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "independent")] HttpRequestData request, FunctionContext context)
        {
            Assert.Same(context, request.FunctionContext);
            var response = request.CreateResponse(HttpStatusCode.Created);
            response.Headers.Add("X-Answered", "yes");
            response.Cookies.Append(new HttpCookie("s", "1") { MaxAge = 60, Path = "/", HttpOnly = true, SameSite = Microsoft.Azure.Functions.Worker.Http.SameSite.Strict });
            var asked = string.Join('+', request.Headers.GetValues("X-Asked").SelectMany(value => value.Split(", ")));
            await response.WriteStringAsync(
                $"{request.Method} {request.Url.AbsolutePath} a={request.Query["a"]} b={request.Query["b"]} {asked} "
                + $"{request.Cookies.Single().Name}={request.Cookies.Single().Value} {await request.ReadAsStringAsync()}");
            return response;
        }
    }

    public sealed class Scoped;

    public sealed class Disposals
    {
        public int Count { get; set; }
    }

    public sealed class Injected(Scoped scoped, Disposals disposals) : IDisposable
    {
        [Function("Injected")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text(
                scoped == context.InstanceServices.GetRequiredService<Scoped>() && scoped == request.HttpContext.RequestServices.GetRequiredService<Scoped>()
                    ? "same scope" : "another scope");

        public void Dispose() => disposals.Count++;
    }

    public sealed class Calls
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Waiting(Calls calls)
    {
        [Function("Waiting")]
        public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
        {
            calls.Entered.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                calls.Cancelled.TrySetResult();
                throw;
            }

            return Results.Ok();
        }
    }
}

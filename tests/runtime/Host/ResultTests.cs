using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Tests;

public sealed class ResultTests
{
    [Theory]
    [InlineData("Result", 202, """{"fullName":"Kim"}""")]
    [InlineData("ResultTask", 200, "text")]
    [InlineData("ResultValueTask", 200, "text")]
    [InlineData("Action", 201, """{"fullName":"Kim"}""")]
    [InlineData("ActionContent", 200, "plain")]
    [InlineData("ActionStatus", 418, "")]
    [InlineData("Data", 203, """{"FullName":"Kim"}""")]
    [InlineData("DataBody", 200, "from a stream")]
    [InlineData("Several", 409, "the answer")]
    [InlineData("SeveralData", 200, "found without a mark")]
    [InlineData("Written", 200, "written by hand")]
    public async Task What_a_function_returns_is_the_answer(string function, int status, string body)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((status, body), await host.AskAsync("GET", $"/api/{function}"));
    }

    [Theory]
    [InlineData("Poco")]
    [InlineData("String")]
    public async Task Anything_else_is_not_written_and_the_log_says_so(string function)
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        Assert.Equal((200, ""), await host.AskAsync("GET", $"/api/{function}"));

        Assert.Contains(host.Log.Lines, line => line.Event == 1112 && line.Level == LogLevel.Warning && line.Message.Contains(function));
    }

    [Fact]
    public async Task An_exception_is_a_problem_without_its_text_and_the_log_tells_its_type_and_place()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        using var answer = await host.SendAsync("GET", "/api/Throwing");

        var problem = await answer.ProblemAsync(500, "unexpected-error");
        Assert.DoesNotContain("a secret of the function", problem.GetRawText());
        Assert.DoesNotContain("   at ", problem.GetRawText());
        Assert.False(answer.Headers.Contains("X-Half-Done"));
        Assert.Contains(host.Log.Lines, line => line.Event == 1111 && line.Message.Contains("System.InvalidOperationException") && line.Message.Contains("   at "));
        Assert.All(host.Log.Lines.Where(line => line.Message.Contains("a secret of the function")), line => Assert.Equal(LogLevel.Debug, line.Level));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_not_mistaken_for_a_whole_one()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.SendAsync("GET", "/api/BreakingOff"));
    }

    [Fact]
    public async Task The_traceparent_of_the_caller_is_the_trace_of_the_invocation_and_of_its_problem()
    {
        await using var host = await TestHost.StartAsync(typeof(Doors));
        host.Http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var (_, trace) = await host.AskAsync("GET", "/api/Trace");
        using var failed = await host.SendAsync("GET", "/api/Throwing");

        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", trace);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (await failed.ProblemAsync(500, "unexpected-error")).GetProperty("traceId").GetString());
    }

    public sealed record Person(string FullName);

    public sealed class Outputs
    {
        [HttpResult]
        public IResult? Answer { get; init; }

        public string? Other { get; init; }
    }

    public sealed class DataOutputs
    {
        public HttpResponseData? Answer { get; init; }
    }

    public static class Doors
    {
        [Function("Result")]
        public static IResult Result([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Accepted(null, new Person("Kim"));

        [Function("ResultTask")]
        public static async Task<IResult> ResultTask([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("text");
        }

        [Function("ResultValueTask")]
        public static async ValueTask<IResult> ResultValueTask([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("text");
        }

        [Function("Action")]
        public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new CreatedResult("/people/1", new Person("Kim"));

        [Function("ActionContent")]
        public static IActionResult ActionContent([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new ContentResult { Content = "plain" };

        [Function("ActionStatus")]
        public static IActionResult ActionStatus([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new StatusCodeResult(418);

        [Function("Data")]
        public static async Task<HttpResponseData> Data([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.NonAuthoritativeInformation);
            await response.WriteAsJsonAsync(new Person("Kim"));
            return response;
        }

        [Function("DataBody")]
        public static HttpResponseData DataBody([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request)
        {
            var response = HttpResponseData.CreateResponse(request);
            response.Body = new MemoryStream(Encoding.UTF8.GetBytes("from a stream"));
            return response;
        }

        [Function("Several")]
        public static Outputs Several([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            new() { Answer = Results.Text("the answer", statusCode: 409), Other = "kept" };

        [Function("SeveralData")]
        public static async Task<DataOutputs> SeveralData([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request)
        {
            var response = request.CreateResponse();
            await response.WriteStringAsync("found without a mark");
            return new() { Answer = response };
        }

        [Function("Written")]
        public static Task Written([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("written by hand");

        [Function("Poco")]
        public static Person Poco([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new("Kim");

        [Function("String")]
        public static Task<string> String([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.FromResult("unwritten");

        [Function("Throwing")]
        public static IResult Throwing([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            request.HttpContext.Response.Headers["X-Half-Done"] = "yes";
            throw new InvalidOperationException("a secret of the function");
        }

        [Function("BreakingOff")]
        public static async Task BreakingOff([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("half of the ans");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("in the middle");
        }

        [Function("Trace")]
        public static IResult Trace([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) =>
            Results.Text(context.TraceContext.TraceParent);
    }
}

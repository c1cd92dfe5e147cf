using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Runtime.Host.Tests;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_in_the_order_it_was_added_around_the_function()
    {
        await using var host = await StartAsync(builder => builder
            .UseMiddleware<Outer>()
            .UseMiddleware(async (context, next) =>
            {
                Steps(context).Add("inner before");
                await next();
                Steps(context).Add("inner after");
            }));

        await host.AskAsync("GET", "/api/Door");

        Assert.Equal(["outer before", "inner before", "function", "inner after", "outer after"], Recorded(host));
    }

    [Fact]
    public async Task Middleware_under_a_condition_runs_only_where_it_holds()
    {
        await using var host = await StartAsync(builder => builder
            .UseWhen<Outer>(context => context.FunctionDefinition.Name == "Other")
            .UseWhen(context => context.FunctionDefinition.Name == "Door", (context, next) =>
            {
                Steps(context).Add("only door");
                return next();
            }));

        await host.AskAsync("GET", "/api/Door");
        Assert.Equal(["only door", "function"], Recorded(host));

        Recorded(host).Clear();
        await host.AskAsync("GET", "/api/Other");
        Assert.Equal(["outer before", "other", "outer after"], Recorded(host));
    }

    [Fact]
    public async Task Middleware_sees_the_request_the_result_and_what_others_left_in_items()
    {
        await using var host = await StartAsync(builder => builder
            .UseMiddleware(async (context, next) =>
            {
                context.Items["tenant"] = context.GetHttpContext()!.Request.Headers["X-Tenant"].ToString();
                Steps(context).Add((await context.GetHttpRequestDataAsync())!.Method);
                Steps(context).Add(context.FunctionDefinition.InputBindings["request"].Type);
                await next();
                Steps(context).Add(context.GetInvocationResult().Value!.GetType().Name);
                context.GetInvocationResult().Value = Results.Text($"replaced for {context.Items["tenant"]}");
            }));
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/Door");
        request.Headers.Add("X-Tenant", "east");

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("replaced for east", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["GET", "httpTrigger", "function", "Ok"], Recorded(host));
    }

    [Fact]
    public async Task Middleware_may_bind_an_input_and_put_another_value_in_its_place()
    {
        await using var host = await StartAsync(builder => builder
            .UseMiddleware(async (context, next) =>
            {
                if (context.FunctionDefinition.Name == "Guarded")
                {
                    var client = await context.BindInputAsync<HttpRequest>(context.FunctionDefinition.InputBindings["request"]);
                    client.Value = new DefaultHttpContext { Request = { Path = "/replaced" } }.Request;
                }

                await next();
            }));

        Assert.Equal((200, "/replaced"), await host.AskAsync("GET", "/api/Guarded"));
    }

    [Fact]
    public async Task Middleware_that_does_not_go_on_answers_itself()
    {
        await using var host = await StartAsync(builder => builder
            .UseMiddleware((context, next) =>
            {
                context.GetInvocationResult().Value = Results.StatusCode(429);
                return Task.CompletedTask;
            }));

        Assert.Equal(429, (await host.AskAsync("GET", "/api/Door")).Status);
        Assert.Empty(Recorded(host));
    }

    [Fact]
    public async Task Middleware_may_catch_what_a_function_throws()
    {
        await using var host = await StartAsync(builder => builder
            .UseMiddleware(async (context, next) =>
            {
                try
                {
                    await next();
                }
                catch (TimeoutException)
                {
                    context.GetInvocationResult().Value = Results.StatusCode(503);
                }
            }));

        Assert.Equal(503, (await host.AskAsync("GET", "/api/Failing")).Status);
    }

    [Fact]
    public async Task A_request_without_a_key_never_reaches_middleware()
    {
        await using var host = await StartAsync(builder => builder.UseMiddleware<Outer>());

        Assert.Equal(401, (await host.AskAsync("GET", "/api/Locked")).Status);
        Assert.Empty(Recorded(host));
    }

    static Task<TestHost> StartAsync(Action<IFunctionsWorkerApplicationBuilder> configure) =>
        TestHost.StartAsync(new TestHost.Setup(typeof(Doors))
        {
            Configure = builder =>
            {
                builder.Services.AddSingleton<List<string>>();
                configure(builder);
            },
        });

    static List<string> Recorded(TestHost host) => host.Host.Services.GetRequiredService<List<string>>();

    static List<string> Steps(FunctionContext context) => context.InstanceServices.GetRequiredService<List<string>>();

    public sealed class Outer(List<string> steps) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            steps.Add("outer before");
            await next(context);
            steps.Add("outer after");
        }
    }

    public sealed class Doors(List<string> steps)
    {
        [Function("Door")]
        public IResult Door([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            steps.Add("function");
            return Results.Ok();
        }

        [Function("Other")]
        public IResult Other([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            steps.Add("other");
            return Results.Ok();
        }

        [Function("Guarded")]
        public static IResult Guarded([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text(request.Path);

        [Function("Failing")]
        public static IResult Failing([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => throw new TimeoutException();

        [Function("Locked")]
        public static IResult Locked([HttpTrigger] HttpRequest request) => Results.Ok();
    }
}

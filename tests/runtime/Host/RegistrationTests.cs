using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Tests;

/// <summary>What cannot be served stops the host at once and says why, all of it in one message.</summary>
[SuppressMessage("Usage", "CA1801", Justification = "The functions are declarations; nobody calls them.")]
public sealed class RegistrationTests
{
    [Theory]
    [InlineData(typeof(NotPublic), "is not public")]
    [InlineData(typeof(InternalClass), "is not public")]
    [InlineData(typeof(AsyncVoid), "async void")]
    [InlineData(typeof(NoTrigger), "no trigger")]
    [InlineData(typeof(TwoTriggers), "several triggers")]
    [InlineData(typeof(TwoBindings), "more than one binding on its parameter client")]
    [InlineData(typeof(SameName), "names are unique")]
    [InlineData(typeof(BadName), "has a name")]
    [InlineData(typeof(GenericFunction), "is generic")]
    [InlineData(typeof(AbstractClass), "abstract class")]
    [InlineData(typeof(ByReference), "by reference")]
    [InlineData(typeof(BadTemplate), "not a template")]
    [InlineData(typeof(BadConstraint), "constraint 'nosuch'")]
    [InlineData(typeof(SameRoute), "answer the same requests: api/things/{id}")]
    [InlineData(typeof(ReservedRoute), "the host's own")]
    [InlineData(typeof(UserLevel), "AuthorizationLevel.User")]
    [InlineData(typeof(BadMethod), "'GE T' as an HTTP method")]
    [InlineData(typeof(Unbindable), "takes ILogger log")]
    [InlineData(typeof(NotInTheRoute), "takes String name")]
    [InlineData(typeof(NotParsable), "takes Version[] version")]
    [InlineData(typeof(OtherHub), "takes DurableTaskClient client")]
    public async Task A_function_that_breaks_a_rule_stops_the_start(Type functions, string reason)
    {
        var prefix = functions == typeof(ReservedRoute) ? "" : "api";

        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(functions)
        {
            Settings = { ["AzureFunctionsJobHost:extensions:http:routePrefix"] = prefix, ["Postgres:ConnectionString"] = "Host=nowhere" },
        });

        Assert.Contains(reason, refusal.Message);
        Assert.Contains("The functions cannot be served", refusal.Message);
    }

    [Fact]
    public async Task Every_broken_rule_is_named_at_once()
    {
        var refusal = await TestHost.RefuseAsync(typeof(NotPublic), typeof(AsyncVoid), typeof(SameName));

        Assert.Contains("Hidden (", refusal.Message);
        Assert.Contains("Forgotten (", refusal.Message);
        Assert.Contains("the name Twin", refusal.Message);
    }

    [Fact]
    public async Task HTTP_functions_without_the_web_application_stop_the_start()
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Fine)) { WebApplication = false });

        Assert.Contains("ConfigureFunctionsWebApplication", refusal.Message);
    }

    [Fact]
    public async Task A_trigger_that_is_not_served_yet_is_named_and_the_rest_is_served()
    {
        await using var host = await TestHost.StartAsync(typeof(Fine), typeof(NotServedYet));

        Assert.Equal(200, (await host.AskAsync("GET", "/api/Fine")).Status);
        Assert.Equal(404, (await host.AskAsync("GET", "/api/Queueing")).Status);
        foreach (var (name, binding) in new[] { ("Queued", "QueueTrigger"), ("Queueing", "QueueOutput") })
            Assert.Contains(host.Log.Lines, line => line.Event == 1102 && line.Level == LogLevel.Warning
                && line.Message.Contains($"{name} is declared with {binding}, which is not served yet by the embedded host"));
    }

    [Fact]
    public async Task Parameters_that_differ_in_their_constraint_share_a_route()
    {
        await using var host = await TestHost.StartAsync(typeof(ByConstraint));

        Assert.Equal((200, "number 7"), await host.AskAsync("GET", "/api/things/7"));
        Assert.Equal((200, "name x"), await host.AskAsync("GET", "/api/things/x"));
    }

    public static class Fine
    {
        [Function("Fine")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    public static class NotServedYet
    {
        [Function("Queued")]
        public static void Queued([QueueTrigger] string message)
        {
        }

        [Function("Queueing")]
        [QueueOutput]
        public static string Queueing([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "content";
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class QueueTriggerAttribute : TriggerBindingAttribute;

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class QueueOutputAttribute : OutputBindingAttribute;

    public static class NotPublic
    {
        [Function("Hidden")]
        internal static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    internal static class InternalClass
    {
        [Function("HiddenToo")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    public static class AsyncVoid
    {
        [Function("Forgotten")]
        public static async void Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => await Task.Yield();
    }

    public static class NoTrigger
    {
        [Function("Nothing")]
        public static IResult Run(HttpRequest request) => Results.Ok();
    }

    public static class TwoTriggers
    {
        [Function("Both")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [TimerTrigger("0 * * * * *")] TimerInfo timer) => Results.Ok();
    }

    public static class TwoBindings
    {
        [Function("Bound")]
        public static IResult Run(
            [HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [DurableClient, BlobInput("a/b")] DurableTaskClient client) => Results.Ok();
    }

    public static class SameName
    {
        [Function("Twin")]
        public static IResult One([HttpTrigger(AuthorizationLevel.Anonymous, Route = "one")] HttpRequest request) => Results.Ok();

        [Function("TWIN")]
        public static IResult Other([HttpTrigger(AuthorizationLevel.Anonymous, Route = "other")] HttpRequest request) => Results.Ok();
    }

    public static class BadName
    {
        [Function("two words")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    public static class GenericFunction
    {
        [Function("Generic")]
        public static IResult Run<T>([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    public abstract class AbstractClass
    {
        [Function("Abstract")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }

    public static class ByReference
    {
        [Function("Reference")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "r/{id}")] HttpRequest request, ref int id) => Results.Ok();
    }

    public static class BadTemplate
    {
        [Function("Template")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "open/{id")] HttpRequest request) => Results.Ok();
    }

    public static class BadConstraint
    {
        [Function("Constraint")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "c/{id:nosuch}")] HttpRequest request) => Results.Ok();
    }

    public static class SameRoute
    {
        [Function("ById")]
        public static IResult ById([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "things/{id}")] HttpRequest request, string id) => Results.Ok();

        [Function("ByKey")]
        public static IResult ByKey([HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "Things/{key}")] HttpRequest request, string key) => Results.Ok();
    }

    public static class ByConstraint
    {
        [Function("ByNumber")]
        public static IResult ByNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{number:int}")] HttpRequest request, int number) =>
            Results.Text($"number {number}");

        [Function("ByName")]
        public static IResult ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{name}")] HttpRequest request, string name) =>
            Results.Text($"name {name}");
    }

    public static class ReservedRoute
    {
        [Function("Reserved")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "Admin/things")] HttpRequest request) => Results.Ok();
    }

    public static class UserLevel
    {
        [Function("OfUser")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) => Results.Ok();
    }

    public static class BadMethod
    {
        [Function("Method")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "ge t")] HttpRequest request) => Results.Ok();
    }

    public static class Unbindable
    {
        [Function("WithLogger")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, ILogger log) => Results.Ok();
    }

    public static class NotInTheRoute
    {
        [Function("WithName")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "n/{id}")] HttpRequest request, string name) => Results.Ok();
    }

    public static class NotParsable
    {
        [Function("WithVersion")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v/{version}")] HttpRequest request, Version[] version) => Results.Ok();
    }

    public static class OtherHub
    {
        [Function("WithHub")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [DurableClient(TaskHub = "other")] DurableTaskClient client) =>
            Results.Ok();
    }
}

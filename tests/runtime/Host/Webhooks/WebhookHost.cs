using System.Text;
using System.Text.Json;
using Asan.Tests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Tests.Webhooks;

/// <summary>One host with orchestrations of every kind of end, for the tests of a class.</summary>
public sealed class WebhookHost(Postgres postgres) : IAsyncLifetime
{
    public const string SystemKey = "a+system key";

    public const string Prefix = "/runtime/webhooks/durabletask";

    int ids;

    internal TestHost Host { get; private set; } = null!;

    internal string Connection { get; private set; } = "";

    internal DurableTaskClient Client => Host.Host.Services.GetRequiredService<DurableTaskClient>();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Connection = await postgres.CreateAsync();
        Host = await TestHost.StartAsync(new TestHost.Setup(typeof(Tasks))
        {
            Settings =
            {
                ["Postgres:ConnectionString"] = Connection,
                ["Keys:System:durabletask_extension"] = SystemKey,
                ["Keys:System:another_extension"] = "another-key",
            },
        });
    }

    public string NewId() => $"instance {Interlocked.Increment(ref ids)}/é";

    /// <summary>Asks a route below the prefix, with the system key.</summary>
    public Task<Answer> AskAsync(string method, string route, string? json = null, string? token = null) =>
        AskAsync(method, route, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), token);

    public async Task<Answer> AskAsync(string method, string route, HttpContent? content, string? token = null, string? key = SystemKey)
    {
        using var request = new HttpRequestMessage(new(method), Prefix + route) { Content = content };
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        if (token is not null)
            request.Headers.Add("x-ms-continuation-token", token);
        using var answer = await Host.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return new(
            (int)answer.StatusCode,
            text.Length == 0 ? default : JsonDocument.Parse(text).RootElement,
            answer.Headers.Location?.AbsoluteUri,
            answer.Headers.RetryAfter?.ToString(),
            answer.Headers.TryGetValues("x-ms-continuation-token", out var next) ? next.Single() : null);
    }

    /// <summary>An instance that has come to this: Running, Suspended, Completed, Failed, Terminated, or Pending.</summary>
    public async Task<string> InstanceAsync(string status, object? input = null)
    {
        var name = status switch { "Completed" => "Echo", "Failed" => "Fail", _ => "Wait" };
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(
            name, input, new StartOrchestrationOptions(NewId(), status == "Pending" ? DateTimeOffset.UtcNow.AddDays(1) : null), Ct);
        if (status is "Completed" or "Failed")
            await Client.WaitForInstanceCompletionAsync(id, Ct);
        else if (status != "Pending")
            await Client.WaitForInstanceStartAsync(id, Ct);
        if (status == "Terminated")
        {
            await Client.TerminateInstanceAsync(id, "for the test", Ct);
            await Client.WaitForInstanceCompletionAsync(id, Ct);
        }
        else if (status == "Suspended")
        {
            await Client.SuspendInstanceAsync(id, "for the test", Ct);
            await UntilAsync(id, "Suspended");
        }

        return id;
    }

    public async Task UntilAsync(string id, string status)
    {
        while ((await Client.GetInstanceAsync(id, Ct))!.RuntimeStatus.ToString() != status)
            await Task.Delay(10, Ct);
    }

    public static string Of(string id, string operation = "") => $"/instances/{Uri.EscapeDataString(id)}{operation}";

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public sealed record Answer(int Status, JsonElement Body, string? Location, string? RetryAfter, string? ContinuationToken)
    {
        public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    public static class Tasks
    {
        static int failures;

        [Function("Echo")]
        public static Task<JsonElement?> EchoAsync([OrchestrationTrigger] TaskOrchestrationContext context, JsonElement? input) => Task.FromResult(input);

        [Function("Fail")]
        public static Task FailAsync([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("as asked");

        [Function("Wait")]
        public static Task<string> WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus(new { Waiting = true });
            return context.WaitForExternalEvent<string>("go");
        }

        [Function("FailOnce")]
        public static async Task<string> FailOnceAsync([OrchestrationTrigger] TaskOrchestrationContext context, string input)
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(1), CancellationToken.None);
            return await context.CallActivityAsync<string>("Try", input);
        }

        [Function("Try")]
        public static string Try([ActivityTrigger] string input) =>
            Interlocked.Increment(ref failures) == 1 ? throw new InvalidOperationException("the first time") : $"{input} done";

        [Function("Version")]
        public static Task<string> VersionAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(context.Version);
    }
}

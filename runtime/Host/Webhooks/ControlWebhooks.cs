using Asan.Runtime.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Steers instances that run, and brings failed ones back.</summary>
sealed class ControlWebhooks(DurableTaskClient client, InstanceReader instances, DurableEngineOptions engine)
{
    public async Task RaiseEventAsync(HttpContext http)
    {
        var id = http.Part("instanceId");
        if (!http.Request.HasJsonContentType())
            throw WebhookProblems.NotJson("An event's content type is application/json.");

        using var payload = await http.BodyAsync(engine);
        await instances.RequireRunningAsync(id, http.RequestAborted);
        await client.RaiseEventAsync(id, http.Part("eventName"), payload?.RootElement, http.RequestAborted);
        Accept(http);
    }

    public Task TerminateAsync(HttpContext http) => TellAsync(http, (id, reason, ct) => client.TerminateInstanceAsync(id, reason, ct));

    public Task SuspendAsync(HttpContext http) => TellAsync(http, client.SuspendInstanceAsync);

    public Task ResumeAsync(HttpContext http) => TellAsync(http, client.ResumeInstanceAsync);

    public async Task RewindAsync(HttpContext http)
    {
        var id = http.Part("instanceId");
        var found = await instances.RequireAsync(id, withPayloads: false, http.RequestAborted);
        if (found.RuntimeStatus != OrchestrationRuntimeStatus.Failed)
            throw WebhookProblems.NotFailed(found.RuntimeStatus);

        try
        {
            await client.RewindInstanceAsync(id, http.Text("reason") ?? "", http.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            // It was failed a moment ago: somebody else has rewound or restarted it since.
            throw WebhookProblems.NotFailed((await instances.RequireAsync(id, withPayloads: false, http.RequestAborted)).RuntimeStatus);
        }

        Accept(http);
    }

    async Task TellAsync(HttpContext http, Func<string, string?, CancellationToken, Task> tell)
    {
        var id = http.Part("instanceId");
        await instances.RequireRunningAsync(id, http.RequestAborted);
        await tell(id, http.Text("reason"), http.RequestAborted);
        Accept(http);
    }

    static void Accept(HttpContext http) => http.Response.StatusCode = StatusCodes.Status202Accepted;
}

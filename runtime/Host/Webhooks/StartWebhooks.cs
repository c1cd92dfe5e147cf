using Asan.Runtime.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Starts orchestrations, anew or once more, and waits for their end where the caller asks for it.</summary>
sealed class StartWebhooks(
    DurableTaskClient client, IOptions<DurableTaskRegistry> tasks, DurableEngineOptions engine, ManagementAddresses addresses, StatusWebhooks status)
{
    public async Task StartAsync(HttpContext http)
    {
        var name = http.Part("functionName");
        if (!tasks.Value.GetOrchestrators().Any(known => known.Key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw WebhookProblems.UnknownOrchestrator();

        var patience = http.Patience();
        using var input = await http.BodyAsync(engine);
        var options = new StartOrchestrationOptions(http.Request.RouteValues.ContainsKey("instanceId") ? http.Part("instanceId") : null)
        {
            Version = http.Text("version") is { } version ? new TaskVersion(version) : null,
        };
        var id = await OrConflictAsync(() =>
            client.ScheduleNewOrchestrationInstanceAsync(name, input?.RootElement, options, http.RequestAborted));
        await AnswerAsync(http, id, patience);
    }

    public async Task RestartAsync(HttpContext http)
    {
        var (anew, patience) = (http.Flag("restartWithNewInstanceId", true), http.Patience());
        var id = await OrConflictAsync(() => client.RestartAsync(http.Part("instanceId"), anew, http.RequestAborted));
        await AnswerAsync(http, id, patience);
    }

    static async Task<string> OrConflictAsync(Func<Task<string>> start)
    {
        try
        {
            return await start();
        }
        catch (OrchestrationAlreadyExistsException)
        {
            throw WebhookProblems.Exists();
        }
    }

    async Task AnswerAsync(HttpContext http, string id, TimeSpan? patience)
    {
        if (patience is { } atMost && await EndAsync(id, atMost, http.RequestAborted) is { } ended)
        {
            await status.AnswerEndAsync(http, ended);
            return;
        }

        var payload = addresses.Of(http, id);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.Location = payload.StatusQueryGetUri;
        http.Response.Headers.RetryAfter = "10";
        await http.Response.WriteAsJsonAsync(payload, http.RequestAborted);
    }

    async Task<OrchestrationMetadata?> EndAsync(string id, TimeSpan atMost, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(atMost);
        try
        {
            return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }
}

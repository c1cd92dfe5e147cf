using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Forgets finished instances.</summary>
sealed class PurgeWebhooks(DurableTaskClient client, InstanceReader instances, TimeProvider time)
{
    public async Task OneAsync(HttpContext http)
    {
        var id = http.Part("instanceId");
        var found = await instances.RequireAsync(id, withPayloads: false, http.RequestAborted);
        if (!found.IsCompleted)
            throw WebhookProblems.NotFinished(found.RuntimeStatus);

        try
        {
            var purged = await client.PurgeInstanceAsync(id, http.RequestAborted);
            await AnswerAsync(http, purged.PurgedInstanceCount, WebhookProblems.UnknownInstance);
        }
        catch (InvalidOperationException)
        {
            // It was finished a moment ago: somebody has started it again since.
            throw WebhookProblems.NotFinished(OrchestrationRuntimeStatus.Running);
        }
    }

    public async Task ManyAsync(HttpContext http)
    {
        var from = http.Instant("createdTimeFrom") ?? throw WebhookProblems.Parameter("createdTimeFrom", "createdTimeFrom is required.");
        var filter = new PurgeInstancesFilter(from, http.Instant("createdTimeTo") ?? time.GetUtcNow(), http.Statuses());
        var purged = await client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        await AnswerAsync(http, purged.PurgedInstanceCount, WebhookProblems.NothingToPurge);
    }

    static Task AnswerAsync(HttpContext http, int purged, Func<Exception> none) =>
        purged > 0 ? http.Response.WriteAsJsonAsync(new { instancesDeleted = purged }, http.RequestAborted) : throw none();
}

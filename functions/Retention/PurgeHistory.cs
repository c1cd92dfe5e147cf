using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using FromBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Asan.Functions.Retention;

/// <summary>
/// Keeps the durable history from growing for ever. Declared by attribute, not as task classes: the official host wants at least one durable
/// trigger that it can see without running the application.
/// </summary>
public static class PurgeHistory
{
    /// <summary>POST /api/history/purges: starts <see cref="ForgetEndedAsync"/>, answers 202 with where to look.</summary>
    [Function("StartPurge")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "history/purges")] HttpRequest request,
        [FromBody] PurgeRequest purge,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (purge.OlderThanDays is < 1 or > 3650)
            return Problems.Invalid("/olderThanDays", "olderThanDays is a number of days from 1 to 3650.");

        var id = await client.ScheduleNewOrchestrationInstanceAsync("ForgetEnded", purge, cancellationToken);
        request.HttpContext.Response.Headers.RetryAfter = "5";
        return Results.Accepted($"/api/history/purges/{id}", new PurgeStatus(id, nameof(OrchestrationRuntimeStatus.Pending), null));
    }

    /// <summary>GET /api/history/purges/{id}.</summary>
    [Function("GetPurge")]
    public static async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "history/purges/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var run = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken);
        if (run is not { Name: "ForgetEnded" })
            return Problems.Unknown("There is no purge of this id.");

        int? purged = run.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? run.ReadOutputAs<int>() : null;
        return Results.Ok(new PurgeStatus(id, run.RuntimeStatus.ToString(), purged));
    }

    [Function("ForgetEnded")]
    public static Task<int> ForgetEndedAsync([OrchestrationTrigger] TaskOrchestrationContext context, PurgeRequest request) =>
        context.CallActivityAsync<int>("PurgeEnded", context.CurrentUtcDateTime.AddDays(-request.OlderThanDays));

    /// <summary>Removes instances that had ended and began before this moment; running ones stay whatever their age.</summary>
    [Function("PurgeEnded")]
    public static async Task<int> PurgeEndedAsync([ActivityTrigger] DateTime before, [DurableClient] DurableTaskClient client)
    {
        var ended = new PurgeInstancesFilter(
            CreatedTo: new DateTimeOffset(before, TimeSpan.Zero),
            Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        var result = await client.PurgeAllInstancesAsync(ended);
        return result.PurgedInstanceCount;
    }
}

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

    /// <summary>Removes instances that had ended before this moment; running ones stay whatever their age, and so does what ran long and ended since.</summary>
    [Function("PurgeEnded")]
    public static async Task<int> PurgeEndedAsync([ActivityTrigger] DateTime before, [DurableClient] DurableTaskClient client)
    {
        // A purge by filter knows when instances began, not when they ended. Nothing is written to one that has ended: its last update is its end.
        var moment = new DateTimeOffset(before, TimeSpan.Zero);
        var begun = client.GetAllInstancesAsync(new OrchestrationQuery(
            CreatedTo: moment,
            Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            PageSize: 1_000));

        var purged = 0;
        await Parallel.ForEachAsync(begun.Where(run => run.LastUpdatedAt <= moment), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (run, cancellationToken) =>
        {
            try
            {
                var result = await client.PurgeInstanceAsync(run.InstanceId, cancellationToken);
                Interlocked.Add(ref purged, result.PurgedInstanceCount);
            }
            catch (InvalidOperationException)
            {
                // Its id was begun again since it was found: there is nothing old left of it.
            }
        });
        return purged;
    }
}

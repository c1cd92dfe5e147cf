using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Bench.Host;

/// <summary>What our side serves: as little as a function can do, and as little as an orchestration can.</summary>
public static class Functions
{
    public const string Key = "a-key-of-the-benchmark";

    [Function("Empty")]
    public static IResult Empty([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "empty")] HttpRequest request) => Results.Ok();

    [Function("Keyed")]
    public static IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => Results.Ok();

    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Nothing", cancellationToken);
        var payload = client.CreateHttpManagementPayload(id);
        return Results.Accepted(payload.StatusQueryGetUri, payload);
    }

    [Function("Nothing")]
    public static Task NothingAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Task.CompletedTask;
}

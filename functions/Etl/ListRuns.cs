using Asan.Workflows.Etl.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Etl;

/// <summary>GET /api/etl/runs: the loads, the newest first.</summary>
public sealed class ListRuns(RunReader reader)
{
    [Function(nameof(ListRuns))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "etl/runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(request, out var paging, out var problem))
            return problem!;

        var page = await reader.ListAsync(paging.Behind, paging.Size, cancellationToken);
        return Results.Ok(new Listing<RunSummary>(page.Value, Links.Next(request, paging, page.Next)));
    }
}

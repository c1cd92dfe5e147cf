using Asan.Workflows.Etl.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Etl;

/// <summary>GET /api/etl/runs/{id}/rejects: the rows that were left out, where they stand and why.</summary>
public sealed class ListRejects(RunReader reader)
{
    [Function(nameof(ListRejects))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "etl/runs/{id}/rejects")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(request, out var paging, out var problem))
            return problem!;

        return await reader.RejectsAsync(id, paging.Behind, paging.Size, cancellationToken) is { } page
            ? Results.Ok(new Listing<RunReject>(page.Value, Links.Next(request, paging, page.Next)))
            : RunAnswer.Unknown();
    }
}

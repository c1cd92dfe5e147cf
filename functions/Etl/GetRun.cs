using Asan.Workflows.Etl.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Etl;

/// <summary>GET /api/etl/runs/{id}: how a load stands. Always 200; the status says whether it has ended, and how.</summary>
public sealed class GetRun(RunReader reader, LoadStarter starter)
{
    [Function(nameof(GetRun))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "etl/runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } run)
            return RunAnswer.Unknown();

        // Nobody should wait for a load whose orchestration was ended by somebody else.
        if (!run.HasEnded && await starter.SettleAsync(client, id, cancellationToken))
            run = (await reader.FindAsync(id, cancellationToken))!;
        return RunAnswer.Monitor(request, run);
    }
}

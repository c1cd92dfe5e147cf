using Asan.Workflows.Etl.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using FromBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Asan.Functions.Etl;

/// <summary>POST /api/etl/runs: starts <see cref="Workflows.Etl.LoadCdm"/>, answers 202 with where to look. One load at a time.</summary>
public sealed class StartLoad(LoadOrderCheck check, LoadStarter starter, RunStore runs, RunReader reader)
{
    [Function(nameof(StartLoad))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "etl/runs")] HttpRequest request,
        [FromBody] LoadOrder order,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out var key))
            return IdempotencyKey.Malformed();

        // A request that was taken stays taken, even if its folder has been cleared away since.
        var known = key is not null && await runs.KnowsAsync(key, cancellationToken);
        if (await check.RefuseAsync(order, mustExist: !known, cancellationToken) is { } refusal)
            return refusal;

        var start = new RunStart(Guid.CreateVersion7().ToString("N"), order.Source!, order.Location!.TrimEnd('/'), order.Vocabulary?.TrimEnd('/'), key);
        return await starter.StartAsync(client, start, cancellationToken) switch
        {
            RunStarted.Taken taken => RunAnswer.Accepted(request, (await reader.FindAsync(taken.Id, cancellationToken))!),
            RunStarted.Busy busy => RunAnswer.Busy(request, busy.Id),
            _ => IdempotencyKey.Reused(),
        };
    }
}

using Asan.Workflows.Etl.Batches;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Etl;

/// <summary>Looks for a complete batch that waits to be loaded: one that was dropped during another load, or while nobody listened.</summary>
public sealed class LookForBatches(BatchStarter batches)
{
    [Function(nameof(LookForBatches))]
    public Task RunAsync([TimerTrigger("%Etl:Schedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        batches.StartNextAsync(client, cancellationToken);
}

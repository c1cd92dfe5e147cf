using Asan.Workflows.Etl.Batches;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Etl;

/// <summary>A folder of the container <c>sources</c> is complete: starts <see cref="Workflows.Etl.LoadCdm"/>, or leaves it to <see cref="LookForBatches"/> while another load runs.</summary>
public sealed class LoadDropped(BatchStarter batches)
{
    [Function(nameof(LoadDropped))]
    public Task RunAsync(
        [BlobTrigger($"sources/{{batch}}/{Batch.CompleteMark}")] Stream mark, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        batches.StartNextAsync(client, cancellationToken);
}

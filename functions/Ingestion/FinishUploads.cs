using Asan.Workflows.Ingestion;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>Every half minute: takes up uploads that a host left when it died.</summary>
public sealed class FinishUploads(UnfinishedUploads unfinished)
{
    [Function(nameof(FinishUploads))]
    public Task RunAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        unfinished.FinishAsync(client, cancellationToken);
}

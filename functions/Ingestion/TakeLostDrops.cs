using Asan.Workflows.Ingestion;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>When <c>%Ingestion:LookForDrops%</c> says, every ten minutes without it: takes dropped files that no trigger brought in.</summary>
public sealed class TakeLostDrops(DroppedFiles drops)
{
    [Function(nameof(TakeLostDrops))]
    public Task RunAsync([TimerTrigger("%Ingestion:LookForDrops%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        drops.TakeLostAsync(client, cancellationToken);
}

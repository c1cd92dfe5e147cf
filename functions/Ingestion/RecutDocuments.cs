using Asan.Workflows.Ingestion;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>Every five minutes: has some of the documents that an older release cut into chunks read again.</summary>
public sealed class RecutDocuments(OutdatedDocuments outdated)
{
    [Function(nameof(RecutDocuments))]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        outdated.RecutAsync(client, cancellationToken);
}

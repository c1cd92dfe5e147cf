using Asan.Workflows.Ingestion.Uploads;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Publishing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>
/// Documents that an older release cut into chunks are read and cut again from the same files: searchers see the old chunks until the new ones take their
/// place. What cannot be read again (its password is forgotten, its file was taken away) keeps the old ones.
/// </summary>
public sealed class OutdatedDocuments(DocumentStore documents, UploadStore uploads, ILogger<OutdatedDocuments> log)
{
    const int AtOnce = 200;
    const int Page = 100;
    const int LookedAt = 1_000;

    static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    // Where the last look of this host ended: many that cannot be read again must not be asked for each time.
    string after = "";

    /// <summary>Has some of them read again, going on where the last call ended. Each is tried once for each way of cutting.</summary>
    /// <returns>How many were begun.</returns>
    public async Task<int> RecutAsync(DurableTaskClient client, CancellationToken ct)
    {
        var begun = 0;
        for (var looked = 0; looked < LookedAt && begun < AtOnce; looked += Page)
        {
            var found = await documents.OutdatedAsync(after, Page, ct);
            foreach (var document in found)
                begun += await BeginAsync(client, document, ct) ? 1 : 0;
            after = found.Count < Page ? "" : found[^1].DocumentId;
            if (after.Length == 0)
                break;
        }

        if (begun > 0)
            log.DocumentsRecut(begun);
        return begun;
    }

    async Task<bool> BeginAsync(DurableTaskClient client, OutdatedDocument document, CancellationToken ct)
    {
        if (await uploads.OfSequenceAsync(document.Sequence, ct) is not { } upload)
            return false;
        var id = $"recut-{upload:N}-{DocumentChunker.Version}";
        if (await client.GetInstanceAsync(id, ct) is not null)
            return false;

        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(IngestDocument), new IngestRequest(upload), new StartOrchestrationOptions(id).WithDedupeStatuses(Any), ct);
        return true;
    }
}

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

    static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    /// <summary>Has some of them read again. Each is tried once for each way of cutting.</summary>
    /// <returns>How many were begun.</returns>
    public async Task<int> RecutAsync(DurableTaskClient client, CancellationToken ct)
    {
        var begun = 0;
        for (var after = ""; begun < AtOnce;)
        {
            var found = await documents.OutdatedAsync(after, Page, ct);
            foreach (var document in found)
                begun += await BeginAsync(client, document, ct) ? 1 : 0;
            if (found.Count < Page)
                break;
            after = found[^1].DocumentId;
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

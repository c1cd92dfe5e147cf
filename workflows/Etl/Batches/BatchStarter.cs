using Asan.Workflows.Etl.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Etl.Batches;

/// <summary>
/// Starts the loads of complete batches, the first completed first, one at a time: each publishes a CDM, and the last one completed is to be the one
/// that stays. A batch whose load has ended is done, well or not; to load it again its mark is written again.
/// </summary>
public sealed class BatchStarter(BatchFinder batches, LoadStarter starter, RunStore runs, ILogger<BatchStarter> log)
{
    const string Source = "synthea";

    /// <summary>Starts the next batch that waits. Called twice for one batch, at once or later, it starts one load.</summary>
    /// <returns>What became of it; null when no batch waits.</returns>
    public async Task<RunStarted?> StartNextAsync(DurableTaskClient client, CancellationToken ct)
    {
        var found = await batches.FindAsync(ct);
        var ended = await runs.EndedAsync([.. found.Select(batch => batch.RunId)], ct);
        if (found.FirstOrDefault(batch => !ended.Contains(batch.RunId)) is not { } next)
            return null;

        var vocabulary = await batches.VocabularyOfAsync(next, ct);
        var started = await starter.StartAsync(client, new(next.RunId, Source, next.Folder, vocabulary, next.RunId), ct);
        if (started is RunStarted.Busy busy)
            log.BatchWaits(next.RunId, busy.Id);
        else
            log.BatchLoads(next.RunId);
        return started;
    }
}

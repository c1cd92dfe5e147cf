using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>
/// Starts workflows for uploads, and finds those that nobody works at: a host may die between an upload's row and its workflow, and a workflow may be
/// terminated or purged.
/// </summary>
public sealed class UnfinishedUploads(UploadStore uploads, UploadFiles files, IngestionOptions options, ILogger<UnfinishedUploads> log)
{
    const int AtOnce = 500;

    /// <summary>Starts the ingestion of an upload, unless it is under way or over.</summary>
    public static Task<bool> IngestAsync(DurableTaskClient client, Guid upload, CancellationToken ct) =>
        StartAsync(client, nameof(IngestDocument), IngestDocument.InstanceOf(upload), new IngestRequest(upload), ct);

    /// <summary>Starts to take away the files of deleted uploads.</summary>
    public static async Task RemoveAsync(DurableTaskClient client, IReadOnlyList<Guid> removed, CancellationToken ct)
    {
        if (removed.Count > 0)
            await StartAsync(client, nameof(RemoveDocument), $"remove-{removed[0]:N}", new RemovalRequest(removed), ct);
    }

    /// <summary>Takes up what was left. Safe on any number of hosts at once.</summary>
    public async Task FinishAsync(DurableTaskClient client, CancellationToken ct)
    {
        var (begun, removed, forgotten) = (0, 0, 0);
        foreach (var upload in await uploads.LeftAsync(options.IdleTime, options.ReceiveTime, AtOnce, ct))
            switch (upload.Status)
            {
                case UploadStatus.Removed:
                    removed += await StartAsync(client, nameof(RemoveDocument), $"remove-{upload.Id:N}", new RemovalRequest([upload.Id]), ct) ? 1 : 0;
                    break;
                case UploadStatus.Receiving:
                    await files.RemovePostedAsync(upload, ct);
                    await uploads.ForgetAsync(upload.Id, ct);
                    forgotten++;
                    break;
                case UploadStatus.Accepted or UploadStatus.Reading:
                    begun += await IngestAsync(client, upload.Id, ct) ? 1 : 0;
                    break;
            }

        if (begun + removed + forgotten > 0)
            log.UploadsFinished(begun, removed, forgotten);
    }

    // An instance that ended without ending the upload is begun anew; one that runs is left alone.
    static async Task<bool> StartAsync(DurableTaskClient client, string name, string id, object input, CancellationToken ct)
    {
        if (await client.GetInstanceAsync(id, ct) is { IsCompleted: false })
            return false;

        var options = new StartOrchestrationOptions(id).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(name, input, options, ct);
            return true;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // Begun twice at once: the other one was quicker. Each runtime says so with an exception of its own.
            if (await client.GetInstanceAsync(id, ct) is null)
                throw;
            return false;
        }
    }
}

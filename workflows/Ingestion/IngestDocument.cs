using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask;

namespace Asan.Workflows.Ingestion;

/// <summary>
/// Makes an upload what searchers see of its document: it is sniffed, parsed, cut, indexed and shown in one step. What cannot be read is set aside
/// with the reason. Then what it replaced goes.
/// </summary>
[DurableTask(nameof(IngestDocument))]
public sealed class IngestDocument : TaskOrchestrator<IngestRequest, IngestResult>
{
    // For a database, a store or a worker in trouble. That a file cannot be read is a result, and never tried again.
    static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(2)));

    /// <summary>The instance that ingests an upload: asked for twice, it runs once.</summary>
    public static string InstanceOf(Guid uploadId) => $"ingest-{uploadId:N}";

    public override async Task<IngestResult> RunAsync(TaskOrchestrationContext context, IngestRequest input)
    {
        var result = await PublishAsync(context, input);

        if (result.Status == UploadStatus.Failed)
            await context.CallActivityAsync(nameof(SetUploadAside), new FailedUpload(input.UploadId, result.Code!, result.Reason!), Retry);
        else
            await context.CallActivityAsync(nameof(CloseUpload), new ClosedUpload(input.UploadId, result.Status), Retry);

        return result;
    }

    static async Task<IngestResult> PublishAsync(TaskOrchestrationContext context, IngestRequest input)
    {
        try
        {
            return await context.CallActivityAsync<IngestResult>(nameof(PublishUpload), input, Retry);
        }
        catch (TaskFailedException failure)
        {
            return new(UploadStatus.Failed, "ingestion-failed", IngestionFailures.Describe(failure.FailureDetails));
        }
    }
}

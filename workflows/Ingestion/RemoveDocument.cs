using Microsoft.DurableTask;

namespace Asan.Workflows.Ingestion;

/// <summary>Takes away the files of a document that was deleted; searchers have not seen it since it was.</summary>
[DurableTask(nameof(RemoveDocument))]
public sealed class RemoveDocument : TaskOrchestrator<RemovalRequest, int>
{
    static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <returns>How many uploads it took away.</returns>
    public override async Task<int> RunAsync(TaskOrchestrationContext context, RemovalRequest input)
    {
        foreach (var upload in input.UploadIds)
            await context.CallActivityAsync(nameof(RemoveUpload), new IngestRequest(upload), Retry);
        return input.UploadIds.Count;
    }
}

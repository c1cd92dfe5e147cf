using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask;

namespace Asan.Workflows.Ingestion;

/// <summary>Takes away every file of an upload that was deleted with its document, and then its row. Run again, it finds nothing.</summary>
[DurableTask(nameof(RemoveUpload))]
public sealed class RemoveUpload(UploadStore uploads, UploadFiles files) : TaskActivity<IngestRequest, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, IngestRequest input)
    {
        await using var turn = await uploads.TakeTurnAsync(input.UploadId, CancellationToken.None);
        if (turn is not { Upload.Status: UploadStatus.Removed })
            return false;

        await files.RemoveAsync(turn.Upload, CancellationToken.None);
        await turn.ForgetAsync(input.UploadId, CancellationToken.None);
        await turn.CommitAsync(CancellationToken.None);
        return true;
    }
}

using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>Moves a file that cannot be read into <c>documents-failed</c>, writes the problem beside it, and says so. Run again, it does what is left to do.</summary>
[DurableTask(nameof(SetUploadAside))]
public sealed class SetUploadAside(UploadStore uploads, UploadFiles files, ILogger<SetUploadAside> log) : TaskActivity<FailedUpload, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, FailedUpload input)
    {
        await using var turn = await uploads.TakeTurnAsync(input.UploadId, CancellationToken.None);
        // Of a published one the file was only read again, to be cut anew: what searchers see stays.
        if (turn is null or { Upload.Status: UploadStatus.Removed or UploadStatus.Failed or UploadStatus.Published })
            return false;

        var failed = await files.SetAsideAsync(turn.Upload, input, CancellationToken.None);
        await turn.EndAsync(UploadStatus.Failed, input.Code, input.Reason, failed, CancellationToken.None);
        await turn.CommitAsync(CancellationToken.None);
        log.UploadFailed(input.UploadId, input.Code);
        return true;
    }
}

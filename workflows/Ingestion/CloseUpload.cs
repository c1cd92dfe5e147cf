using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask;

namespace Asan.Workflows.Ingestion;

/// <summary>An upload is over: says so, and takes away the earlier ones that nobody will ask for any more, with their files.</summary>
[DurableTask(nameof(CloseUpload))]
public sealed class CloseUpload(UploadStore uploads, UploadFiles files) : TaskActivity<ClosedUpload, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, ClosedUpload input)
    {
        await using var turn = await uploads.TakeTurnAsync(input.UploadId, CancellationToken.None);
        // Its document was deleted meanwhile: whoever deleted it takes the files.
        if (turn is null or { Upload.Status: UploadStatus.Removed })
            return false;

        await turn.EndAsync(input.Status, null, null, null, CancellationToken.None);
        if (input.Status == UploadStatus.Superseded)
            await files.RemovePostedAsync(turn.Upload, CancellationToken.None);
        foreach (var replaced in await turn.ReplacedAsync(CancellationToken.None))
        {
            await files.RemovePostedAsync(replaced, CancellationToken.None);
            await turn.ForgetAsync(replaced.Id, CancellationToken.None);
        }

        await turn.CommitAsync(CancellationToken.None);
        return true;
    }
}

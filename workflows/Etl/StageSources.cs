using Asan.Runtime.Blobs;
using Asan.Workflows.Blobs;
using Asan.Workflows.Etl.Sources;
using Asan.Workflows.Etl.Staging;
using Microsoft.DurableTask;

namespace Asan.Workflows.Etl;

/// <summary>Step 1: the source's files into <c>staging</c>.</summary>
[DurableTask(nameof(StageSources))]
public sealed class StageSources(BlobStore blobs, SourceStaging staging) : TaskActivity<StepRequest, StepReport>
{
    public override async Task<StepReport> RunAsync(TaskActivityContext context, StepRequest input)
    {
        if (BlobNames.Refusal(input.Load.Location) is { } reason)
            throw new LoadRefusedException($"The location is refused: {reason}.");
        if (await SourceFiles.FindFolderAsync(blobs.Sources, input.Load.Location, CancellationToken.None) is not { } files)
            throw new LoadRefusedException($"The container '{blobs.Sources.Name}' has no folder {input.Load.Location}.");

        return await staging.StageAsync(input.Load.RunId, files, CancellationToken.None);
    }
}

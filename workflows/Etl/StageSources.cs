using Asan.Workflows.Blobs;
using Asan.Workflows.Etl.Staging;
using Microsoft.DurableTask;

namespace Asan.Workflows.Etl;

/// <summary>Step 1: the source's files into <c>staging</c>.</summary>
[DurableTask(nameof(StageSources))]
public sealed class StageSources(BlobStore blobs, SourceStaging staging) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest input)
    {
        var folder = blobs.Sources.Locate(input.Load.Location);
        if (folder.Path is null)
            throw new LoadRefusedException($"The location is refused: {folder.Refusal}.");
        if (!Directory.Exists(folder.Path))
            throw new LoadRefusedException($"The container '{blobs.Sources.Name}' has no folder {input.Load.Location}.");

        return staging.StageAsync(input.Load.RunId, blobs.Sources.Files(folder.Path), CancellationToken.None);
    }
}

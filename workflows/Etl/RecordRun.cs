using Asan.Workflows.Etl.Runs;
using Microsoft.DurableTask;

namespace Asan.Workflows.Etl;

/// <summary>Writes down that a run began or ended.</summary>
[DurableTask(nameof(RecordRun))]
public sealed class RecordRun(RunLog log) : TaskActivity<RunRecord, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, RunRecord input)
    {
        if (input.HasEnded)
            await log.EndAsync(input.RunId, input.At, input.Error, CancellationToken.None);
        else
            await log.BeginAsync(input.RunId, input.Build, LoadCdm.Steps, input.At, CancellationToken.None);
        return true;
    }
}

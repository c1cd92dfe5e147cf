using Asan.Workflows.Etl.Runs;
using Microsoft.DurableTask;

namespace Asan.Workflows.Etl;

/// <summary>Writes down where a step stands.</summary>
[DurableTask(nameof(RecordStep))]
public sealed class RecordStep(RunLog log) : TaskActivity<StepRecord, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, StepRecord input)
    {
        await log.StepAsync(input, CancellationToken.None);
        return true;
    }
}

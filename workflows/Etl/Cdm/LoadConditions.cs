using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 6: condition_occurrence.</summary>
[DurableTask(nameof(LoadConditions))]
public sealed class LoadConditions(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadConditions), request, after: [nameof(LoadVisits)], step =>
            step.FillEventsAsync("condition_occurrence", "Condition", "conditions"));
}

using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 10: observation, allergies among them.</summary>
[DurableTask(nameof(LoadObservations))]
public sealed class LoadObservations(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadObservations), request, after: [nameof(LoadVisits)], step =>
            step.FillEventsAsync("observation", "Observation", "observations", "allergies"));
}

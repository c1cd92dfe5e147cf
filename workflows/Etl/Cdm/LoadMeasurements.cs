using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 9: measurement. No file implies it: rows come here by their target's domain.</summary>
[DurableTask(nameof(LoadMeasurements))]
public sealed class LoadMeasurements(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadMeasurements), request, after: [nameof(LoadVisits)], step =>
            step.FillEventsAsync("measurement", "Measurement"));
}

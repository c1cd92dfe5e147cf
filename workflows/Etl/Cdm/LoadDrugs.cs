using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 7: drug_exposure, from prescriptions and immunizations.</summary>
[DurableTask(nameof(LoadDrugs))]
public sealed class LoadDrugs(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadDrugs), request, after: [nameof(LoadVisits)], step =>
            step.FillEventsAsync("drug_exposure", "Drug", "medications", "immunizations"));
}

using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 12: condition_era and drug_era.</summary>
[DurableTask(nameof(LoadEras))]
public sealed class LoadEras(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadEras), request, after: [nameof(LoadConditions), nameof(LoadDrugs)], async step =>
        {
            await step.FillAsync("condition_era");
            await step.FillAsync("drug_era");
        });
}

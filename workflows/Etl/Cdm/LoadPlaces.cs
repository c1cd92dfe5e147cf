using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 3: begins a new <c>cdm_next</c> and fills location, care_site and provider.</summary>
[DurableTask(nameof(LoadPlaces))]
public sealed class LoadPlaces(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadPlaces), request, after: [], async step =>
        {
            await step.CreateSchemaAsync();
            await step.FillAsync("location");
            await step.FillAsync("care_site");
            await step.FillAsync("provider");
        });
}

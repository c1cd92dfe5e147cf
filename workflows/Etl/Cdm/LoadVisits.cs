using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 5: visit_occurrence and visit_detail, and which encounters are known from here on.</summary>
[DurableTask(nameof(LoadVisits))]
public sealed class LoadVisits(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadVisits), request, after: [nameof(LoadPersons)], async step =>
        {
            await step.ExecuteAsync("TRUNCATE staging.known_encounter, staging.cost_line");
            await step.PrepareAsync("encounter", step.Run);
            await step.ExecuteAsync("ANALYZE staging.known_encounter");
            await step.FillAsync("visit_occurrence");
            await step.FillAsync("visit_detail");
        });
}

using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 4: person, and which patients are known from here on.</summary>
[DurableTask(nameof(LoadPersons))]
public sealed class LoadPersons(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadPersons), request, after: [nameof(LoadPlaces)], async step =>
        {
            await step.ExecuteAsync("TRUNCATE staging.known_person");
            await step.FillAsync("person", step.Run);
            await step.ExecuteAsync("ANALYZE staging.known_person");
        });
}

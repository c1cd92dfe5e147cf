using Asan.Workflows.Postgres;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 11: death, observation_period, payer_plan_period and cost.</summary>
[DurableTask(nameof(LoadPeriodsAndCosts))]
public sealed class LoadPeriodsAndCosts(CdmBuild build, IOptions<CdmOptions> options) : TaskActivity<StepRequest, StepReport>
{
    static readonly string[] Events =
        [nameof(LoadConditions), nameof(LoadDrugs), nameof(LoadProceduresAndDevices), nameof(LoadMeasurements), nameof(LoadObservations)];

    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadPeriodsAndCosts), request, after: Events, async step =>
        {
            await step.FillAsync("death");
            await step.FillAsync("payer_plan_period", step.Run);
            await step.FillAsync("observation_period");
            await step.FillAsync("cost", Sql.Value(options.Value.CurrencyConceptId));
        });
}

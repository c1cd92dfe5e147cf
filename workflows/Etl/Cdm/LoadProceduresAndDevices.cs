using Microsoft.DurableTask;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>Step 8: procedure_occurrence and device_exposure.</summary>
[DurableTask(nameof(LoadProceduresAndDevices))]
public sealed class LoadProceduresAndDevices(CdmBuild build) : TaskActivity<StepRequest, StepReport>
{
    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(LoadProceduresAndDevices), request, after: [nameof(LoadVisits)], async step =>
        {
            await step.FillEventsAsync("procedure_occurrence", "Procedure", "procedures");
            await step.FillEventsAsync("device_exposure", "Device", "devices", "supplies");
        });
}

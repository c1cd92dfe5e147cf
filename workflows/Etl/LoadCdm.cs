using Asan.Workflows.Etl.Cdm;
using Microsoft.DurableTask;

namespace Asan.Workflows.Etl;

/// <summary>
/// Loads a source into the CDM in thirteen steps. Steps 1 to 12 build <c>cdm_next</c> beside the CDM in use, 6 to 10
/// side by side, then 11 and 12 likewise; the last one puts it in its place. A load that fails anywhere leaves the CDM as it was.
/// </summary>
[DurableTask(nameof(LoadCdm))]
public sealed class LoadCdm : TaskOrchestrator<LoadRequest, LoadResult>
{
    // Each one begins with staging; only a crash of the database server makes a second one necessary.
    const int MostBuilds = 3;

    /// <summary>The steps, in order: each is the activity of that name.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        nameof(StageSources), nameof(LoadVocabulary), nameof(LoadPlaces), nameof(LoadPersons), nameof(LoadVisits), nameof(LoadConditions), nameof(LoadDrugs),
        nameof(LoadProceduresAndDevices), nameof(LoadMeasurements), nameof(LoadObservations), nameof(LoadPeriodsAndCosts), nameof(LoadEras), nameof(PublishCdm),
    ];

    public override async Task<LoadResult> RunAsync(TaskOrchestrationContext context, LoadRequest input)
    {
        var steps = new LoadSteps(context, input);

        for (var build = 1; ; build++)
        {
            await steps.BeginAsync();
            await BuildAsync(steps);
            if (steps.Error is null || build == MostBuilds || !await steps.WasStagingLostAsync())
                break;
        }

        if (steps.Error is not null)
            await steps.DropUnpublishedAsync();

        await steps.EndAsync();
        return steps.Error is null ? new LoadResult(input.RunId) : throw new LoadFailedException(steps.Error);
    }

    static async Task BuildAsync(LoadSteps steps)
    {
        foreach (var number in Enumerable.Range(1, 5))
            await steps.RunAsync(number);

        await Task.WhenAll(Enumerable.Range(6, 5).Select(steps.RunAsync));

        // Neither reads what the other writes, and each keeps one processor of the database busy.
        await Task.WhenAll(steps.RunAsync(11), steps.RunAsync(12));

        await steps.RunAsync(13);
    }
}

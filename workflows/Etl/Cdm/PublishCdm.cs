using Asan.Workflows.Postgres;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>
/// Step 13: keys and indices, checks, and the swap. Readers see the old CDM and vocabulary until this step's commit, and the new ones after it.
/// </summary>
[DurableTask(nameof(PublishCdm))]
public sealed class PublishCdm(CdmBuild build, NpgsqlDataSource db, IOptions<CdmOptions> options) : TaskActivity<StepRequest, StepReport>
{
    static readonly string[] Steps =
    [
        nameof(LoadPlaces), nameof(LoadPersons), nameof(LoadVisits), nameof(LoadConditions), nameof(LoadDrugs), nameof(LoadProceduresAndDevices),
        nameof(LoadMeasurements), nameof(LoadObservations), nameof(LoadPeriodsAndCosts), nameof(LoadEras),
    ];

    public override Task<StepReport> RunAsync(TaskActivityContext context, StepRequest request) =>
        build.RunAsync(nameof(PublishCdm), request, after: Steps, PublishAsync, prepare: new CdmIndices(db).MakeAsync);

    async Task PublishAsync(CdmStep step)
    {
        var source = options.Value;
        await step.FillAsync(
            "cdm_source", Sql.Text(source.SourceName), Sql.Text(source.SourceAbbreviation), Sql.Text(source.Holder), Sql.Text(source.EtlReference));
        await step.CheckAsync();

        // A reader who holds a table keeps the swap waiting, and the swap keeps every later reader waiting: give up in time and try again.
        await step.ExecuteAsync("SET LOCAL lock_timeout = '1min'");
        await step.ExecuteAsync("DROP SCHEMA IF EXISTS cdm CASCADE");
        await step.ExecuteAsync("ALTER SCHEMA cdm_next RENAME TO cdm");
        if (!await step.ScalarAsync<bool>("SELECT to_regnamespace('vocab_next') IS NOT NULL"))
            return;

        await step.ExecuteAsync("DROP SCHEMA IF EXISTS vocab CASCADE");
        await step.ExecuteAsync("ALTER SCHEMA vocab_next RENAME TO vocab");
    }
}

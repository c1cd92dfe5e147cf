using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Cdm;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;

namespace Asan.Tests.Etl.Cdm;

/// <summary>A load without its orchestration: stages a folder and runs the steps as LoadCdm would, 6 to 10 side by side, then 11 and 12.</summary>
sealed class CdmLoad(EtlDatabase database)
{
    readonly CdmBuild build = new(database.Source);
    readonly IOptions<CdmOptions> options = Options.Create(new CdmOptions());

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public EtlDatabase Database => database;

    public async Task StageAsync(string folder, string vocabulary, string runId = EtlDatabase.RunId)
    {
        await database.StageAsync(folder, runId);
        var loaded = await database.LoadVocabularyAsync(vocabulary, runId);
        await BuildMapsAsync(loaded.Schema);
    }

    public async Task BuildMapsAsync(string schema)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Ct);
        await ConceptMaps.BuildAsync(connection, schema, Ct);
    }

    /// <summary>Every step's counts, by table.</summary>
    public async Task<Dictionary<string, TableCount>> RunAsync(string runId = EtlDatabase.RunId)
    {
        List<StepReport> reports = [await BuildAsync(runId), await PublishAsync(runId)];
        return reports.SelectMany(report => report.Tables).ToDictionary(count => count.Table);
    }

    public async Task<Dictionary<string, TableCount>> RunAsync(string folder, string vocabulary, string runId = EtlDatabase.RunId)
    {
        await StageAsync(folder, vocabulary, runId);
        return await RunAsync(runId);
    }

    /// <summary>Steps 3 to 12.</summary>
    public async Task<StepReport> BuildAsync(string runId = EtlDatabase.RunId)
    {
        List<StepReport> reports =
        [
            await StepAsync(new LoadPlaces(build), runId),
            await StepAsync(new LoadPersons(build), runId),
            await StepAsync(new LoadVisits(build), runId),
            .. await Task.WhenAll(
                StepAsync(new LoadConditions(build), runId),
                StepAsync(new LoadDrugs(build), runId),
                StepAsync(new LoadProceduresAndDevices(build), runId),
                StepAsync(new LoadMeasurements(build), runId),
                StepAsync(new LoadObservations(build), runId)),
            .. await Task.WhenAll(StepAsync(new LoadPeriodsAndCosts(build, options), runId), StepAsync(new LoadEras(build), runId)),
        ];
        return new([.. reports.SelectMany(report => report.Tables)], [.. reports.SelectMany(report => report.Notices ?? [])]);
    }

    public Task<StepReport> PublishAsync(string runId = EtlDatabase.RunId) => StepAsync(new PublishCdm(build, database.Source, options), runId);

    public Task<StepReport> StepAsync(TaskActivity<StepRequest, StepReport> activity, string runId = EtlDatabase.RunId) =>
        activity.RunAsync(new AnyContext(), new(0, new(runId, "synthea", "folder", null)));

    sealed class AnyContext : TaskActivityContext
    {
        public override TaskName Name => "step";

        public override string InstanceId => "run";
    }
}

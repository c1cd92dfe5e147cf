using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Cdm;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Tests.Etl.Cdm;

/// <summary>What a host that dies, a server that crashes or a second load leave behind, and what a load makes of it.</summary>
public sealed class CdmRestartTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_that_runs_again_answers_with_its_report_and_changes_nothing()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1", "p2"));
        var built = await load.BuildAsync();
        await database.Source.ExecuteAsync("UPDATE cdm_next.person SET year_of_birth = 1999", [], Ct);

        var again = await load.BuildAsync();

        Assert.Equal(built.Tables, again.Tables);
        Assert.Equal(built.Notices, again.Notices);
        Assert.Equal(["2|1999"], await database.RowsAsync("SELECT count(*), max(year_of_birth) FROM cdm_next.person"));
    }

    [Fact]
    public async Task Publishing_again_answers_with_the_same_report_even_when_the_staged_rows_are_gone()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1", "p2"));
        await load.BuildAsync();
        var published = await load.PublishAsync();
        var cdm = await CdmDump.OfAsync(database);

        Assert.Equal(published.Tables, (await load.PublishAsync()).Tables);
        await database.Source.ExecuteAsync("DELETE FROM staging.build", [], Ct);
        Assert.Equal(published.Tables, (await load.PublishAsync()).Tables);
        Assert.Equal(cdm, await CdmDump.OfAsync(database));
    }

    [Fact]
    public async Task A_step_whose_connection_dies_leaves_nothing_and_runs_again_from_scratch()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1", "p2"));
        await load.StepAsync(new LoadPlaces(new(database.Source)));
        await using var blocker = await database.Source.OpenConnectionAsync(Ct);
        await using (var held = await blocker.BeginTransactionAsync(Ct))
        {
            await new NpgsqlCommand("LOCK TABLE cdm_next.person IN ACCESS EXCLUSIVE MODE", blocker).ExecuteNonQueryAsync(Ct);
            var step = load.StepAsync(new LoadPersons(new(database.Source)));
            await TerminateBlockedAsync(blocker);
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => step);
        }

        Assert.Equal(["0|0|0"], await database.RowsAsync("""
            SELECT (SELECT count(*) FROM cdm_next.person), (SELECT count(*) FROM staging.person_key), (SELECT count(*) FROM staging.known_person) AS known
            """));
        Assert.Equal(2, (await load.RunAsync())["person"].Written);
    }

    [Fact]
    public async Task A_broken_check_is_named_and_the_cdm_in_use_stays()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1", "p2"));
        await load.RunAsync();
        var before = await CdmDump.OfAsync(database);
        await StageAsync(load, Hospital("p1"), "second");
        await load.BuildAsync("second");
        await database.Source.ExecuteAsync("INSERT INTO cdm_next.death (person_id, death_date) VALUES (4711, '2020-01-01')", [], Ct);

        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => load.PublishAsync("second"));

        Assert.Contains("every_row_is_of_a_known_person (1)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await CdmDump.OfAsync(database));
    }

    [Fact]
    public async Task A_double_key_is_named_and_the_cdm_in_use_stays()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1", "p2"));
        await load.RunAsync();
        var before = await CdmDump.OfAsync(database);
        await StageAsync(load, Hospital("p1"), "second");
        await load.BuildAsync("second");
        await database.Source.ExecuteAsync("INSERT INTO cdm_next.visit_occurrence SELECT * FROM cdm_next.visit_occurrence", [], Ct);

        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => load.PublishAsync("second"));

        Assert.Contains("visit_occurrence has the same visit_occurrence_id twice", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await CdmDump.OfAsync(database));
    }

    [Fact]
    public async Task A_source_without_a_single_person_does_not_replace_the_cdm()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1"));
        await load.RunAsync();
        await StageAsync(load, Hospital(), "second");
        await load.BuildAsync("second");

        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => load.PublishAsync("second"));

        Assert.Contains("there_is_at_least_one_person", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["p1"], await database.RowsAsync("SELECT person_source_value FROM cdm.person"));
    }

    [Fact]
    public async Task Nobody_sees_a_load_before_it_is_published()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1"));
        await load.RunAsync();
        await StageAsync(load, Hospital("p1", "p2"), "second");
        await load.BuildAsync("second");

        Assert.Equal(["p1"], await database.RowsAsync("SELECT person_source_value FROM cdm.person"));
        await load.PublishAsync("second");
        Assert.Equal(["p1", "p2"], await database.RowsAsync("SELECT person_source_value FROM cdm.person ORDER BY person_id"));
    }

    [Fact]
    public async Task A_step_refuses_to_begin_before_those_it_needs()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1"));

        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => load.StepAsync(new LoadVisits(new(database.Source))));

        Assert.Contains("LoadPersons", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_that_another_has_overtaken_goes_no_further()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1"));
        await load.BuildAsync();
        await StageAsync(load, Hospital("p1", "p2"), "second");

        await Assert.ThrowsAsync<LoadRefusedException>(() => load.PublishAsync());
    }

    [Fact]
    public async Task Staged_rows_that_a_crash_of_the_server_took_are_missed()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1"));
        await load.StepAsync(new LoadPlaces(new(database.Source)));
        await database.Source.ExecuteAsync("DELETE FROM staging.build", [], Ct); // what recovery does to an UNLOGGED table

        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => load.StepAsync(new LoadPersons(new(database.Source))));

        Assert.Contains("Start the load again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_stay_with_their_rows_whatever_comes_and_goes_around_them()
    {
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await StageAsync(load, Hospital("p1", "p2", "p3"), "first");
        await load.RunAsync("first");
        var first = await IdsAsync(database);
        await StageAsync(load, Hospital("p0", "p3", "p2"), "second");
        await load.RunAsync("second");
        var second = await IdsAsync(database);
        await StageAsync(load, Hospital("p3", "p1", "p2", "p0"), "third");
        await load.RunAsync("third");
        var third = await IdsAsync(database);

        Assert.Equal(first.Where(row => !row.StartsWith("p1", StringComparison.Ordinal)), second.Where(row => !row.StartsWith("p0", StringComparison.Ordinal)));
        Assert.Equal(first, third.Where(row => !row.StartsWith("p0", StringComparison.Ordinal)));
        Assert.Equal(second, third.Where(row => !row.StartsWith("p1", StringComparison.Ordinal)));
    }

    // Every row of p with all its ids, in a text that starts with the patient.
    static async Task<IReadOnlyList<string>> IdsAsync(EtlDatabase database) => await database.RowsAsync("""
        SELECT person_source_value, person.person_id, visit_occurrence.visit_occurrence_id, visit_detail.visit_detail_id, condition_occurrence_id
             , drug_exposure_id, procedure_occurrence_id, measurement_id
             , observation_id, device_exposure_id, payer_plan_period.payer_plan_period_id, condition_era_id, drug_era_id, cost_id
        FROM cdm.person
        JOIN cdm.visit_occurrence USING (person_id)
        JOIN cdm.visit_detail USING (person_id)
        JOIN cdm.condition_occurrence USING (person_id)
        JOIN cdm.drug_exposure USING (person_id)
        JOIN cdm.procedure_occurrence USING (person_id)
        JOIN cdm.measurement USING (person_id)
        JOIN cdm.observation USING (person_id)
        JOIN cdm.device_exposure USING (person_id)
        JOIN cdm.payer_plan_period USING (person_id)
        JOIN cdm.condition_era USING (person_id)
        JOIN cdm.drug_era USING (person_id)
        JOIN cdm.cost ON cost_domain_id = 'Visit' AND cost_event_id = visit_occurrence.visit_occurrence_id
        ORDER BY person_source_value, condition_occurrence_id
        """);

    static async Task StageAsync(CdmLoad load, SmallHospital hospital, string runId = EtlDatabase.RunId)
    {
        using var vocabulary = SmallVocabulary.Write();
        using (hospital)
            await load.StageAsync(hospital.Path, vocabulary.Path, runId);
    }

    static SmallHospital Hospital(params string[] patients) => new SmallHospital()
        .With("organizations", "o1,Asan,88 Olympic-ro,Seoul,Seoul,05505")
        .With("providers", "d1,o1,Kim,F,GENERAL PRACTICE")
        .With("patients", patients.Select(patient => $"{patient},1980-02-29,,white,nonhispanic,F,Seoul,Seoul,,05505"))
        .With("encounters", patients.Select(patient => $"e-{patient},2020-01-01T10:00:00Z,2020-01-01T11:00:00Z,{patient},o1,d1,,ambulatory,1,1,1,1,"))
        .With("conditions", patients.SelectMany(patient => Enumerable.Repeat($"2020-01-01,,{patient},e-{patient},SNOMED-CT,flu", 2)))
        .With("medications", patients.Select(patient => $"2020-01-01T10:00:00Z,,{patient},,e-{patient},tablet-a,1,0,1,1,"))
        .With("procedures", patients.Select(patient => $"2020-01-01T10:00:00Z,,{patient},e-{patient},SNOMED-CT,cut,1,"))
        .With("observations", patients.Select(patient => $"2020-01-01T10:00:00Z,{patient},e-{patient},vital-signs,height,170,cm,numeric"))
        .With("allergies", patients.Select(patient => $"2020-01-01,,{patient},e-{patient},latex,Unknown,Latex"))
        .With("devices", patients.Select(patient => $"2020-01-01T10:00:00Z,,{patient},e-{patient},pump,1"))
        .With("payer_transitions", patients.Select(patient => $"{patient},m,2019-01-01T00:00:00Z,2021-01-01T00:00:00Z,y1,"));

    // The step is known to wait when the server says whom it waits for.
    static async Task TerminateBlockedAsync(NpgsqlConnection blocker)
    {
        await using var command = new NpgsqlCommand("""
            SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))
            """, blocker);
        while (await command.ExecuteScalarAsync(Ct) is not true)
            await Task.Yield();
    }
}

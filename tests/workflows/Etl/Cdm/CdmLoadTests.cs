
namespace Asan.Tests.Etl.Cdm;

/// <summary>Whole loads: set B, and what happens when a load is repeated, interrupted or refused.</summary>
public sealed class CdmLoadTests(Postgres postgres)
{
    [Fact]
    public async Task Set_B_loads_whole_with_every_encounter_in_exactly_one_visit()
    {
        using var source = SourceFolder.Unpacked(SharedData.Require("data/omop/b_dbt27/raw"));
        await using var database = await EtlDatabase.CreateAsync(postgres);

        var counts = await new CdmLoad(database).RunAsync(source.Path, SharedData.Require("data/omop/vocab"));

        Assert.Equal(["11|19|569|604"], await database.RowsAsync("""
            SELECT count(*) FILTER (WHERE visit_concept_id = 9201)
                 , count(*) FILTER (WHERE visit_concept_id = 9203)
                 , count(*) FILTER (WHERE visit_concept_id = 9202)
                 , (SELECT count(DISTINCT visit_detail_source_value) FROM cdm.visit_detail JOIN cdm.visit_occurrence USING (visit_occurrence_id, person_id))
            FROM cdm.visit_occurrence
            """));
        Assert.Equal(27, counts["person"].Written);
        Assert.Equal(2, counts["death"].Written);
        Assert.Equal(27, counts["observation_period"].Written);
        Assert.Equal(1_051, counts["payer_plan_period"].Written);
        Assert.Equal(62, counts["drug_era"].Written);
        Assert.InRange(counts["condition_occurrence"].Written, 72, 90);
        Assert.InRange(counts["measurement"].Written, 562, 600);
        Assert.InRange(counts["procedure_occurrence"].Written, 148, 160);
        Assert.All(counts.Values, count => Assert.Equal(0, count.Rejected));
        Assert.Equal(["75"], await database.RowsAsync("SELECT count(*) FROM cdm.observation WHERE visit_occurrence_id IS NULL AND observation_concept_id = 0"));

        // Every staged event is in some table: one row per target, one row when there is none.
        Assert.Equal(
            438 + 663 + 29 + 249 + 3 + 72 + 990 + 40,
            new[] { "condition_occurrence", "drug_exposure", "procedure_occurrence", "device_exposure", "measurement", "observation" }
                .Sum(table => counts[table].Read)
                - await DoublyRoutedAsync(database));
    }

    [Fact]
    public async Task Loading_twice_gives_byte_equal_tables()
    {
        using var source = SourceFolder.Unpacked(SharedData.Require("data/omop/b_dbt27/raw"));
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);

        await load.RunAsync(source.Path, SharedData.Require("data/omop/vocab"), "first");
        var first = await CdmDump.OfAsync(database);
        await load.RunAsync(source.Path, SharedData.Require("data/omop/vocab"), "second");

        Assert.Equal(first, await CdmDump.OfAsync(database));
    }

    [Fact]
    public async Task A_cost_is_covered_by_the_plan_that_began_last_and_by_none_when_that_has_ended()
    {
        using var vocabulary = SmallVocabulary.Write();
        using var hospital = new SmallHospital()
            .With("organizations", "o1,Asan,88 Olympic-ro,Seoul,Seoul,05505")
            .With("providers", "d1,o1,Kim,F,GENERAL PRACTICE")
            .With("patients", "p1,1980-02-29,,white,nonhispanic,F,Seoul,Seoul,,05505", "p2,1980-02-29,,white,nonhispanic,F,Seoul,Seoul,,05505")
            .With("payer_transitions",
                "p1,m,2020-01-01T00:00:00Z,2020-06-01T00:00:00Z,first,",
                "p1,m,2020-06-01T00:00:00Z,2020-12-31T00:00:00Z,second,",
                "p2,m,2020-01-01T00:00:00Z,2025-12-31T00:00:00Z,others,")
            .With("encounters", new[] { "2019-12-31", "2020-01-01", "2020-05-31", "2020-06-01", "2020-12-31", "2021-01-01" }
                .Select(day => $"e{day},{day}T10:00:00Z,{day}T11:00:00Z,p1,o1,d1,,ambulatory,1,1,10,4,"));
        await using var database = await EtlDatabase.CreateAsync(postgres);

        await new CdmLoad(database).RunAsync(hospital.Path, vocabulary.Path);

        Assert.Equal(
            ["2019-12-31|", "2020-01-01|first", "2020-05-31|first", "2020-06-01|second", "2020-12-31|second", "2021-01-01|"],
            await database.RowsAsync("""
                SELECT visit_start_date, payer_source_value
                FROM cdm.cost
                JOIN cdm.visit_occurrence ON visit_occurrence_id = cost_event_id
                LEFT JOIN cdm.payer_plan_period USING (payer_plan_period_id)
                ORDER BY visit_start_date
                """));
    }

    // A code whose targets lie in several tables is read by each of them.
    static async Task<long> DoublyRoutedAsync(EtlDatabase database) => long.Parse((await database.RowsAsync("""
        SELECT coalesce(sum(tables - 1), 0)
        FROM (
            SELECT file, system, code, count(DISTINCT target_table) AS tables
            FROM staging.concept_map
            WHERE file <> 'encounters'
            GROUP BY file, system, code
        ) AS map
        JOIN (SELECT 'procedures' AS file, code FROM staging.procedures UNION ALL SELECT 'conditions', code FROM staging.conditions
              UNION ALL SELECT 'observations', code FROM staging.observations) AS event USING (file, code)
        """))[0], System.Globalization.CultureInfo.InvariantCulture);
}

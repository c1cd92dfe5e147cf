using Asan.Synthesize;

namespace Asan.Tests.Etl.Cdm;

/// <summary>The synthetic hospital through every step with the built-in vocabulary: what the demo shows.</summary>
public sealed class SyntheticCdmTests(Postgres postgres)
{
    [Fact]
    public async Task A_synthetic_hospital_fills_all_18_clinical_tables_and_reaches_every_corner_of_them()
    {
        using var source = new SourceFolder();
        var rows = Hospital.Write(new Order(120, 1, Order.DefaultUntil), source.Path, _ => { }, TestContext.Current.CancellationToken);
        await using var database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(database);
        await database.StageAsync(source.Path);
        await load.BuildMapsAsync((await database.LoadVocabularyAsync(null)).Schema);

        var counts = await load.RunAsync();

        Assert.All(Clinical, table => Assert.True(counts[table].Written > 0, $"{table} is empty"));
        Assert.Empty(await database.RejectsAsync());
        Assert.Equal(
            (120L, rows["encounters"], rows["payer_transitions"]),
            (counts["person"].Written, counts["visit_detail"].Written, counts["payer_plan_period"].Written));
        Assert.All(await database.RowsAsync(Corners), corner => Assert.EndsWith("|true", corner));
    }

    static readonly string[] Clinical =
    [
        "location", "care_site", "provider", "person", "observation_period", "visit_occurrence", "visit_detail", "condition_occurrence", "drug_exposure",
        "procedure_occurrence", "device_exposure", "measurement", "observation", "death", "payer_plan_period", "cost", "condition_era", "drug_era",
    ];

    const string Corners = """
        SELECT 'a death has its cause' AS corner, EXISTS (SELECT FROM cdm.death WHERE cause_concept_id > 0) AS reached
        UNION ALL SELECT 'a death has no cause', EXISTS (SELECT FROM cdm.death WHERE coalesce(cause_concept_id, 0) = 0)
        UNION ALL SELECT 'overlapping stays are one visit', EXISTS (
            SELECT FROM cdm.visit_detail WHERE visit_detail_concept_id = 9201 GROUP BY visit_occurrence_id HAVING count(*) > 1)
        UNION ALL SELECT 'a leading zero finds its vaccine', EXISTS (
            SELECT FROM cdm.drug_exposure WHERE drug_source_value = '03' AND drug_concept_id = 40213183)
        UNION ALL SELECT 'one code becomes two drugs', (
            SELECT count(*) > 0 AND count(*) = 2 * (SELECT count(*) FROM staging.medications WHERE code = '235389')
            FROM cdm.drug_exposure WHERE drug_source_value = '235389')
        UNION ALL SELECT 'a code that nobody knows is kept', EXISTS (
            SELECT FROM cdm.drug_exposure WHERE drug_source_value = 'HB-0117' AND drug_concept_id = 0)
        UNION ALL SELECT 'a condition is an observation', EXISTS (
            SELECT FROM cdm.observation WHERE observation_source_value = '160903007' AND observation_concept_id = 4053118)
        UNION ALL SELECT 'a procedure is a measurement', EXISTS (
            SELECT FROM cdm.measurement WHERE measurement_source_value = '171207006')
        UNION ALL SELECT 'a lab has its unit', EXISTS (
            SELECT FROM cdm.measurement WHERE measurement_source_value = '2093-3' AND unit_concept_id = 8840 AND value_as_number > 0)
        UNION ALL SELECT 'a lab has its coded answer', EXISTS (
            SELECT FROM cdm.measurement WHERE measurement_source_value = '5802-4' AND value_as_concept_id = 45878583)
        UNION ALL SELECT 'an observation has no visit', EXISTS (
            SELECT FROM cdm.observation WHERE observation_source_value = 'QALY' AND visit_occurrence_id IS NULL)
        UNION ALL SELECT 'an allergy is an observation', EXISTS (
            SELECT FROM cdm.observation WHERE observation_source_value = '84489001')
        UNION ALL SELECT 'classes beyond the three have visits', (SELECT count(DISTINCT visit_concept_id) > 4 FROM cdm.visit_occurrence)
        UNION ALL SELECT 'two medicines of one ingredient are one era', EXISTS (
            SELECT FROM cdm.drug_era WHERE drug_exposure_count > 1)
        """;
}

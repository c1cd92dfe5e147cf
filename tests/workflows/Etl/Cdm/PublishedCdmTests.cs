namespace Asan.Tests.Etl.Cdm;

/// <summary>Set A against the CDM that OHDSI published for the same files.</summary>
public sealed class PublishedCdmTests(TutorialCdm tutorial) : IClassFixture<TutorialCdm>
{
    static readonly string[] ConditionColumns =
    [
        "person_id", "condition_concept_id", "condition_start_date", "condition_end_date", "condition_type_concept_id", "condition_status_concept_id",
        "stop_reason", "provider_id", "condition_source_value", "condition_source_concept_id", "condition_status_source_value",
    ];

    static readonly string[] DrugColumns =
    [
        "person_id", "drug_concept_id", "drug_exposure_start_date", "verbatim_end_date", "drug_type_concept_id", "stop_reason", "refills", "quantity",
        "days_supply", "sig", "route_concept_id", "lot_number", "provider_id", "drug_source_value", "drug_source_concept_id", "route_source_value",
        "dose_unit_source_value",
    ];

    [Theory]
    [InlineData("person", "person_source_value", "gender_concept_id", "year_of_birth", "month_of_birth", "day_of_birth", "race_concept_id",
        "ethnicity_concept_id", "provider_id", "care_site_id", "gender_source_value", "gender_source_concept_id", "race_source_value",
        "race_source_concept_id", "ethnicity_source_value", "ethnicity_source_concept_id")]
    [InlineData("care_site", "care_site_source_value", "care_site_name", "place_of_service_concept_id", "place_of_service_source_value")]
    [InlineData("provider", "provider_source_value", "provider_name", "npi", "dea", "specialty_concept_id", "year_of_birth", "gender_concept_id",
        "specialty_source_value", "specialty_source_concept_id", "gender_source_value", "gender_source_concept_id")]
    [InlineData("observation_period", "person_id", "observation_period_start_date", "observation_period_end_date", "period_type_concept_id")]
    [InlineData("payer_plan_period", "person_id", "payer_plan_period_start_date", "payer_plan_period_end_date", "payer_concept_id", "payer_source_value",
        "payer_source_concept_id", "plan_concept_id", "plan_source_value", "plan_source_concept_id", "sponsor_concept_id", "sponsor_source_value",
        "sponsor_source_concept_id", "family_source_value", "stop_reason_concept_id", "stop_reason_source_value", "stop_reason_source_concept_id")]
    [InlineData("death", "person_id", "death_type_concept_id", "cause_concept_id", "cause_source_value", "cause_source_concept_id")]
    [InlineData("condition_era", "person_id", "condition_concept_id", "condition_era_start_date", "condition_era_end_date", "condition_occurrence_count")]
    [InlineData("drug_era", "person_id", "drug_concept_id", "drug_era_start_date", "drug_era_end_date", "drug_exposure_count", "gap_days")]
    public async Task The_rows_are_exactly_the_published_ones(string table, params string[] columns)
    {
        var ours = await PublishedCdm.OursAsync(tutorial.Database(), table, columns);
        var published = new PublishedCdm().Rows(table, columns);

        Assert.NotEmpty(published);
        Assert.Equal(published, ours);
    }

    // The published date is that of the certification; the patient's own death date is the better one.
    [Fact]
    public async Task The_dead_died_on_their_death_date()
    {
        var patients = GzipCsv.Read(SharedData.Require("data/omop/a_tutorial109/raw/patients.csv.gz"))
            .Where(patient => patient["DEATHDATE"] is not null).Select(patient => $"{patient["Id"]}|{patient["DEATHDATE"]}");

        var ours = await tutorial.Database().RowsAsync("SELECT person_source_value, death_date FROM cdm.death JOIN cdm.person USING (person_id)");

        Assert.Equal(9, ours.Count);
        Assert.Equal(patients.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Condition_occurrence_is_the_published_one_and_the_84_unmapped_rows_kept_as_concept_0()
    {
        var ours = await PublishedCdm.OursAsync(tutorial.Database(), "condition_occurrence", ConditionColumns);
        var published = new PublishedCdm().Rows("condition_occurrence", ConditionColumns);

        Assert.Equal(2_222, published.Count);
        Assert.Empty(PublishedCdm.Except(published, ours));
        var kept = PublishedCdm.Except(ours, published);
        Assert.Equal(84, kept.Count);
        Assert.All(kept, row => Assert.Equal("", row.Split('|')[1]));
    }

    [Fact]
    public async Task Drug_exposure_is_the_published_one_and_the_257_unmapped_immunizations_kept_as_concept_0()
    {
        var ours = await PublishedCdm.OursAsync(tutorial.Database(), "drug_exposure", DrugColumns);
        var published = new PublishedCdm().Rows("drug_exposure", DrugColumns);

        Assert.Equal(9_513, published.Count);
        Assert.Empty(PublishedCdm.Except(published, ours));
        var kept = PublishedCdm.Except(ours, published);
        Assert.Equal(257, kept.Count);
        Assert.All(kept, row => Assert.Equal("", row.Split('|')[1]));
    }

    [Fact]
    public async Task Drug_exposure_ends_as_published_but_for_the_two_rows_that_stop_before_they_start()
    {
        string[] columns = [.. DrugColumns, "drug_exposure_end_date"];
        var ours = await PublishedCdm.OursAsync(tutorial.Database(), "drug_exposure", columns);

        var differing = PublishedCdm.Except(new PublishedCdm().Rows("drug_exposure", columns), ours);

        Assert.InRange(differing.Count, 0, 2);
        Assert.All(differing, row => Assert.Equal("314076", row.Split('|')[13]));
        Assert.Equal(["2|true"], await tutorial.Database().RowsAsync("""
            SELECT count(*), bool_and(drug_exposure_end_date = drug_exposure_start_date) FROM cdm.drug_exposure WHERE days_supply < 0
            """));
    }

    [Fact]
    public async Task Persons_live_where_the_published_ones_do_with_the_zip_codes_whole()
    {
        var ours = await tutorial.Database().RowsAsync("""
            SELECT person_source_value, city, state, ltrim(zip, '0') FROM cdm.person JOIN cdm.location USING (location_id)
            """);
        var locations = GzipCsv.Read(SharedData.Require("data/omop/a_tutorial109/cdm_expected/location.csv.gz")).ToDictionary(row => row["location_id"]!);
        var published = GzipCsv.Read(SharedData.Require("data/omop/a_tutorial109/cdm_expected/person.csv.gz"))
            .Select(person => (person, place: locations[person["location_id"]!]))
            .Select(row => $"{row.person["person_source_value"]}|{row.place["city"]}|{row.place["state"]}|{row.place["zip"]!.TrimStart('0')}");

        Assert.Equal(published.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
        Assert.Equal(["07001"], await tutorial.Database().RowsAsync("SELECT zip FROM cdm.location WHERE city = 'Avenel'"));
    }

    [Fact]
    public async Task Visits_are_as_many_as_the_written_rules_make()
    {
        Assert.Equal(["102|717|9473|63|10715"], await tutorial.Database().RowsAsync("""
            SELECT count(*) FILTER (WHERE visit_concept_id = 9201)
                 , count(*) FILTER (WHERE visit_concept_id = 9203)
                 , count(*) FILTER (WHERE visit_concept_id = 9202)
                 , count(*) FILTER (WHERE visit_concept_id NOT IN (9201, 9202, 9203))
                 , (SELECT count(*) FROM cdm.visit_detail)
            FROM cdm.visit_occurrence
            """));
    }

    [Fact]
    public void Each_table_reports_what_was_read_written_and_rejected()
    {
        tutorial.Database();

        Assert.Equal((109, 109, 0), Of("person"));
        Assert.Equal((10_715, 10_355, 0), Of("visit_occurrence"));
        Assert.Equal((10_715, 10_715, 0), Of("visit_detail"));
        Assert.Equal((2_306, 2_306, 0), Of("condition_occurrence"));
        Assert.Equal((9_764, 9_770, 0), Of("drug_exposure"));
        Assert.Equal((3_676, 3_676, 0), Of("observation"));
        Assert.Equal((1_018, 1_018, 0), Of("device_exposure"));

        (long, long, long) Of(string table) => (tutorial.Counts[table].Read, tutorial.Counts[table].Written, tutorial.Counts[table].Rejected);
    }
}

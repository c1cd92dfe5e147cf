using Asan.Workflows.Etl;
using static Asan.Tests.Etl.Cdm.SmallVocabulary;

namespace Asan.Tests.Etl.Cdm;

/// <summary>One person in, the rows of each CDM table out.</summary>
public sealed class OnePersonTests(OnePerson person) : IClassFixture<OnePerson>
{
    Task<IReadOnlyList<string>> RowsAsync(string sql) => person.Database.RowsAsync(sql);

    [Fact]
    public async Task Location_is_a_distinct_place_with_its_zip_as_text_and_its_state_in_two_letters()
    {
        Assert.Equal(
            ["Newark|NJ|07102|Essex County|07102", "서울|서울|05505|송파구|05505", "Seoul||055051234||05505-1234"],
            await RowsAsync("SELECT city, state, zip, county, location_source_value FROM cdm.location ORDER BY location_id"));
    }

    [Fact]
    public async Task Care_site_lies_where_its_organization_does() =>
        Assert.Equal(
            ["Asan|0|Newark|o1", "Other|0|Seoul|o2"],
            await RowsAsync("""
                SELECT care_site_name, place_of_service_concept_id, city, care_site_source_value
                FROM cdm.care_site JOIN cdm.location USING (location_id) ORDER BY care_site_id
                """));

    [Fact]
    public async Task Provider_has_the_concept_of_its_specialty_and_the_care_site_of_its_organization() =>
        Assert.Equal(
            ["Kim|38004446|Asan|8532|d1|GENERAL PRACTICE|F", $"Lee|{Cardiology}||0|d2|CARDIOLOGY BY NAME|"],
            await RowsAsync("""
                SELECT provider_name, specialty_concept_id, care_site_name, gender_concept_id, provider_source_value
                     , specialty_source_value, gender_source_value
                FROM cdm.provider LEFT JOIN cdm.care_site USING (care_site_id) ORDER BY provider_id
                """));

    [Fact]
    public async Task Person_is_who_has_a_gender_and_a_plausible_birth()
    {
        Assert.Equal(
            [
                "p1|8532|1980|2|29|1980-02-29T00:00:00|8516|38003563|Newark|F|black|hispanic",
                "p4|8507|2000|5|5|2000-05-05T00:00:00|8515|38003564|서울|M|asian|nonhispanic",
            ],
            await RowsAsync("""
                SELECT person_source_value, gender_concept_id, year_of_birth, month_of_birth, day_of_birth, birth_datetime, race_concept_id
                     , ethnicity_concept_id, city, gender_source_value, race_source_value, ethnicity_source_value
                FROM cdm.person JOIN cdm.location USING (location_id) ORDER BY person_id
                """));
        Assert.Equal(new TableCount("person", 4, 2, 2), person.Counts["person"]);
    }

    [Fact]
    public async Task Rejects_name_the_file_the_line_and_the_reason_and_never_the_value() =>
        Assert.Equal(
            [
                "conditions|14|PATIENT|unknown patient", "conditions|15|PATIENT|unknown patient",
                "encounters|4|PATIENT|unknown patient", "encounters|5|PATIENT|unknown patient",
                "patients|3|GENDER|a person needs a gender", "patients|4|BIRTHDATE|a person needs a plausible birth date",
                "payer_transitions|4|PATIENT|unknown patient",
            ],
            await RowsAsync("SELECT file, line, column_name, reason FROM staging.reject ORDER BY file, line"));

    [Fact]
    public async Task Visit_occurrence_has_its_class_as_concept_and_the_visit_before_it()
    {
        Assert.Equal(
            [
                "9202|2021-03-01|2021-03-01T23:30:00|2021-03-02|2021-03-02T00:30:00|32827|Kim|Asan|e1|",
                $"{Institution}|2021-12-24|2021-12-24T01:00:00|2021-12-24|2021-12-24T02:00:00|32827|Lee|Other|e2|e1",
                "0|2021-12-26|2021-12-26T01:00:00|2021-12-26|2021-12-26T02:00:00|32827|||e5|e2",
            ],
            await RowsAsync("""
                SELECT visit.visit_concept_id, visit.visit_start_date, visit.visit_start_datetime, visit.visit_end_date, visit.visit_end_datetime
                     , visit.visit_type_concept_id, provider_name, care_site_name, visit.visit_source_value, before.visit_source_value AS before
                FROM cdm.visit_occurrence AS visit
                LEFT JOIN cdm.provider USING (provider_id)
                LEFT JOIN cdm.care_site ON care_site.care_site_id = visit.care_site_id
                LEFT JOIN cdm.visit_occurrence AS before ON before.visit_occurrence_id = visit.preceding_visit_occurrence_id
                ORDER BY visit.visit_start_datetime
                """));
        Assert.Equal(new TableCount("visit_occurrence", 5, 3, 2), person.Counts["visit_occurrence"]);
    }

    [Fact]
    public async Task Visit_detail_is_one_per_encounter_and_its_zeros_are_null() =>
        Assert.Equal(
            ["e1|e1|true|true", "e2|e2|true|true", "e5|e5|true|true"],
            await RowsAsync("""
                SELECT visit_detail_source_value, visit_source_value, visit_detail.admitted_from_concept_id IS NULL AS admitted
                     , visit_detail.discharged_to_concept_id IS NULL AS discharged
                FROM cdm.visit_detail JOIN cdm.visit_occurrence USING (visit_occurrence_id) ORDER BY visit_detail_id
                """));

    [Fact]
    public async Task Condition_occurrence_takes_what_maps_to_a_condition_and_what_maps_nowhere()
    {
        Assert.Equal(
            [
                $"p1|{Flu}|2021-03-01|2021-03-10|32827|Kim|e1|flu|{Flu}",
                $"p1|{Flu}|2021-03-01|2021-03-10|32827|Kim|e1|flu|{Flu}",
                $"p1|{Flu}|2021-03-05||32827|Kim|e1|J11|{FluInIcd}",
                "p1|0|2021-03-05|2021-03-05|32827|Kim|e1|nowhere|0",
                $"p1|{Flu}|2021-03-05||32827|Kim|e1|L1|0",
                "p1|0|2021-03-05||32827|Kim|e1|L2|0",
                $"p1|{Flu}|2021-03-05||32827|Kim|e1|gout|0",
                $"p1|{SameCodeCondition}|2021-03-05||32827|Kim|e1|100|{SameCodeCondition}",
                $"p1|0|2021-03-05||32827|Kim|e1|retired|{Retired}",
                $"p1|{Flu}|2021-03-05||32827|||flu|{Flu}",
                $"p4|{Flu}|2021-03-05||32827|||flu|{Flu}",
            ],
            await RowsAsync("""
                SELECT person_source_value, condition_concept_id, condition_start_date, condition_end_date, condition_type_concept_id
                     , provider_name, visit_source_value, condition_source_value, condition_source_concept_id
                FROM cdm.condition_occurrence AS held
                JOIN cdm.person USING (person_id)
                LEFT JOIN cdm.provider ON provider.provider_id = held.provider_id
                LEFT JOIN cdm.visit_occurrence ON visit_occurrence.visit_occurrence_id = held.visit_occurrence_id
                ORDER BY condition_occurrence_id
                """));
        Assert.Equal(new TableCount("condition_occurrence", 13, 11, 2), person.Counts["condition_occurrence"]);
        Assert.Contains("condition_occurrence: 3 rows have no standard concept and are kept as concept 0", person.Notices);
        Assert.Contains(
            "condition_occurrence: 2 rows name an encounter that is not there, or is another patient's, and are kept without a visit", person.Notices);
        Assert.Contains("condition_occurrence: 1 rows stop before they start and are kept, ending when they start", person.Notices);
    }

    [Fact]
    public async Task Drug_exposure_gives_a_row_for_each_target_and_reads_codes_as_text()
    {
        Assert.Equal(
            [
                $"{Vaccine}|2021-03-01|2021-03-01|2021-03-01|32827||03|{Vaccine}",
                "0|2021-03-01|2021-03-01|2021-03-01|32827||3|0",
                $"{TabletA}|2021-03-01|2021-03-11|2021-03-11|32838|10|tablet-a|{TabletA}",
                $"{TabletA}|2021-03-20|2021-03-20||32838||pack-ab|{PackAB}",
                $"{TabletB}|2021-03-20|2021-03-20||32838||pack-ab|{PackAB}",
                $"{TabletA}|2021-05-20|2021-05-20|2021-05-10|32838|-10|tablet-a|{TabletA}",
                $"{SameCodeDrug}|2021-06-01|2021-06-02|2021-06-02|32838|1|100|{SameCodeDrug}",
            ],
            await RowsAsync("""
                SELECT drug_concept_id, drug_exposure_start_date, drug_exposure_end_date, verbatim_end_date, drug_type_concept_id
                     , days_supply, drug_source_value, drug_source_concept_id
                FROM cdm.drug_exposure ORDER BY drug_exposure_id
                """));
        Assert.Equal(new TableCount("drug_exposure", 6, 7, 0), person.Counts["drug_exposure"]);
    }

    [Fact]
    public async Task Procedure_occurrence_has_the_full_time_and_no_invented_modifier() =>
        Assert.Equal(
            [$"{Cut}|2021-03-01|2021-03-01T09:00:00|2021-03-01T09:30:00|32827||cut"],
            await RowsAsync("""
                SELECT procedure_concept_id, procedure_date, procedure_datetime, procedure_end_datetime, procedure_type_concept_id
                     , modifier_concept_id, procedure_source_value
                FROM cdm.procedure_occurrence
                """));

    [Fact]
    public async Task Device_exposure_takes_devices_and_supplies() =>
        Assert.Equal(
            [$"{Pump}|2021-03-01|(01)123|", $"{Mask}|2021-03-01||20"],
            await RowsAsync("""
                SELECT device_concept_id, device_exposure_start_date, unique_device_id, quantity FROM cdm.device_exposure ORDER BY device_exposure_id
                """));

    [Fact]
    public async Task Measurement_keeps_a_negative_number_only_where_one_may_be_and_mends_units() =>
        Assert.Equal(
            [
                $"{Height}|127.9||{Centimetre}|cm|127.9",
                $"{Height}|||0|furlong|-1",
                $"{BaseExcess}|-2.5||{UnitPerLitre}|U/L|-2.5",
                $"{Height}||{Never}|||LA-never",
                $"{CellCount}|||||",
            ],
            await RowsAsync("""
                SELECT measurement_concept_id, value_as_number, value_as_concept_id, unit_concept_id, unit_source_value, value_source_value
                FROM cdm.measurement ORDER BY measurement_id
                """));

    [Fact]
    public async Task Observation_takes_allergies_with_their_substance_and_what_a_survey_said() =>
        Assert.Equal(
            [
                $"{Latex}||||latex|e1",
                $"{AllergyToDrug}|||{Penicillin}|penicillin|e1",
                "0||||dust|e1",
                $"{Review}||||review|e1",
                $"{HistoryOf}|||{Flu}|flu-history|e1",
                $"{Smoking}||Never smoker|0|smoking|e1",
                "0|0.9|||QOLS|",
            ],
            await RowsAsync("""
                SELECT observation_concept_id, value_as_number, value_as_string, value_as_concept_id, observation_source_value, visit_source_value
                FROM cdm.observation AS held
                LEFT JOIN cdm.visit_occurrence ON visit_occurrence.visit_occurrence_id = held.visit_occurrence_id
                ORDER BY observation_id
                """));

    [Fact]
    public async Task Death_is_the_patients_with_the_certified_cause() =>
        Assert.Equal(
            [$"p1|2021-12-24|32817|{Flu}|flu|{Flu}"],
            await RowsAsync("""
                SELECT person_source_value, death_date, death_type_concept_id, cause_concept_id, cause_source_value, cause_source_concept_id
                FROM cdm.death JOIN cdm.person USING (person_id)
                """));

    [Fact]
    public async Task Observation_period_spans_the_encounters_and_without_any_the_events() =>
        Assert.Equal(
            ["p1|2021-03-01|2021-12-26|32882", "p4|2021-03-05|2021-03-05|32882"],
            await RowsAsync("""
                SELECT person_source_value, observation_period_start_date, observation_period_end_date, period_type_concept_id
                FROM cdm.observation_period JOIN cdm.person USING (person_id) ORDER BY person_id
                """));

    [Fact]
    public async Task Payer_plan_period_without_an_end_runs_until_the_source_was_extracted()
    {
        Assert.Equal(
            ["p1|2020-01-01|2021-03-01|y1|Health Fund", "p1|2021-03-01|2021-12-26|y1|Health Fund"],
            await RowsAsync("""
                SELECT person_source_value, payer_plan_period_start_date, payer_plan_period_end_date, payer_source_value, plan_source_value
                FROM cdm.payer_plan_period JOIN cdm.person USING (person_id) ORDER BY payer_plan_period_id
                """));
        Assert.Equal(new TableCount("payer_plan_period", 3, 2, 1), person.Counts["payer_plan_period"]);
    }

    [Fact]
    public async Task Cost_counts_nothing_twice_and_names_the_plan_that_began_last() =>
        Assert.Equal(
            [
                "Drug|03|136.00|||2021-03-01|44818668|32814",
                "Drug|3|1.00|||2021-03-01|44818668|32814",
                "Drug|tablet-a|10.00|4.00|6.00|2021-03-01|44818668|32814",
                "Drug|pack-ab|5.00|0.00|5.00|2021-03-01|44818668|32814",
                "Drug|tablet-a|5.00|0.00|5.00|2021-03-01|44818668|32814",
                "Drug|100|1|0|1|2021-03-01|44818668|32814",
                "Measurement|cell-count|20.00|||2021-03-01|44818668|32814",
                "Procedure|cut|500.00|||2021-03-01|44818668|32814",
                "Visit|e1|100.50|80.50|20.00|2021-03-01|44818668|32814",
                "Visit|e2|50.00|0.00|50.00|2021-03-01|44818668|32814",
            ],
            await RowsAsync("""
                SELECT cost_domain_id, coalesce(drug_source_value, procedure_source_value, measurement_source_value, visit_source_value) AS source_value
                     , total_cost, paid_by_payer, paid_by_patient, payer_plan_period_start_date, currency_concept_id, cost_type_concept_id
                FROM cdm.cost
                LEFT JOIN cdm.drug_exposure ON cost_domain_id = 'Drug' AND drug_exposure_id = cost_event_id
                LEFT JOIN cdm.procedure_occurrence ON cost_domain_id = 'Procedure' AND procedure_occurrence_id = cost_event_id
                LEFT JOIN cdm.measurement ON cost_domain_id = 'Measurement' AND measurement_id = cost_event_id
                LEFT JOIN cdm.visit_occurrence ON cost_domain_id = 'Visit' AND visit_occurrence.visit_occurrence_id = cost_event_id
                LEFT JOIN cdm.payer_plan_period USING (payer_plan_period_id)
                ORDER BY cost_domain_id, cost_event_id
                """));

    [Fact]
    public async Task Condition_era_merges_within_thirty_days_and_knows_no_concept_0() =>
        Assert.Equal(
            [$"p1|{Flu}|2021-03-01|2021-03-10|6", $"p1|{SameCodeCondition}|2021-03-05|2021-03-06|1", $"p4|{Flu}|2021-03-05|2021-03-06|1"],
            await RowsAsync("""
                SELECT person_source_value, condition_concept_id, condition_era_start_date, condition_era_end_date, condition_occurrence_count
                FROM cdm.condition_era JOIN cdm.person USING (person_id) ORDER BY person_source_value, condition_concept_id
                """));

    [Fact]
    public async Task Drug_era_is_of_ingredients_and_skips_what_stops_before_it_starts() =>
        Assert.Equal(
            [$"{IngredientA}|2021-03-01|2021-03-20|2|9", $"{IngredientB}|2021-03-20|2021-03-20|1|0"],
            await RowsAsync("""
                SELECT drug_concept_id, drug_era_start_date, drug_era_end_date, drug_exposure_count, gap_days FROM cdm.drug_era ORDER BY drug_concept_id
                """));

    [Fact]
    public async Task Cdm_source_names_the_version_the_vocabulary_and_the_day_of_extraction() =>
        Assert.Equal(
            ["Synthea|5.4|756265|v0 TEST|2021-12-26"],
            await RowsAsync("SELECT cdm_source_name, cdm_version, cdm_version_concept_id, vocabulary_version, source_release_date FROM cdm.cdm_source"));
}

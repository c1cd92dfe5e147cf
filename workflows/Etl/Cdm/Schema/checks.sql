-- What must hold before anyone may see the new CDM: each check's name and how many rows break it. Keys and NOT NULL are the schema's own.
WITH named_person AS (
    SELECT person_id FROM cdm_next.observation_period
    UNION
    SELECT person_id FROM cdm_next.visit_occurrence
    UNION
    SELECT person_id FROM cdm_next.condition_occurrence
    UNION
    SELECT person_id FROM cdm_next.drug_exposure
    UNION
    SELECT person_id FROM cdm_next.procedure_occurrence
    UNION
    SELECT person_id FROM cdm_next.device_exposure
    UNION
    SELECT person_id FROM cdm_next.measurement
    UNION
    SELECT person_id FROM cdm_next.observation
    UNION
    SELECT person_id FROM cdm_next.death
    UNION
    SELECT person_id FROM cdm_next.payer_plan_period
    UNION
    SELECT person_id FROM cdm_next.condition_era
    UNION
    SELECT person_id FROM cdm_next.drug_era
), checked AS (
    SELECT 'there_is_at_least_one_person' AS name
         , (NOT EXISTS (SELECT FROM cdm_next.person))::integer::bigint AS violations
    UNION ALL
    SELECT 'every_encounter_is_in_exactly_one_visit', count(*)
    FROM staging.known_encounter
    FULL JOIN cdm_next.visit_detail ON visit_detail.visit_detail_id = known_encounter.visit_detail_id
    LEFT JOIN cdm_next.visit_occurrence
      ON visit_occurrence.visit_occurrence_id = visit_detail.visit_occurrence_id AND visit_occurrence.person_id = visit_detail.person_id
    WHERE visit_occurrence.visit_occurrence_id IS NULL OR known_encounter.visit_detail_id IS NULL
    UNION ALL
    SELECT 'every_visit_has_an_encounter', count(*)
    FROM cdm_next.visit_occurrence
    WHERE NOT EXISTS (SELECT FROM cdm_next.visit_detail WHERE visit_detail.visit_occurrence_id = visit_occurrence.visit_occurrence_id)
    UNION ALL
    SELECT 'every_row_is_of_a_known_person', count(*)
    FROM named_person
    WHERE NOT EXISTS (SELECT FROM cdm_next.person WHERE person.person_id = named_person.person_id)
    UNION ALL
    SELECT 'nobody_dies_twice', count(*) - count(DISTINCT person_id)
    FROM cdm_next.death
    UNION ALL
    SELECT 'no_visit_ends_before_it_starts', count(*)
    FROM cdm_next.visit_occurrence
    WHERE visit_end_datetime < visit_start_datetime
    UNION ALL
    SELECT 'no_condition_ends_before_it_starts', count(*)
    FROM cdm_next.condition_occurrence
    WHERE condition_end_date < condition_start_date
    UNION ALL
    SELECT 'no_drug_ends_before_it_starts', count(*)
    FROM cdm_next.drug_exposure
    WHERE drug_exposure_end_date < drug_exposure_start_date
    UNION ALL
    SELECT 'no_observation_period_ends_before_it_starts', count(*)
    FROM cdm_next.observation_period
    WHERE observation_period_end_date < observation_period_start_date
    UNION ALL
    SELECT 'no_condition_era_is_of_concept_zero_or_reversed', count(*)
    FROM cdm_next.condition_era
    WHERE condition_concept_id = 0 OR condition_era_end_date < condition_era_start_date
    UNION ALL
    SELECT 'no_drug_era_is_of_concept_zero_or_reversed', count(*)
    FROM cdm_next.drug_era
    WHERE drug_concept_id = 0 OR drug_era_end_date < drug_era_start_date OR gap_days < 0
)
SELECT name, violations
FROM checked
WHERE violations > 0
ORDER BY name

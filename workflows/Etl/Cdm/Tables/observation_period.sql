-- From the first encounter's start to the last one's end; without any encounter, from the first event to the last; without any event, while insured.
-- Not before birth, not beyond 60 days after death. One per person, so that the person's id serves.
WITH attended AS (
    SELECT person_id, min(started)::date AS first_day, max(stopped)::date AS last_day
    FROM staging.known_encounter
    GROUP BY person_id
), unattended AS (
    SELECT person_id
    FROM staging.known_person
    WHERE person_id NOT IN (SELECT person_id FROM attended)
), event AS (
    SELECT person_id, condition_start_date AS first_day, coalesce(condition_end_date, condition_start_date) AS last_day FROM cdm_next.condition_occurrence
    UNION ALL
    SELECT person_id, drug_exposure_start_date, drug_exposure_end_date FROM cdm_next.drug_exposure
    UNION ALL
    SELECT person_id, procedure_date, coalesce(procedure_end_date, procedure_date) FROM cdm_next.procedure_occurrence
    UNION ALL
    SELECT person_id, device_exposure_start_date, coalesce(device_exposure_end_date, device_exposure_start_date) FROM cdm_next.device_exposure
    UNION ALL
    SELECT person_id, measurement_date, measurement_date FROM cdm_next.measurement
    UNION ALL
    SELECT person_id, observation_date, observation_date FROM cdm_next.observation
), treated AS (
    SELECT event.person_id, min(event.first_day) AS first_day, max(event.last_day) AS last_day
    FROM event
    JOIN unattended ON unattended.person_id = event.person_id
    GROUP BY event.person_id
), insured AS (
    SELECT plan.person_id, min(plan.payer_plan_period_start_date) AS first_day, max(plan.payer_plan_period_end_date) AS last_day
    FROM cdm_next.payer_plan_period AS plan
    JOIN unattended ON unattended.person_id = plan.person_id
    WHERE plan.person_id NOT IN (SELECT person_id FROM treated)
    GROUP BY plan.person_id
), seen AS (
    SELECT person_id, first_day, last_day FROM attended
    UNION ALL
    SELECT person_id, first_day, last_day FROM treated
    UNION ALL
    SELECT person_id, first_day, last_day FROM insured
), bounded AS (
    SELECT seen.person_id
         , greatest(seen.first_day, person.born_on) AS first_day
         , greatest(seen.first_day, person.born_on, least(seen.last_day, person.died_on + 60)) AS last_day
    FROM seen
    JOIN staging.known_person AS person ON person.person_id = seen.person_id
), written AS (
    INSERT INTO cdm_next.observation_period
    ( observation_period_id
    , person_id
    , observation_period_start_date
    , observation_period_end_date
    , period_type_concept_id
    )
    SELECT person_id, person_id, first_day, last_day, 32882
    FROM bounded
    ORDER BY person_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.known_person) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

-- Per ingredient and in two steps: exposures that overlap or touch are one stretch, whose days count once; stretches within 30 days are one era.
-- gap_days is what an era spans beyond its stretches. No concept 0, and nothing that stops before it starts.
WITH exposure AS (
    SELECT drug.person_id
         , ingredient.ingredient_concept_id AS concept_id
         , drug.drug_exposure_id
         , drug.drug_exposure_start_date AS first_day
         , coalesce(drug.drug_exposure_end_date, drug.drug_exposure_start_date + coalesce(nullif(drug.days_supply, 0), 1)) AS last_day
    FROM cdm_next.drug_exposure AS drug
    JOIN staging.drug_ingredient AS ingredient ON ingredient.drug_concept_id = drug.drug_concept_id
    WHERE drug.drug_concept_id <> 0 AND coalesce(drug.days_supply, 0) >= 0
), touching AS (
    SELECT *
         , first_day <= max(last_day) OVER (
               PARTITION BY person_id, concept_id ORDER BY first_day, drug_exposure_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS goes_on
    FROM exposure
), stretched AS (
    SELECT *
         , count(*) FILTER (WHERE goes_on IS NOT TRUE) OVER (PARTITION BY person_id, concept_id ORDER BY first_day, drug_exposure_id) AS ordinal
    FROM touching
), stretch AS (
    SELECT person_id, concept_id, min(first_day) AS first_day, max(last_day) AS last_day, count(*) AS exposures
    FROM stretched
    GROUP BY person_id, concept_id, ordinal
), near AS (
    SELECT *, first_day <= 30 + lag(last_day) OVER (PARTITION BY person_id, concept_id ORDER BY first_day) AS goes_on
    FROM stretch
), island AS (
    SELECT *, count(*) FILTER (WHERE goes_on IS NOT TRUE) OVER (PARTITION BY person_id, concept_id ORDER BY first_day) AS ordinal
    FROM near
), era AS (
    SELECT person_id
         , concept_id
         , min(first_day) AS first_day
         , max(last_day) AS last_day
         , sum(exposures)::integer AS exposures
         , (max(last_day) - min(first_day) - sum(last_day - first_day))::integer AS gap_days
    FROM island
    GROUP BY person_id, concept_id, ordinal
), numbered AS (
    SELECT era.*
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.drug_era_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY era.person_id, era.concept_id, era.first_day))::integer AS id
    FROM era
    LEFT JOIN staging.drug_era_key AS key
      ON key.person_id = era.person_id AND key.drug_concept_id = era.concept_id AND key.started_on = era.first_day
), keyed AS (
    INSERT INTO staging.drug_era_key (person_id, drug_concept_id, started_on, id)
    SELECT person_id, concept_id, first_day, id FROM numbered WHERE is_new ORDER BY id
), written AS (
    INSERT INTO cdm_next.drug_era
    ( drug_era_id
    , person_id
    , drug_concept_id
    , drug_era_start_date
    , drug_era_end_date
    , drug_exposure_count
    , gap_days
    )
    SELECT id, person_id, concept_id, first_day, last_day, exposures, gap_days
    FROM numbered
    ORDER BY id
    RETURNING 1
)
SELECT (SELECT count(*) FROM exposure) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

-- Occurrences of one condition that follow each other within 30 days are one era; an open end counts one day.
-- An era takes the id of its smallest occurrence, which belongs to no other era.
WITH span AS (
    SELECT person_id
         , condition_concept_id
         , condition_occurrence_id
         , condition_start_date AS first_day
         , coalesce(condition_end_date, condition_start_date + 1) AS last_day
    FROM cdm_next.condition_occurrence
    WHERE condition_concept_id <> 0
), linked AS (
    SELECT *
         , first_day <= 30 + max(last_day) OVER (
               PARTITION BY person_id, condition_concept_id ORDER BY first_day, condition_occurrence_id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS goes_on
    FROM span
), island AS (
    SELECT *
         , count(*) FILTER (WHERE goes_on IS NOT TRUE) OVER (
               PARTITION BY person_id, condition_concept_id ORDER BY first_day, condition_occurrence_id) AS ordinal
    FROM linked
), written AS (
    INSERT INTO cdm_next.condition_era
    ( condition_era_id
    , person_id
    , condition_concept_id
    , condition_era_start_date
    , condition_era_end_date
    , condition_occurrence_count
    )
    SELECT min(condition_occurrence_id) AS id
         , person_id
         , condition_concept_id
         , min(first_day)
         , max(last_day)
         , count(*)
    FROM island
    GROUP BY person_id, condition_concept_id, ordinal
    ORDER BY id
    RETURNING 1
)
SELECT (SELECT count(*) FROM span) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

-- The patient's own death date; the cause from the last death certification (308646001), where there is one.
WITH cause AS (
    SELECT DISTINCT ON (encounter.person_id) encounter.person_id, encounter.reasoncode, map.target_concept_id, map.source_concept_id
    FROM staging.known_encounter AS encounter
    LEFT JOIN staging.concept_map AS map ON map.file = 'encounters' AND map.code = encounter.reasoncode
    WHERE encounter.code = '308646001'
    ORDER BY encounter.person_id, encounter.reasoncode IS NULL, encounter.started DESC, encounter.visit_detail_id, map.nth
), written AS (
    INSERT INTO cdm_next.death (person_id, death_date, death_datetime, death_type_concept_id, cause_concept_id, cause_source_value, cause_source_concept_id)
    SELECT person.person_id
         , person.died_on
         , person.died_on
         , 32817
         , cause.target_concept_id
         , left(cause.reasoncode, 50)
         , cause.source_concept_id
    FROM staging.known_person AS person
    LEFT JOIN cause ON cause.person_id = person.person_id
    WHERE person.died_on IS NOT NULL
    ORDER BY person.person_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.known_person WHERE died_on IS NOT NULL) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

WITH result AS (
    SELECT routed.*, CASE WHEN length(value) <= 40 AND value ~ '^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9][0-9]?)?$' THEN value::numeric END AS number
    FROM pg_temp.routed
)
INSERT INTO cdm_next.observation
( observation_id
, person_id
, observation_concept_id
, observation_date
, observation_datetime
, observation_type_concept_id
, value_as_number
, value_as_string
, value_as_concept_id
, unit_concept_id
, provider_id
, visit_occurrence_id
, visit_detail_id
, observation_source_value
, observation_source_concept_id
, unit_source_value
, value_source_value
)
SELECT result.id
     , result.person_id
     , result.concept_id
     , result.started::date
     , result.started
     , 32827
     , result.number
     , CASE WHEN result.number IS NULL THEN left(result.value, 60) END
     , coalesce(result.value_as_concept_id, answer_map.concept_id, CASE WHEN result.value IS NOT NULL AND result.number IS NULL THEN 0 END)
     , CASE WHEN result.units IS NOT NULL THEN coalesce(unit_map.concept_id, 0) END
     , result.provider_id
     , result.visit_occurrence_id
     , result.visit_detail_id
     , left(result.source_value, 50)
     , result.source_concept_id
     , left(result.units, 50)
     , left(result.value, 50)
FROM result
LEFT JOIN staging.unit_map ON unit_map.units = result.units
LEFT JOIN staging.answer_map ON answer_map.value = result.value
ORDER BY result.id

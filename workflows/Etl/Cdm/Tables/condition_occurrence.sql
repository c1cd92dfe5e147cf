INSERT INTO cdm_next.condition_occurrence
( condition_occurrence_id
, person_id
, condition_concept_id
, condition_start_date
, condition_start_datetime
, condition_end_date
, condition_end_datetime
, condition_type_concept_id
, provider_id
, visit_occurrence_id
, visit_detail_id
, condition_source_value
, condition_source_concept_id
)
SELECT id
     , person_id
     , concept_id
     , started::date
     , started
     , CASE WHEN stopped IS NOT NULL THEN greatest(stopped, started)::date END
     , CASE WHEN stopped IS NOT NULL THEN greatest(stopped, started) END
     , 32827
     , provider_id
     , visit_occurrence_id
     , visit_detail_id
     , left(source_value, 50)
     , source_concept_id
FROM pg_temp.routed
ORDER BY id

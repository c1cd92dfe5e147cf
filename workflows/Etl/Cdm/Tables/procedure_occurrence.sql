INSERT INTO cdm_next.procedure_occurrence
( procedure_occurrence_id
, person_id
, procedure_concept_id
, procedure_date
, procedure_datetime
, procedure_end_date
, procedure_end_datetime
, procedure_type_concept_id
, provider_id
, visit_occurrence_id
, visit_detail_id
, procedure_source_value
, procedure_source_concept_id
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

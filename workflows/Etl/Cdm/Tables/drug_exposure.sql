-- A prescription that stops before it starts ends on its start; its negative days_supply stays, and eras skip it by that.
INSERT INTO cdm_next.drug_exposure
( drug_exposure_id
, person_id
, drug_concept_id
, drug_exposure_start_date
, drug_exposure_start_datetime
, drug_exposure_end_date
, drug_exposure_end_datetime
, verbatim_end_date
, drug_type_concept_id
, days_supply
, provider_id
, visit_occurrence_id
, visit_detail_id
, drug_source_value
, drug_source_concept_id
)
SELECT id
     , person_id
     , concept_id
     , started::date
     , started
     , greatest(stopped, started)::date
     , greatest(stopped, started)
     , stopped::date
     , CASE file WHEN 'medications' THEN 32838 ELSE 32827 END
     , CASE file WHEN 'medications' THEN stopped::date - started::date END
     , provider_id
     , visit_occurrence_id
     , visit_detail_id
     , left(source_value, 50)
     , source_concept_id
FROM pg_temp.routed
ORDER BY id

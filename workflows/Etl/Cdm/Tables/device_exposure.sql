INSERT INTO cdm_next.device_exposure
( device_exposure_id
, person_id
, device_concept_id
, device_exposure_start_date
, device_exposure_start_datetime
, device_exposure_end_date
, device_exposure_end_datetime
, device_type_concept_id
, unique_device_id
, quantity
, provider_id
, visit_occurrence_id
, visit_detail_id
, device_source_value
, device_source_concept_id
)
SELECT id
     , person_id
     , concept_id
     , started::date
     , started
     , CASE WHEN stopped IS NOT NULL THEN greatest(stopped, started)::date END
     , CASE WHEN stopped IS NOT NULL THEN greatest(stopped, started) END
     , 32827
     , left(udi, 255)
     , CASE WHEN quantity BETWEEN 0 AND 2147483647 THEN quantity::integer END
     , provider_id
     , visit_occurrence_id
     , visit_detail_id
     , left(source_value, 50)
     , source_concept_id
FROM pg_temp.routed
ORDER BY id

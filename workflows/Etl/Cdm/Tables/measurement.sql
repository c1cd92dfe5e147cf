-- A negative number is kept only where Themis says a measurement may be negative: base excess, bone density and its scores, the QRS axis.
WITH result AS (
    SELECT routed.*, CASE WHEN length(value) <= 40 AND value ~ '^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9][0-9]?)?$' THEN value::numeric END AS number
    FROM pg_temp.routed
)
INSERT INTO cdm_next.measurement
( measurement_id
, person_id
, measurement_concept_id
, measurement_date
, measurement_datetime
, measurement_type_concept_id
, value_as_number
, value_as_concept_id
, unit_concept_id
, provider_id
, visit_occurrence_id
, visit_detail_id
, measurement_source_value
, measurement_source_concept_id
, unit_source_value
, value_source_value
)
SELECT result.id
     , result.person_id
     , result.concept_id
     , result.started::date
     , result.started
     , 32827
     , CASE
           WHEN result.number >= 0 THEN result.number
           WHEN result.concept_id IN (
                3003396, 3004959, 3012501, 3003129, 3002032, 3007435, 3051343, 21494211, 21494205, 21492970, 21494210, 21494204, 21492969, 3052504, 3049581
              , 21494209, 21494203, 21492968, 21494208, 21494202, 21494199, 3021722, 3051450, 21494100, 3051938, 21494201, 21494198, 3049418, 21494200
              , 21494197, 3052486, 3049278, 21494099, 36203243, 36203246, 36204416, 36203244, 36203245, 36204415, 36203242, 36204445, 36204414, 3033804
              , 3049654, 36204417, 21494207, 21492972, 21494196, 21494206, 21492971, 21494101, 3002101, 3049273, 21494098, 3006277, 3028303, 3025448)
           THEN result.number
       END
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

-- $1 CDM table, $2 the files that have codes for it. {table} is the same table's name. One row per source row and target, with the id it keeps between loads.
INSERT INTO pg_temp.routed
WITH candidate AS (
    SELECT event.file
         , event.line
         , map.nth
         , map.leads
         , person.person_id
         , encounter.provider_id
         , encounter.visit_occurrence_id
         , encounter.visit_detail_id
         , map.target_concept_id AS concept_id
         , map.source_concept_id
         , map.value_as_concept_id
         , nullif(event.code, '') AS source_value
         , event.started
         , event.stopped
         , event.value
         , event.units
         , event.quantity
         , event.udi
         , event.base_cost
         , event.payer_coverage
         , event.encounter IS NOT NULL AND encounter.encounter IS NULL AS lacks_visit
         , hash_record_extended(ROW(event.file, event.patient, event.encounter, event.system, event.code, event.started, map.target_concept_id
               , map.value_as_concept_id), 0) AS key
    FROM pg_temp.event
    JOIN staging.concept_map AS map ON map.file = event.file AND map.system = event.system AND map.code = event.code
    JOIN staging.known_person AS person ON person.patient = event.patient
    LEFT JOIN staging.known_encounter AS encounter ON encounter.encounter = event.encounter AND encounter.person_id = person.person_id
    WHERE map.target_table = $1 AND event.file = ANY ($2)
), told_apart AS (
    SELECT *, row_number() OVER (PARTITION BY key ORDER BY file, line, nth)::integer AS ordinal
    FROM candidate
)
SELECT coalesce(known.id, (SELECT coalesce(max(id), 0) FROM staging.{table}_key)
           + row_number() OVER (PARTITION BY known.id IS NULL ORDER BY told_apart.file, told_apart.line, told_apart.nth))::integer
     , known.id IS NULL
     , told_apart.key
     , told_apart.ordinal
     , told_apart.file
     , told_apart.line
     , told_apart.nth
     , told_apart.leads
     , told_apart.person_id
     , told_apart.provider_id
     , told_apart.visit_occurrence_id
     , told_apart.visit_detail_id
     , told_apart.concept_id
     , told_apart.source_concept_id
     , told_apart.value_as_concept_id
     , told_apart.source_value
     , told_apart.started
     , told_apart.stopped
     , told_apart.value
     , told_apart.units
     , told_apart.quantity
     , told_apart.udi
     , told_apart.base_cost
     , told_apart.payer_coverage
     , told_apart.lacks_visit
FROM told_apart
LEFT JOIN staging.{table}_key AS known ON known.key = told_apart.key AND known.ordinal = told_apart.ordinal

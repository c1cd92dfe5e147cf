-- $1 CDM table, $2 the files that have codes for it. One row per source row and target; place is where it stands: file, line, which of its targets.
INSERT INTO pg_temp.candidate
SELECT event.place << 8 | map.nth
     , hash_record_extended(ROW(event.file, event.patient, event.encounter, event.system, event.code, event.started, map.target_concept_id
           , map.value_as_concept_id), 0)
     , event.file
     , map.nth
     , map.leads
     , person.person_id
     , encounter.provider_id
     , encounter.visit_occurrence_id
     , encounter.visit_detail_id
     , map.target_concept_id
     , map.source_concept_id
     , map.value_as_concept_id
     , nullif(event.code, '')
     , event.started
     , event.stopped
     , event.value
     , event.units
     , event.quantity
     , event.udi
     , event.base_cost
     , event.payer_coverage
     , event.encounter IS NOT NULL AND encounter.encounter IS NULL
FROM pg_temp.event
JOIN staging.concept_map AS map ON map.file = event.file AND map.system = event.system AND map.code = event.code
JOIN staging.known_person AS person ON person.patient = event.patient
LEFT JOIN staging.known_encounter AS encounter ON encounter.encounter = event.encounter AND encounter.person_id = person.person_id
WHERE map.target_table = $1 AND event.file = ANY ($2)

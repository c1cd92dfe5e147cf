-- $1 run. Each encounter's visit, by rules that leave nothing to chance; every tie is broken by (start, end, id).
--   Inpatient stays of a person that touch or lie within a day of each other are one visit.
--   An emergency or outpatient encounter that starts inside such a visit belongs to it, without stretching it; not so an emergency that starts and ends
--   on the stay's first day: it came before the admission.
--   What remains of emergency and of outpatient is one visit per person and start date; an encounter of any other class is a visit of its own.
WITH refused AS (
    INSERT INTO staging.reject (run_id, file, line, column_name, reason)
    SELECT $1, 'encounters', line, 'PATIENT', 'unknown patient'
    FROM staging.encounters
    WHERE NOT EXISTS (SELECT FROM staging.known_person WHERE known_person.patient = encounters.patient)
    ORDER BY line
    RETURNING 1
), encounter AS (
    SELECT encounters.id COLLATE "C" AS encounter
         , known_person.person_id
         , lower(coalesce(encounters.encounterclass, '')) AS class
         , CASE
               WHEN lower(encounters.encounterclass) = 'inpatient' THEN 9201
               WHEN lower(encounters.encounterclass) IN ('emergency', 'urgentcare') THEN 9203
               WHEN lower(encounters.encounterclass) IN ('ambulatory', 'wellness', 'outpatient') THEN 9202
               ELSE 0
           END AS kind
         , encounters.start AS started
         , greatest(encounters.stop, encounters.start) AS stopped
         , encounters.start::date AS first_day
         , greatest(encounters.stop, encounters.start)::date AS last_day
         , encounters.organization
         , encounters.provider
         , encounters.code
         , encounters.reasoncode
         , encounters.total_claim_cost
         , encounters.payer_coverage
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.encounter_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY encounters.line))::integer AS encounter_id
    FROM staging.encounters
    JOIN staging.known_person ON known_person.patient = encounters.patient
    LEFT JOIN staging.encounter_key AS key ON key.source_key = encounters.id
), keyed AS (
    INSERT INTO staging.encounter_key (source_key, id)
    SELECT encounter, encounter_id FROM encounter WHERE is_new ORDER BY encounter_id
), stay AS (
    SELECT encounter
         , encounter_id
         , person_id
         , started
         , stopped
         , first_day
         , last_day
         , first_day <= max(last_day) OVER (
               PARTITION BY person_id ORDER BY started, stopped, encounter ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1 AS goes_on
    FROM encounter
    WHERE kind = 9201
), island AS (
    SELECT *, count(*) FILTER (WHERE goes_on IS NOT TRUE) OVER (PARTITION BY person_id ORDER BY started, stopped, encounter) AS ordinal
    FROM stay
), inpatient AS (
    SELECT person_id, min(first_day) AS first_day, max(last_day) AS last_day, (array_agg(encounter_id ORDER BY encounter))[1] AS anchor_id
    FROM island
    GROUP BY person_id, ordinal
), placed AS (
    SELECT encounter.encounter_id
         , CASE
               WHEN inpatient.anchor_id IS NOT NULL THEN inpatient.anchor_id
               WHEN encounter.kind = 0 THEN encounter.encounter_id
               ELSE first_value(encounter.encounter_id) OVER (
                   PARTITION BY encounter.person_id, encounter.kind, encounter.first_day, inpatient.anchor_id IS NULL ORDER BY encounter.encounter)
           END AS anchor_id
         , inpatient.anchor_id IS NULL OR encounter.kind = 9201 AS shapes_visit
    FROM encounter
    LEFT JOIN inpatient
      ON inpatient.person_id = encounter.person_id
     AND encounter.kind <> 0
     AND encounter.first_day BETWEEN inpatient.first_day AND inpatient.last_day
     AND NOT (encounter.kind = 9203 AND encounter.first_day = inpatient.first_day AND encounter.last_day = inpatient.first_day)
), known AS (
    INSERT INTO staging.known_encounter
    ( encounter
    , visit_detail_id
    , visit_occurrence_id
    , shapes_visit
    , person_id
    , class
    , visit_concept_id
    , started
    , stopped
    , provider_id
    , care_site_id
    , code
    , reasoncode
    , total_claim_cost
    , payer_coverage
    )
    SELECT encounter.encounter
         , encounter.encounter_id
         , placed.anchor_id
         , placed.shapes_visit
         , encounter.person_id
         , encounter.class
         , coalesce(visit_concept.concept_id, 0)
         , encounter.started
         , encounter.stopped
         , provider.provider_id
         , care_site.care_site_id
         , encounter.code
         , encounter.reasoncode
         , encounter.total_claim_cost
         , encounter.payer_coverage
    FROM encounter
    JOIN placed ON placed.encounter_id = encounter.encounter_id
    LEFT JOIN staging.visit_concept ON visit_concept.class = encounter.class
    LEFT JOIN staging.provider_key ON provider_key.source_key = encounter.provider
    LEFT JOIN cdm_next.provider ON provider.provider_id = provider_key.id
    LEFT JOIN staging.care_site_key ON care_site_key.source_key = encounter.organization
    LEFT JOIN cdm_next.care_site ON care_site.care_site_id = care_site_key.id
    ORDER BY encounter.encounter_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.encounters) AS read
     , (SELECT count(*) FROM known) AS written
     , (SELECT count(*) FROM refused) AS rejected

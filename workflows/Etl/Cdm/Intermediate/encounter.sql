-- $1 run. Each encounter's visit, by rules that leave nothing to chance; every tie is broken by (start, end, id).
--   Inpatient stays of a person that touch or lie within a day of each other are one visit.
--   An emergency or outpatient encounter that starts inside such a visit belongs to it, without stretching it; not so an emergency that starts and ends
--   on the stay's first day: it came before the admission.
--   What remains of emergency and of outpatient is one visit per person and start date; an encounter of any other class is a visit of its own.
WITH staged AS (
    SELECT encounters.*
         , known_person.person_id
    FROM staging.encounters
    LEFT JOIN staging.known_person ON known_person.patient = encounters.patient
), refused AS (
    INSERT INTO staging.reject (run_id, file, line, column_name, reason)
    SELECT $1, 'encounters', line, 'PATIENT', 'unknown patient'
    FROM staged
    WHERE person_id IS NULL
    ORDER BY line
    RETURNING 1
), encounter AS (
    SELECT staged.id COLLATE "C" AS encounter
         , staged.person_id
         , lower(coalesce(staged.encounterclass, '')) AS class
         , CASE
               WHEN lower(staged.encounterclass) = 'inpatient' THEN 'inpatient'
               WHEN lower(staged.encounterclass) IN ('emergency', 'urgentcare') THEN 'emergency'
               WHEN lower(staged.encounterclass) IN ('ambulatory', 'wellness', 'outpatient') THEN 'outpatient'
               ELSE 'other'
           END AS kind
         , staged.start AS started
         , greatest(staged.stop, staged.start) AS stopped
         , staged.start::date AS first_day
         , greatest(staged.stop, staged.start)::date AS last_day
         , staged.organization
         , staged.provider
         , staged.code
         , staged.reasoncode
         , staged.total_claim_cost
         , staged.payer_coverage
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.encounter_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY staged.line))::integer AS encounter_id
    FROM staged
    LEFT JOIN staging.encounter_key AS key ON key.source_key = staged.id
    WHERE staged.person_id IS NOT NULL
), keyed AS (
    INSERT INTO staging.encounter_key (source_key, id)
    SELECT encounter, encounter_id FROM encounter WHERE is_new ORDER BY encounter_id
), stay AS (
    SELECT encounter
         , person_id
         , started
         , stopped
         , first_day
         , last_day
         , first_day <= max(last_day) OVER (
               PARTITION BY person_id ORDER BY started, stopped, encounter ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1 AS goes_on
    FROM encounter
    WHERE kind = 'inpatient'
), island AS (
    SELECT *, count(*) FILTER (WHERE goes_on IS NOT TRUE) OVER (PARTITION BY person_id ORDER BY started, stopped, encounter) AS ordinal
    FROM stay
), inpatient AS (
    SELECT person_id, min(first_day) AS first_day, max(last_day) AS last_day, min(encounter) AS anchor
    FROM island
    GROUP BY person_id, ordinal
), placed AS (
    SELECT encounter.*
         , CASE
               WHEN inpatient.anchor IS NOT NULL THEN inpatient.anchor
               WHEN encounter.kind = 'other' THEN encounter.encounter
               ELSE min(encounter.encounter) OVER (PARTITION BY encounter.person_id, encounter.kind, encounter.first_day, inpatient.anchor IS NULL)
           END AS anchor
         , inpatient.anchor IS NULL OR encounter.kind = 'inpatient' AS shapes_visit
    FROM encounter
    LEFT JOIN inpatient
      ON inpatient.person_id = encounter.person_id
     AND encounter.kind <> 'other'
     AND encounter.first_day BETWEEN inpatient.first_day AND inpatient.last_day
     AND NOT (encounter.kind = 'emergency' AND encounter.first_day = inpatient.first_day AND encounter.last_day = inpatient.first_day)
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
    SELECT placed.encounter
         , placed.encounter_id
         , anchor.encounter_id
         , placed.shapes_visit
         , placed.person_id
         , placed.class
         , coalesce(visit_concept.concept_id, 0)
         , placed.started
         , placed.stopped
         , provider.provider_id
         , care_site.care_site_id
         , placed.code
         , placed.reasoncode
         , placed.total_claim_cost
         , placed.payer_coverage
    FROM placed
    JOIN encounter AS anchor ON anchor.encounter = placed.anchor
    LEFT JOIN staging.visit_concept ON visit_concept.class = placed.class
    LEFT JOIN staging.provider_key ON provider_key.source_key = placed.provider
    LEFT JOIN cdm_next.provider ON provider.provider_id = provider_key.id
    LEFT JOIN staging.care_site_key ON care_site_key.source_key = placed.organization
    LEFT JOIN cdm_next.care_site ON care_site.care_site_id = care_site_key.id
    ORDER BY placed.encounter_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staged) AS read
     , (SELECT count(*) FROM known) AS written
     , (SELECT count(*) FROM refused) AS rejected

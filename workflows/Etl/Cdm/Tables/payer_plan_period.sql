-- $1 run. One per payer transition. A plan without an end runs on until the day the source was extracted.
WITH refused AS (
    INSERT INTO staging.reject (run_id, file, line, column_name, reason)
    SELECT $1, 'payer_transitions', line, 'PATIENT', 'unknown patient'
    FROM staging.payer_transitions AS transition
    WHERE NOT EXISTS (SELECT FROM staging.known_person WHERE known_person.patient = transition.patient)
    ORDER BY line
    RETURNING 1
), keyed_row AS (
    SELECT transition.line
         , person.person_id
         , hash_record_extended(ROW(transition.patient, transition.start_date, transition.payer, transition.memberid, transition.secondary_payer), 0) AS key
    FROM staging.payer_transitions AS transition
    JOIN staging.known_person AS person ON person.patient = transition.patient
), told_apart AS (
    SELECT *, row_number() OVER (PARTITION BY key ORDER BY line)::integer AS ordinal
    FROM keyed_row
), numbered AS (
    SELECT told_apart.*
         , known.id IS NULL AS is_new
         , coalesce(known.id, (SELECT coalesce(max(id), 0) FROM staging.payer_plan_period_key)
               + row_number() OVER (PARTITION BY known.id IS NULL ORDER BY told_apart.line))::integer AS id
    FROM told_apart
    LEFT JOIN staging.payer_plan_period_key AS known ON known.key = told_apart.key AND known.ordinal = told_apart.ordinal
), keyed AS (
    INSERT INTO staging.payer_plan_period_key (key, ordinal, id)
    SELECT key, ordinal, id FROM numbered WHERE is_new ORDER BY id
), written AS (
    INSERT INTO cdm_next.payer_plan_period
    ( payer_plan_period_id
    , person_id
    , payer_plan_period_start_date
    , payer_plan_period_end_date
    , payer_concept_id
    , payer_source_value
    , payer_source_concept_id
    , plan_concept_id
    , plan_source_value
    , plan_source_concept_id
    , sponsor_concept_id
    , sponsor_source_concept_id
    , stop_reason_concept_id
    , stop_reason_source_concept_id
    )
    SELECT numbered.id
         , numbered.person_id
         , transition.start_date::date
         , CASE
               WHEN transition.end_date IS NULL THEN greatest(build.extracted_on, transition.start_date::date)
               ELSE greatest(transition.end_date, transition.start_date)::date
           END
         , 0
         , left(transition.payer, 50)
         , 0
         , 0
         , left(payers.name, 50)
         , 0
         , 0
         , 0
         , 0
         , 0
    FROM numbered
    JOIN staging.payer_transitions AS transition ON transition.line = numbered.line
    CROSS JOIN staging.build
    LEFT JOIN staging.payers ON payers.id = transition.payer
    ORDER BY numbered.id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.payer_transitions) AS read
     , (SELECT count(*) FROM written) AS written
     , (SELECT count(*) FROM refused) AS rejected

-- A visit is as long as the encounters that shape it, and has the source value, provider and care site of the smallest of them.
WITH visit AS (
    SELECT visit_occurrence_id
         , person_id
         , min(started) AS started
         , max(stopped) AS stopped
    FROM staging.known_encounter
    WHERE shapes_visit
    GROUP BY visit_occurrence_id, person_id
), written AS (
    INSERT INTO cdm_next.visit_occurrence
    ( visit_occurrence_id
    , person_id
    , visit_concept_id
    , visit_start_date
    , visit_start_datetime
    , visit_end_date
    , visit_end_datetime
    , visit_type_concept_id
    , provider_id
    , care_site_id
    , visit_source_value
    , visit_source_concept_id
    , preceding_visit_occurrence_id
    )
    SELECT visit.visit_occurrence_id
         , visit.person_id
         , anchor.visit_concept_id
         , visit.started::date
         , visit.started
         , visit.stopped::date
         , visit.stopped
         , 32827
         , anchor.provider_id
         , anchor.care_site_id
         , left(anchor.encounter, 50)
         , 0
         , lag(visit.visit_occurrence_id) OVER (PARTITION BY visit.person_id ORDER BY visit.started, visit.visit_occurrence_id)
    FROM visit
    JOIN staging.known_encounter AS anchor ON anchor.visit_detail_id = visit.visit_occurrence_id
    ORDER BY visit.visit_occurrence_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.known_encounter) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

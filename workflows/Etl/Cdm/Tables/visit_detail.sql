-- One row per encounter, inside the one visit it belongs to.
WITH written AS (
    INSERT INTO cdm_next.visit_detail
    ( visit_detail_id
    , person_id
    , visit_detail_concept_id
    , visit_detail_start_date
    , visit_detail_start_datetime
    , visit_detail_end_date
    , visit_detail_end_datetime
    , visit_detail_type_concept_id
    , provider_id
    , care_site_id
    , visit_detail_source_value
    , visit_detail_source_concept_id
    , preceding_visit_detail_id
    , visit_occurrence_id
    )
    SELECT visit_detail_id
         , person_id
         , visit_concept_id
         , started::date
         , started
         , stopped::date
         , stopped
         , 32827
         , provider_id
         , care_site_id
         , left(encounter, 50)
         , 0
         , lag(visit_detail_id) OVER (PARTITION BY person_id ORDER BY started, visit_detail_id)
         , visit_occurrence_id
    FROM staging.known_encounter
    ORDER BY visit_detail_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.known_encounter) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

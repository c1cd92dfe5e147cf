-- $1 name, $2 abbreviation, $3 holder, $4 reference to this ETL.
WITH written AS (
    INSERT INTO cdm_next.cdm_source
    ( cdm_source_name
    , cdm_source_abbreviation
    , cdm_holder
    , cdm_etl_reference
    , source_release_date
    , cdm_release_date
    , cdm_version
    , cdm_version_concept_id
    , vocabulary_version
    )
    SELECT left($1, 255)
         , left($2, 25)
         , left($3, 255)
         , left($4, 255)
         , extracted_on
         , (now() AT TIME ZONE 'UTC')::date
         , '5.4'
         , 756265
         , left(vocabulary_version, 20)
    FROM staging.build
    RETURNING 1
)
SELECT 1::bigint AS read, (SELECT count(*) FROM written) AS written, 0::bigint AS rejected

-- One provider per row of providers; the care site is the organization's.
WITH numbered AS (
    SELECT providers.*
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.provider_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY providers.line))::integer AS provider_id
    FROM staging.providers
    LEFT JOIN staging.provider_key AS key ON key.source_key = providers.id
), keyed AS (
    INSERT INTO staging.provider_key (source_key, id)
    SELECT id, provider_id FROM numbered WHERE is_new ORDER BY provider_id
), written AS (
    INSERT INTO cdm_next.provider
    ( provider_id
    , provider_name
    , specialty_concept_id
    , care_site_id
    , gender_concept_id
    , provider_source_value
    , specialty_source_value
    , specialty_source_concept_id
    , gender_source_value
    , gender_source_concept_id
    )
    SELECT numbered.provider_id
         , left(numbered.name, 255)
         , coalesce(specialty_map.concept_id, 0)
         , care_site.care_site_id
         , CASE upper(numbered.gender) WHEN 'M' THEN 8507 WHEN 'F' THEN 8532 ELSE 0 END
         , left(numbered.id, 50)
         , left(numbered.speciality, 50)
         , coalesce(specialty_map.concept_id, 0)
         , left(numbered.gender, 50)
         , CASE upper(numbered.gender) WHEN 'M' THEN 8507 WHEN 'F' THEN 8532 ELSE 0 END
    FROM numbered
    LEFT JOIN staging.specialty_map ON specialty_map.speciality = numbered.speciality
    LEFT JOIN staging.care_site_key ON care_site_key.source_key = numbered.organization
    LEFT JOIN cdm_next.care_site ON care_site.care_site_id = care_site_key.id
    ORDER BY numbered.provider_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM staging.providers) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

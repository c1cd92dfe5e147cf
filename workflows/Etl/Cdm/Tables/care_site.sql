-- One care site per organization. Its place is known from patients and organizations (location.sql).
WITH organization AS (
    SELECT organizations.*
         , coalesce(state_name.abbreviation, organizations.state, '') AS state_code
    FROM staging.organizations
    LEFT JOIN staging.state_name ON state_name.name = organizations.state
), numbered AS (
    SELECT organization.*
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.care_site_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY organization.line))::integer AS care_site_id
    FROM organization
    LEFT JOIN staging.care_site_key AS key ON key.source_key = organization.id
), keyed AS (
    INSERT INTO staging.care_site_key (source_key, id)
    SELECT id, care_site_id FROM numbered WHERE is_new ORDER BY care_site_id
), written AS (
    INSERT INTO cdm_next.care_site (care_site_id, care_site_name, place_of_service_concept_id, location_id, care_site_source_value)
    SELECT numbered.care_site_id
         , left(numbered.name, 255)
         , 0
         , place.id
         , left(numbered.id, 50)
    FROM numbered
    LEFT JOIN staging.location_key AS place
      ON place.city = coalesce(numbered.city, '') AND place.state = numbered.state_code AND place.zip = coalesce(numbered.zip, '')
    ORDER BY numbered.care_site_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM organization) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

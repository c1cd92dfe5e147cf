-- Where patients live and organizations stand: one row per city, state and zip, without the street.
WITH place AS (
    SELECT coalesce(patients.city, '') AS city
         , coalesce(state_name.abbreviation, patients.state, '') AS state
         , coalesce(patients.zip, '') AS zip
         , patients.county
         , 1 AS file
         , patients.line
    FROM staging.patients
    LEFT JOIN staging.state_name ON state_name.name = patients.state
    UNION ALL
    SELECT coalesce(organizations.city, '')
         , coalesce(state_name.abbreviation, organizations.state, '')
         , coalesce(organizations.zip, '')
         , NULL
         , 2
         , organizations.line
    FROM staging.organizations
    LEFT JOIN staging.state_name ON state_name.name = organizations.state
), distinct_place AS (
    SELECT city, state, zip, min(county) AS county, min(file) AS file, min(line) FILTER (WHERE file = 1) AS patient_line, min(line) AS line, count(*) AS rows
    FROM place
    WHERE (city, state, zip) <> ('', '', '')
    GROUP BY city, state, zip
), numbered AS (
    SELECT distinct_place.*
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.location_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY distinct_place.file, distinct_place.patient_line, distinct_place.line))::integer AS id
    FROM distinct_place
    LEFT JOIN staging.location_key AS key
      ON key.city = distinct_place.city AND key.state = distinct_place.state AND key.zip = distinct_place.zip
), keyed AS (
    INSERT INTO staging.location_key (city, state, zip, id)
    SELECT city, state, zip, id FROM numbered WHERE is_new ORDER BY id
), written AS (
    INSERT INTO cdm_next.location (location_id, city, state, zip, county, location_source_value)
    SELECT id
         , nullif(left(city, 50), '')
         , CASE WHEN length(state) BETWEEN 1 AND 2 THEN state END
         , nullif(left(replace(zip, '-', ''), 9), '')
         , left(county, 20)
         , nullif(left(zip, 50), '')
    FROM numbered
    ORDER BY id
    RETURNING 1
)
SELECT coalesce((SELECT sum(rows) FROM distinct_place), 0)::bigint AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

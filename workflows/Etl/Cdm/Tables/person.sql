-- $1 run. A person needs a gender and a plausible birth; whoever is refused here takes all events along.
WITH patient AS (
    SELECT patients.*
         , coalesce(state_name.abbreviation, patients.state, '') AS state_code
         , CASE
               WHEN patients.gender IS NULL THEN 'GENDER'
               WHEN patients.birthdate NOT BETWEEN '1850-01-01' AND (now() AT TIME ZONE 'UTC')::date THEN 'BIRTHDATE'
           END AS fault
    FROM staging.patients
    LEFT JOIN staging.state_name ON state_name.name = patients.state
), refused AS (
    INSERT INTO staging.reject (run_id, file, line, column_name, reason)
    SELECT $1, 'patients', line, fault, CASE fault WHEN 'GENDER' THEN 'a person needs a gender' ELSE 'a person needs a plausible birth date' END
    FROM patient
    WHERE fault IS NOT NULL
    ORDER BY line
    RETURNING 1
), numbered AS (
    SELECT patient.*
         , key.id IS NULL AS is_new
         , coalesce(key.id, (SELECT coalesce(max(id), 0) FROM staging.person_key)
               + row_number() OVER (PARTITION BY key.id IS NULL ORDER BY patient.line))::integer AS person_id
    FROM patient
    LEFT JOIN staging.person_key AS key ON key.source_key = patient.id
    WHERE patient.fault IS NULL
), keyed AS (
    INSERT INTO staging.person_key (source_key, id)
    SELECT id, person_id FROM numbered WHERE is_new ORDER BY person_id
), known AS (
    INSERT INTO staging.known_person (patient, person_id, born_on, died_on)
    SELECT id, person_id, birthdate, deathdate FROM numbered ORDER BY person_id
), written AS (
    INSERT INTO cdm_next.person
    ( person_id
    , gender_concept_id
    , year_of_birth
    , month_of_birth
    , day_of_birth
    , birth_datetime
    , race_concept_id
    , ethnicity_concept_id
    , location_id
    , person_source_value
    , gender_source_value
    , gender_source_concept_id
    , race_source_value
    , race_source_concept_id
    , ethnicity_source_value
    , ethnicity_source_concept_id
    )
    SELECT numbered.person_id
         , CASE upper(numbered.gender) WHEN 'M' THEN 8507 WHEN 'F' THEN 8532 ELSE 0 END
         , extract(year FROM numbered.birthdate)
         , extract(month FROM numbered.birthdate)
         , extract(day FROM numbered.birthdate)
         , numbered.birthdate
         , CASE lower(numbered.race) WHEN 'white' THEN 8527 WHEN 'black' THEN 8516 WHEN 'asian' THEN 8515 ELSE 0 END
         , CASE lower(numbered.ethnicity) WHEN 'hispanic' THEN 38003563 WHEN 'nonhispanic' THEN 38003564 ELSE 0 END
         , place.id
         , left(numbered.id, 50)
         , left(numbered.gender, 50)
         , 0
         , left(numbered.race, 50)
         , 0
         , left(numbered.ethnicity, 50)
         , 0
    FROM numbered
    LEFT JOIN staging.location_key AS place
      ON place.city = coalesce(numbered.city, '') AND place.state = numbered.state_code AND place.zip = coalesce(numbered.zip, '')
    ORDER BY numbered.person_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM patient) AS read
     , (SELECT count(*) FROM written) AS written
     , (SELECT count(*) FROM refused) AS rejected

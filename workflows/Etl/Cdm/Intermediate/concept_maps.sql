-- What the transforms need of a vocabulary, for the codes that are staged and no others. {vocabulary} is the schema it lies in.
-- UNLOGGED like the staged rows they belong to: after a crash of the server both are gone, and staging.build with them.
DROP TABLE IF EXISTS staging.build, staging.concept_map, staging.unit_map, staging.answer_map, staging.drug_ingredient, staging.visit_concept
    , staging.specialty_map, staging.known_person, staging.known_encounter, staging.cost_line;

CREATE UNLOGGED TABLE staging.build
( token              uuid NOT NULL
, vocabulary_version text NOT NULL
, extracted_on       date NOT NULL
);

-- Each staged code has at least one row. nth counts a code's targets within a table; leads marks one target of all, which carries the row's cost.
CREATE UNLOGGED TABLE staging.concept_map
( file                text     NOT NULL
, system              text     NOT NULL
, code                text     NOT NULL
, target_table        text     NOT NULL
, nth                 smallint NOT NULL
, leads               boolean  NOT NULL
, source_concept_id   integer  NOT NULL
, target_concept_id   integer  NOT NULL
, value_as_concept_id integer
);

CREATE UNLOGGED TABLE staging.unit_map
( units      text    NOT NULL
, concept_id integer NOT NULL
);

CREATE UNLOGGED TABLE staging.answer_map
( value      text    NOT NULL
, concept_id integer NOT NULL
);

CREATE UNLOGGED TABLE staging.drug_ingredient
( drug_concept_id       integer NOT NULL
, ingredient_concept_id integer NOT NULL
);

CREATE UNLOGGED TABLE staging.visit_concept
( class      text    NOT NULL
, concept_id integer NOT NULL
);

CREATE UNLOGGED TABLE staging.specialty_map
( speciality text    NOT NULL
, concept_id integer NOT NULL
);

CREATE UNLOGGED TABLE staging.known_person
( patient   text    NOT NULL
, person_id integer NOT NULL
, born_on   date    NOT NULL
, died_on   date
);

CREATE UNLOGGED TABLE staging.known_encounter
( encounter           text      NOT NULL
, visit_detail_id     integer   NOT NULL
, visit_occurrence_id integer   NOT NULL
, shapes_visit        boolean   NOT NULL
, person_id           integer   NOT NULL
, class               text      NOT NULL
, visit_concept_id    integer   NOT NULL
, started             timestamp NOT NULL
, stopped             timestamp NOT NULL
, provider_id         integer
, care_site_id        integer
, code                text
, reasoncode          text
, total_claim_cost    numeric
, payer_coverage      numeric
);

CREATE UNLOGGED TABLE staging.cost_line
( domain         text    NOT NULL
, event_id       integer NOT NULL
, person_id      integer NOT NULL
, incurred_on    date    NOT NULL
, total_cost     numeric NOT NULL
, payer_coverage numeric
);

DROP TABLE IF EXISTS pg_temp.wanted, pg_temp.sourced, pg_temp.target;

-- A file that names no system has a vocabulary of its own; 'Unknown' is how Synthea writes an allergy's missing system.
CREATE TEMP TABLE wanted AS
WITH staged AS (
    SELECT DISTINCT file, system, code
    FROM pg_temp.event
    UNION ALL
    SELECT DISTINCT 'encounters', '', reasoncode
    FROM staging.encounters
    WHERE code = '308646001' AND reasoncode IS NOT NULL
), file_vocabulary (file, vocabulary_id, preference) AS (
    VALUES ('conditions', 'SNOMED', 1)
         , ('medications', 'RxNorm', 1)
         , ('immunizations', 'CVX', 1)
         , ('procedures', 'SNOMED', 1)
         , ('devices', 'SNOMED', 1)
         , ('supplies', 'SNOMED', 1)
         , ('observations', 'LOINC', 1)
         , ('allergies', 'SNOMED', 1)
         , ('allergies', 'RxNorm', 2)
         , ('encounters', 'SNOMED', 1)
), system_vocabulary (system, vocabulary_id) AS (
    VALUES ('SNOMED-CT', 'SNOMED')
         , ('HTTP://SNOMED.INFO/SCT', 'SNOMED')
         , ('ICD10', 'ICD10CM')
         , ('ICD-10-CM', 'ICD10CM')
         , ('HTTP://HL7.ORG/FHIR/SID/ICD-10-CM', 'ICD10CM')
         , ('RXNORM', 'RxNorm')
         , ('HTTP://WWW.NLM.NIH.GOV/RESEARCH/UMLS/RXNORM', 'RxNorm')
         , ('HTTP://LOINC.ORG', 'LOINC')
         , ('HTTP://HL7.ORG/FHIR/SID/CVX', 'CVX')
)
SELECT staged.file, staged.system, staged.code, file_vocabulary.vocabulary_id, file_vocabulary.preference
FROM staged
JOIN file_vocabulary ON file_vocabulary.file = staged.file
WHERE staged.system IN ('', 'Unknown')
UNION ALL
SELECT staged.file, staged.system, staged.code, coalesce(system_vocabulary.vocabulary_id, staged.system), 1
FROM staged
LEFT JOIN system_vocabulary ON system_vocabulary.system = upper(staged.system)
WHERE staged.system NOT IN ('', 'Unknown');

ANALYZE pg_temp.wanted;

-- The concept that the code itself is, standard or not: a code means nothing without its vocabulary.
CREATE TEMP TABLE sourced AS
SELECT DISTINCT ON (wanted.file, wanted.system, wanted.code)
       wanted.file
     , wanted.system
     , wanted.code
     , concept.concept_id
FROM pg_temp.wanted
JOIN {vocabulary}.concept ON concept.concept_code = wanted.code AND concept.vocabulary_id = wanted.vocabulary_id
ORDER BY wanted.file, wanted.system, wanted.code, wanted.preference, concept.invalid_reason IS NOT NULL, concept.concept_id;

ANALYZE pg_temp.sourced;

-- The hospital's own map wins over the vocabulary's 'Maps to'.
CREATE TEMP TABLE target AS
WITH local AS (
    SELECT DISTINCT wanted.file, wanted.system, wanted.code, map.source_concept_id, map.target_concept_id
    FROM pg_temp.wanted
    JOIN {vocabulary}.source_to_concept_map AS map ON map.source_code = wanted.code AND map.source_vocabulary_id = wanted.vocabulary_id
    JOIN {vocabulary}.concept ON concept.concept_id = map.target_concept_id AND concept.standard_concept = 'S' AND concept.invalid_reason IS NULL
    WHERE map.invalid_reason IS NULL
      AND (now() AT TIME ZONE 'UTC')::date BETWEEN map.valid_start_date AND map.valid_end_date
), mapped AS (
    SELECT DISTINCT sourced.file, sourced.system, sourced.code, sourced.concept_id, relationship.concept_id_2
    FROM pg_temp.sourced
    JOIN {vocabulary}.concept_relationship AS relationship
      ON relationship.concept_id_1 = sourced.concept_id AND relationship.relationship_id = 'Maps to' AND relationship.invalid_reason IS NULL
    JOIN {vocabulary}.concept ON concept.concept_id = relationship.concept_id_2 AND concept.standard_concept = 'S' AND concept.invalid_reason IS NULL
    WHERE NOT EXISTS (SELECT FROM local WHERE local.file = sourced.file AND local.system = sourced.system AND local.code = sourced.code)
)
SELECT * FROM local
UNION ALL
SELECT * FROM mapped;

ANALYZE pg_temp.target;

-- The target's domain decides the table, not the file. An allergy stays an observation: to take it for a drug given would be grave.
INSERT INTO staging.concept_map
WITH implied (file, target_table) AS (
    VALUES ('conditions', 'condition_occurrence')
         , ('medications', 'drug_exposure')
         , ('immunizations', 'drug_exposure')
         , ('procedures', 'procedure_occurrence')
         , ('devices', 'device_exposure')
         , ('supplies', 'device_exposure')
         , ('observations', 'observation')
         , ('allergies', 'observation')
         , ('encounters', 'death')
), domain_table (domain_id, target_table) AS (
    VALUES ('Condition', 'condition_occurrence')
         , ('Drug', 'drug_exposure')
         , ('Procedure', 'procedure_occurrence')
         , ('Device', 'device_exposure')
         , ('Measurement', 'measurement')
         , ('Meas', 'measurement')
), allergy_to_drug AS (
    SELECT concept_id
    FROM {vocabulary}.concept
    WHERE concept_id = 439224 AND standard_concept = 'S'
), routed AS (
    SELECT DISTINCT
           wanted.file
         , wanted.system
         , wanted.code
         , CASE
               WHEN wanted.file IN ('allergies', 'encounters') OR target.target_concept_id IS NULL THEN implied.target_table
               ELSE coalesce(domain_table.target_table, 'observation')
           END AS target_table
         , coalesce(target.source_concept_id, sourced.concept_id, 0) AS source_concept_id
         , CASE
               WHEN wanted.file = 'allergies' AND concept.domain_id = 'Drug' THEN coalesce((SELECT concept_id FROM allergy_to_drug), 0)
               ELSE coalesce(target.target_concept_id, 0)
           END AS target_concept_id
         , CASE WHEN wanted.file = 'allergies' AND concept.domain_id = 'Drug' THEN target.target_concept_id END AS substance_concept_id
         , sourced.concept_id AS own_concept_id
    FROM pg_temp.wanted
    JOIN implied ON implied.file = wanted.file
    LEFT JOIN pg_temp.sourced ON sourced.file = wanted.file AND sourced.system = wanted.system AND sourced.code = wanted.code
    LEFT JOIN pg_temp.target ON target.file = wanted.file AND target.system = wanted.system AND target.code = wanted.code
    LEFT JOIN {vocabulary}.concept ON concept.concept_id = target.target_concept_id
    LEFT JOIN domain_table ON domain_table.domain_id = split_part(concept.domain_id, '/', 1)
), valued AS (
    SELECT routed.*, coalesce(routed.substance_concept_id, value.concept_id_2) AS value_as_concept_id
    FROM routed
    LEFT JOIN {vocabulary}.concept_relationship AS value
      ON value.concept_id_1 = routed.own_concept_id AND value.relationship_id = 'Maps to value' AND value.invalid_reason IS NULL
     AND routed.target_table IN ('observation', 'measurement') AND routed.substance_concept_id IS NULL
)
SELECT file
     , system
     , code
     , target_table
     , row_number() OVER (PARTITION BY file, system, code, target_table ORDER BY target_concept_id, value_as_concept_id)
     , row_number() OVER (PARTITION BY file, system, code ORDER BY target_table, target_concept_id, value_as_concept_id) = 1
     , source_concept_id
     , target_concept_id
     , value_as_concept_id
FROM valued;

-- Units that Synthea writes otherwise than OMOP's UCUM does; an alias counts only where the exact code is unknown.
INSERT INTO staging.unit_map
WITH staged AS (
    SELECT DISTINCT units FROM staging.observations WHERE units IS NOT NULL
), alias (units, concept_code) AS (
    VALUES ('U/L', '[U]/L')
         , ('kU/L', '10*3.[U]/L')
         , ('mU/L', '10*-3.[U]/L')
         , ('uU/mL', '10*-6.[U]/mL')
         , ('{score}', '[score]')
         , ('[pH]', 'pH')
         , ('mL/min/{1.73_m2}', 'mL/min/1.73.m2')
         , ('mL/min/1.73m2', 'mL/min/1.73.m2')
         , ('mmHg', 'mm[Hg]')
         , ('degC', 'Cel')
         , ('[degC]', 'Cel')
         , ('bpm', '/min')
         , ('{beats}/min', '/min')
         , ('{breaths}/min', '/min')
         , ('10^3/uL', '10*3/uL')
         , ('10^6/uL', '10*6/uL')
)
SELECT DISTINCT ON (staged.units) staged.units, coalesce(exact.concept_id, mended.concept_id, 0)
FROM staged
LEFT JOIN {vocabulary}.concept AS exact
  ON exact.concept_code = staged.units AND exact.vocabulary_id = 'UCUM' AND exact.standard_concept = 'S' AND exact.invalid_reason IS NULL
LEFT JOIN alias ON alias.units = staged.units
LEFT JOIN {vocabulary}.concept AS mended
  ON mended.concept_code = alias.concept_code AND mended.vocabulary_id = 'UCUM' AND mended.standard_concept = 'S' AND mended.invalid_reason IS NULL
ORDER BY staged.units, exact.concept_id, mended.concept_id;

INSERT INTO staging.answer_map
SELECT DISTINCT ON (staged.value) staged.value, concept.concept_id
FROM (SELECT DISTINCT value FROM staging.observations WHERE "type" IS DISTINCT FROM 'numeric' AND value IS NOT NULL) AS staged
JOIN {vocabulary}.concept ON concept.concept_code = staged.value AND concept.domain_id = 'Meas Value' AND concept.invalid_reason IS NULL
ORDER BY staged.value, concept.standard_concept, concept.concept_id;

-- Eras are of ingredients: each drug that is mapped to, with every RxNorm ingredient it holds (itself, when it is one).
INSERT INTO staging.drug_ingredient
WITH drug AS (
    SELECT DISTINCT target_concept_id AS concept_id
    FROM staging.concept_map
    WHERE target_table = 'drug_exposure' AND target_concept_id <> 0
), lineage AS (
    SELECT drug.concept_id, ancestor.ancestor_concept_id
    FROM drug
    JOIN {vocabulary}.concept_ancestor AS ancestor ON ancestor.descendant_concept_id = drug.concept_id
    UNION
    SELECT concept_id, concept_id FROM drug
)
SELECT lineage.concept_id, lineage.ancestor_concept_id
FROM lineage
JOIN {vocabulary}.concept ON concept.concept_id = lineage.ancestor_concept_id
WHERE concept.vocabulary_id = 'RxNorm' AND concept.concept_class_id = 'Ingredient';

-- Inpatient, emergency and outpatient are as OHDSI has them. The other classes take the first Visit concept that this vocabulary has, else 0.
INSERT INTO staging.visit_concept
WITH candidate (class, concept_id, preference) AS (
    VALUES ('snf', 42898160, 1)
         , ('snf', 8863, 2)
         , ('hospice', 8546, 1)
         , ('hospice', 42898160, 2)
         , ('home', 581476, 1)
         , ('virtual', 722455, 1)
         , ('virtual', 5083, 2)
)
SELECT class, concept_id
FROM (
    VALUES ('inpatient', 9201)
         , ('emergency', 9203)
         , ('urgentcare', 9203)
         , ('ambulatory', 9202)
         , ('wellness', 9202)
         , ('outpatient', 9202)
) AS fixed (class, concept_id)
UNION ALL
(SELECT DISTINCT ON (candidate.class) candidate.class, candidate.concept_id
 FROM candidate
 JOIN {vocabulary}.concept ON concept.concept_id = candidate.concept_id
 WHERE concept.domain_id = 'Visit' AND concept.standard_concept = 'S' AND concept.invalid_reason IS NULL
 ORDER BY candidate.class, candidate.preference);

INSERT INTO staging.specialty_map
SELECT DISTINCT ON (staged.speciality)
       staged.speciality
     , coalesce(concept.concept_id, CASE upper(staged.speciality) WHEN 'GENERAL PRACTICE' THEN 38004446 ELSE 0 END)
FROM (SELECT DISTINCT speciality FROM staging.providers WHERE speciality IS NOT NULL) AS staged
LEFT JOIN {vocabulary}.concept
  ON upper(concept.concept_name) = upper(staged.speciality) AND concept.domain_id = 'Provider'
 AND concept.standard_concept = 'S' AND concept.invalid_reason IS NULL
ORDER BY staged.speciality, concept.concept_id;

ANALYZE staging.concept_map;
ANALYZE staging.unit_map;
ANALYZE staging.answer_map;
ANALYZE staging.drug_ingredient;

-- The token is this staging's name. A step that finds another one, or none, knows that its ground has changed.
INSERT INTO staging.build
SELECT gen_random_uuid()
     , coalesce((SELECT vocabulary_version FROM {vocabulary}.vocabulary WHERE vocabulary_id = 'None'), 'unknown')
     , coalesce((SELECT greatest(max(start), max(stop))::date FROM staging.encounters), (now() AT TIME ZONE 'UTC')::date);

DROP TABLE pg_temp.wanted, pg_temp.sourced, pg_temp.target;

-- The two results tables of the OMOP CDM 5.4. They hold what people define, so a load makes them when absent and never touches them again.
CREATE SCHEMA IF NOT EXISTS results;

CREATE TABLE IF NOT EXISTS results.cohort
( cohort_definition_id integer NOT NULL
, subject_id           integer NOT NULL
, cohort_start_date    date    NOT NULL
, cohort_end_date      date    NOT NULL
);

CREATE TABLE IF NOT EXISTS results.cohort_definition
( cohort_definition_id          integer      NOT NULL
, cohort_definition_name        varchar(255) NOT NULL
, cohort_definition_description text
, definition_type_concept_id    integer      NOT NULL
, cohort_definition_syntax      text
, subject_concept_id            integer      NOT NULL
, cohort_initiation_date        date
);

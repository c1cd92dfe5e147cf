-- The vocabulary tables of the OMOP CDM 5.4, built anew beside the ones in use.
DROP SCHEMA IF EXISTS vocab_next CASCADE;
CREATE SCHEMA vocab_next;

CREATE TABLE vocab_next.concept
( concept_id       integer      NOT NULL
, concept_name     varchar(255) NOT NULL
, domain_id        varchar(20)  NOT NULL
, vocabulary_id    varchar(20)  NOT NULL
, concept_class_id varchar(20)  NOT NULL
, standard_concept varchar(1)
, concept_code     varchar(50)  NOT NULL
, valid_start_date date         NOT NULL
, valid_end_date   date         NOT NULL
, invalid_reason   varchar(1)
);

CREATE TABLE vocab_next.vocabulary
( vocabulary_id         varchar(20)  NOT NULL
, vocabulary_name       varchar(255) NOT NULL
, vocabulary_reference  varchar(255)
, vocabulary_version    varchar(255)
, vocabulary_concept_id integer      NOT NULL
);

CREATE TABLE vocab_next.domain
( domain_id         varchar(20)  NOT NULL
, domain_name       varchar(255) NOT NULL
, domain_concept_id integer      NOT NULL
);

CREATE TABLE vocab_next.concept_class
( concept_class_id         varchar(20)  NOT NULL
, concept_class_name       varchar(255) NOT NULL
, concept_class_concept_id integer      NOT NULL
);

CREATE TABLE vocab_next.concept_relationship
( concept_id_1     integer     NOT NULL
, concept_id_2     integer     NOT NULL
, relationship_id  varchar(20) NOT NULL
, valid_start_date date        NOT NULL
, valid_end_date   date        NOT NULL
, invalid_reason   varchar(1)
);

CREATE TABLE vocab_next.relationship
( relationship_id         varchar(20)  NOT NULL
, relationship_name       varchar(255) NOT NULL
, is_hierarchical         varchar(1)   NOT NULL
, defines_ancestry        varchar(1)   NOT NULL
, reverse_relationship_id varchar(20)  NOT NULL
, relationship_concept_id integer      NOT NULL
);

CREATE TABLE vocab_next.concept_synonym
( concept_id           integer       NOT NULL
, concept_synonym_name varchar(1000) NOT NULL
, language_concept_id  integer       NOT NULL
);

CREATE TABLE vocab_next.concept_ancestor
( ancestor_concept_id      integer NOT NULL
, descendant_concept_id    integer NOT NULL
, min_levels_of_separation integer NOT NULL
, max_levels_of_separation integer NOT NULL
);

CREATE TABLE vocab_next.source_to_concept_map
( source_code             varchar(50)  NOT NULL
, source_concept_id       integer      NOT NULL
, source_vocabulary_id    varchar(20)  NOT NULL
, source_code_description varchar(255)
, target_concept_id       integer      NOT NULL
, target_vocabulary_id    varchar(20)  NOT NULL
, valid_start_date        date         NOT NULL
, valid_end_date          date         NOT NULL
, invalid_reason          varchar(1)
);

CREATE TABLE vocab_next.drug_strength
( drug_concept_id             integer    NOT NULL
, ingredient_concept_id       integer    NOT NULL
, amount_value                numeric
, amount_unit_concept_id      integer
, numerator_value             numeric
, numerator_unit_concept_id   integer
, denominator_value           numeric
, denominator_unit_concept_id integer
, box_size                    integer
, valid_start_date            date       NOT NULL
, valid_end_date              date       NOT NULL
, invalid_reason              varchar(1)
);

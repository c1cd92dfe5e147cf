CREATE TEMP TABLE IF NOT EXISTS routed
( id                  integer   NOT NULL
, is_new              boolean   NOT NULL
, key                 bigint    NOT NULL
, ordinal             integer   NOT NULL
, file                text      NOT NULL
, line                integer   NOT NULL
, nth                 smallint  NOT NULL
, leads               boolean   NOT NULL
, person_id           integer   NOT NULL
, provider_id         integer
, visit_occurrence_id integer
, visit_detail_id     integer
, concept_id          integer   NOT NULL
, source_concept_id   integer   NOT NULL
, value_as_concept_id integer
, source_value        text
, started             timestamp NOT NULL
, stopped             timestamp
, value               text
, units               text
, quantity            numeric
, udi                 text
, base_cost           numeric
, payer_coverage      numeric
, lacks_visit         boolean   NOT NULL
) ON COMMIT DROP

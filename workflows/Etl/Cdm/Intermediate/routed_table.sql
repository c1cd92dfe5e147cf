-- The rows that go to one event table. They are numbered by narrow rows of their own, because sorting these twice costs little.
CREATE TEMP TABLE IF NOT EXISTS candidate
( place               bigint    NOT NULL
, key                 bigint    NOT NULL
, file                text      NOT NULL
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
) ON COMMIT DROP;

CREATE TEMP TABLE IF NOT EXISTS numbered
( place bigint  NOT NULL
, id    integer NOT NULL
) ON COMMIT DROP;

CREATE OR REPLACE TEMP VIEW routed AS
SELECT numbered.id, candidate.*
FROM pg_temp.candidate
JOIN pg_temp.numbered ON numbered.place = candidate.place;

TRUNCATE pg_temp.candidate, pg_temp.numbered

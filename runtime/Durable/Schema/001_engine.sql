-- The engine's four tables. What a row means, and who may write it when, is told in ../README.md.

CREATE TABLE durable.instances
( id                 bigint GENERATED ALWAYS AS IDENTITY
, task_hub           text NOT NULL
, instance_id        text NOT NULL
, name               text NOT NULL
, version            text
, generation         integer NOT NULL DEFAULT 1     -- one per execution: continue-as-new and re-creation raise it
, status             smallint NOT NULL              -- OrchestrationRuntimeStatus
, input              text
, output             text
, failure            text                           -- Failure as JSON
, custom_status      text
, tags               text                           -- JSON object
, parent             text                           -- ParentLink as JSON
, created_ticks      bigint NOT NULL
, updated_ticks      bigint NOT NULL
, completed_ticks    bigint
, start_at           timestamptz
, first_turn         integer NOT NULL DEFAULT 1     -- of this generation; turns are numbered on over generations
, turn               integer NOT NULL DEFAULT 0     -- the last one committed
, owner              text
, epoch              integer NOT NULL DEFAULT 0     -- one per claim: fences a worker that lost its lease
, lease_until        timestamptz
, CONSTRAINT instances_pk PRIMARY KEY (id)
, CONSTRAINT instances_named_once_in_a_hub UNIQUE (task_hub, instance_id)
) WITH (fillfactor = 70); -- room for the next version of a row beside it: every turn updates one

CREATE INDEX instances_by_age ON durable.instances (task_hub, created_ticks, id);

-- One row a turn: what it consumed and what it decided, in order.
CREATE TABLE durable.history
( instance           bigint NOT NULL
, turn               integer NOT NULL
, at_ticks           bigint NOT NULL                -- 100 ns since 0001-01-01 UTC: NewGuid reads them all
, events             text NOT NULL                  -- JSON array of HistoryEvent
, CONSTRAINT history_pk PRIMARY KEY (instance, turn)
);

-- Messages for an instance, from the time they become visible: timers wait here too.
CREATE TABLE durable.inbox
( instance           bigint NOT NULL
, id                 bigint GENERATED ALWAYS AS IDENTITY
, task_hub           text NOT NULL
, generation         integer                        -- the only one it is meant for; null: whichever runs
, visible_at         timestamptz NOT NULL
, event              text NOT NULL                  -- HistoryEvent as JSON
, CONSTRAINT inbox_pk PRIMARY KEY (instance, id)
);

CREATE INDEX inbox_by_visibility ON durable.inbox (task_hub, visible_at, instance, id);

-- Tasks to run. A leased one becomes visible again when its lease runs out.
CREATE TABLE durable.activities
( instance           bigint NOT NULL
, generation         integer NOT NULL
, task_id            integer NOT NULL
, task_hub           text NOT NULL
, instance_id        text NOT NULL
, name               text NOT NULL
, version            text
, input              text
, owner              text
, visible_at         timestamptz NOT NULL
, attempts           integer NOT NULL DEFAULT 0
, CONSTRAINT activities_pk PRIMARY KEY (instance, generation, task_id)
) WITH (fillfactor = 80);

CREATE INDEX activities_by_visibility ON durable.activities (task_hub, visible_at);

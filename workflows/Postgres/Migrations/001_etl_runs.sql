CREATE SCHEMA IF NOT EXISTS staging;

-- One row per load. The row comes first, then the orchestration of the same id.
CREATE TABLE staging.etl_run
( id              text        CONSTRAINT etl_run_pk PRIMARY KEY
, ordinal         bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT etl_run_ordinal_once UNIQUE
, source          text        NOT NULL
, location        text        NOT NULL
, vocabulary      text
, idempotency_key text        CONSTRAINT etl_run_key_once UNIQUE
, status          text        NOT NULL DEFAULT 'NotStarted'
                  CONSTRAINT etl_run_status_known CHECK (status IN ('NotStarted', 'Running', 'Succeeded', 'Failed'))
, created_at      timestamptz NOT NULL DEFAULT now()
, started_at      timestamptz
, finished_at     timestamptz
, error           text
);

-- One load at a time: the second unfinished row has no place.
CREATE UNIQUE INDEX etl_run_one_at_a_time ON staging.etl_run ((true)) WHERE status IN ('NotStarted', 'Running');

CREATE TABLE staging.etl_step
( run_id      text        NOT NULL CONSTRAINT etl_step_of_run REFERENCES staging.etl_run (id) ON DELETE CASCADE
, number      integer     NOT NULL
, name        text        NOT NULL
, status      text        NOT NULL
              CONSTRAINT etl_step_status_known CHECK (status IN ('NotStarted', 'Running', 'Succeeded', 'Failed'))
, started_at  timestamptz
, finished_at timestamptz
, notices     text[]      NOT NULL DEFAULT '{}'
, CONSTRAINT etl_step_pk PRIMARY KEY (run_id, number)
);

CREATE TABLE staging.etl_table
( run_id     text    NOT NULL
, number     integer NOT NULL
, table_name text    NOT NULL
, ordinal    integer NOT NULL
, read       bigint  NOT NULL
, written    bigint  NOT NULL
, rejected   bigint  NOT NULL
, CONSTRAINT etl_table_pk PRIMARY KEY (run_id, number, table_name)
, CONSTRAINT etl_table_of_step FOREIGN KEY (run_id, number) REFERENCES staging.etl_step (run_id, number) ON DELETE CASCADE
);

-- What was read, so that a run can be compared with the files it came from. No foreign key here and below: a step run by hand needs no run.
CREATE TABLE staging.etl_file
( run_id text   NOT NULL
, file   text   NOT NULL
, bytes  bigint NOT NULL
, sha256 text   NOT NULL
, CONSTRAINT etl_file_pk PRIMARY KEY (run_id, file)
);

-- Rows that were left out: where they stand and why, never what stands there.
CREATE TABLE staging.reject
( id          bigint  GENERATED ALWAYS AS IDENTITY CONSTRAINT reject_pk PRIMARY KEY
, run_id      text    NOT NULL
, file        text    NOT NULL
, line        integer NOT NULL
, column_name text
, reason      text    NOT NULL
);

CREATE INDEX reject_by_run ON staging.reject (run_id, id);

-- The timers of functions, as their hosts remember them: runtime/Host/README.md tells who may write what when.

CREATE TABLE durable.schedules
( task_hub           text NOT NULL
, function           text NOT NULL
, schedule           text NOT NULL                  -- expression and zone: a host that starts with another one begins anew
, next_due           timestamptz NOT NULL
, last_due           timestamptz                    -- null: it has not run yet
, updated_at         timestamptz NOT NULL
, owner              text                           -- who runs it now
, epoch              integer NOT NULL DEFAULT 0     -- one per run: fences a host that lost its lease
, lease_until        timestamptz                    -- run out beside an owner: the run was cut off
, CONSTRAINT schedules_pk PRIMARY KEY (task_hub, function)
) WITH (fillfactor = 50); -- a row is updated twice a run

-- Which hosts serve a timer that runs on startup: it runs with the first of them.
CREATE TABLE durable.schedule_listeners
( task_hub           text NOT NULL
, function           text NOT NULL
, owner              text NOT NULL
, alive_until        timestamptz NOT NULL
, CONSTRAINT schedule_listeners_pk PRIMARY KEY (task_hub, function, owner)
);

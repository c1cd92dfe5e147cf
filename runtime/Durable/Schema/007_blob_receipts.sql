-- What blob triggers have seen and what became of it: one row a version of a blob and function. runtime/Host/README.md tells who may write what when.

CREATE TABLE durable.blob_receipts
( id                 bigint GENERATED ALWAYS AS IDENTITY
, task_hub           text NOT NULL
, function           text NOT NULL
, blob               bytea NOT NULL                 -- SHA-256 of store, container and name, which may be too long for an index
, etag               text NOT NULL
, container          text NOT NULL
, name               text NOT NULL
, length             bigint NOT NULL
, modified_at        timestamptz NOT NULL           -- by the store's clock
, identity           text                           -- the version, whatever ETag it has: known once it was taken
, status             smallint NOT NULL DEFAULT 0    -- 0 to be handled, 1 handled, 2 poisoned, 3 passed over
, visible_at         timestamptz NOT NULL           -- when it may be taken: settled, paused between tries; the end of the lease beside an owner
, owner              text
, attempts           integer NOT NULL DEFAULT 0     -- one per claim: fences a host that lost its lease
, reason             text                           -- why the last try failed, why it was poisoned or passed over
, seen_at            timestamptz NOT NULL
, finished_at        timestamptz
, CONSTRAINT blob_receipts_pk PRIMARY KEY (id)
, CONSTRAINT blob_receipts_once_a_version UNIQUE (task_hub, function, blob, etag)
) WITH (fillfactor = 70); -- a row is updated some times, and then never

-- In the order they are taken.
CREATE INDEX blob_receipts_to_handle ON durable.blob_receipts (task_hub, function, modified_at, id) WHERE status = 0;

CREATE INDEX blob_receipts_poisoned ON durable.blob_receipts (task_hub, function, finished_at) WHERE status = 2;

-- Of several hosts one looks at a time.
CREATE TABLE durable.blob_scans
( task_hub           text NOT NULL
, function           text NOT NULL
, next_at            timestamptz NOT NULL
, CONSTRAINT blob_scans_pk PRIMARY KEY (task_hub, function)
) WITH (fillfactor = 50);

-- What was given up, with the message that the official host would have put into its queue webjobs-blobtrigger-poison.
CREATE VIEW durable.blob_poison AS
SELECT task_hub, function, container, name, etag, attempts, reason, finished_at
     , jsonb_build_object('Type', 'BlobTrigger', 'FunctionId', function, 'BlobType', 'BlockBlob', 'ContainerName', container, 'BlobName', name, 'ETag', '"' || etag || '"') AS message
FROM durable.blob_receipts
WHERE status = 2;

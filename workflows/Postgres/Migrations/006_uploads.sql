-- A file that was handed in for a document: dropped into its container, or posted. A row is here before the file is, so that no file is ever nobody's;
-- it goes when a later upload is shown, or with the document. sequence is null until the file is there whole.
CREATE TABLE docs.upload
( id          uuid        CONSTRAINT upload_pk PRIMARY KEY
, document_id text        NOT NULL CONSTRAINT upload_document_id_fits CHECK (octet_length(document_id) BETWEEN 1 AND 1024)
, sequence    bigint      CONSTRAINT upload_sequence_once UNIQUE
, source      text        NOT NULL CONSTRAINT upload_source_is_known CHECK (source IN ('drop', 'post'))
, blob        text        NOT NULL
, etag        text
, file_name   text        NOT NULL
, bytes       bigint
, sha256      text
, labels      text[]      NOT NULL
, uploader    bytea
, password    bytea
, status      text        NOT NULL DEFAULT 'receiving'
              CONSTRAINT upload_status_is_known CHECK (status IN ('receiving', 'accepted', 'reading', 'published', 'superseded', 'failed', 'removed'))
, code        text
, reason      text
, failed_blob text
, created_at  timestamptz NOT NULL DEFAULT now()
, changed_at  timestamptz NOT NULL DEFAULT now()
, ended_at    timestamptz
);

CREATE INDEX upload_by_document ON docs.upload (document_id, sequence DESC);

-- The same version of a dropped file is one upload, however often its trigger tries.
CREATE UNIQUE INDEX upload_drop_once ON docs.upload (document_id, etag) WHERE etag IS NOT NULL AND ended_at IS NULL;

-- What is not over, for the timer that looks for what nobody works at.
CREATE INDEX upload_open ON docs.upload (changed_at) WHERE ended_at IS NULL OR status = 'removed';

CREATE INDEX document_by_time ON docs.document (created_at, id);

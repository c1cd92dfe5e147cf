CREATE SCHEMA IF NOT EXISTS docs;

-- Uploads and deletions of one document are in the order of this sequence: DocumentStore draws from it under a lock of the document.
CREATE SEQUENCE docs.upload_sequence;

-- Drawn before the row it will be the key of: what belongs to a version is written first, and the version last, all in one transaction.
CREATE SEQUENCE docs.version_key;

-- A document that was handed in. published_sequence is the upload that searchers see, or, before the first one is published, the one before it:
-- a publication with an older one comes too late. A deleted document leaves no row.
CREATE TABLE docs.document
( id                 text        CONSTRAINT document_pk PRIMARY KEY
                     CONSTRAINT document_id_fits CHECK (octet_length(id) BETWEEN 1 AND 1024)
, uploaded_sequence  bigint      NOT NULL
, published_sequence bigint      NOT NULL
, version_key        bigint
, created_at         timestamptz NOT NULL DEFAULT now()
);

-- What searchers see of a document: one row each. id is the UUIDv5 of document and sha256; another chunker, or other labels, makes a new key of the same id.
CREATE TABLE docs.version
( key          bigint      CONSTRAINT version_pk PRIMARY KEY
, id           uuid        NOT NULL
, document_id  text        NOT NULL CONSTRAINT version_of_document REFERENCES docs.document (id) ON DELETE CASCADE
, sequence     bigint      NOT NULL
, sha256       text        NOT NULL CONSTRAINT version_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
, chunker      integer     NOT NULL
, format       text        NOT NULL
, title        text
, labels       text[]      NOT NULL
, chunks       integer     NOT NULL
, published_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX version_by_document ON docs.version (document_id);

ALTER TABLE docs.document ADD CONSTRAINT document_shows_version
    FOREIGN KEY (version_key) REFERENCES docs.version (key) DEFERRABLE INITIALLY DEFERRED;

-- id is the UUIDv5 of version, chunker and ordinal: the same text cut the same way keeps its citations. path holds the titles above the text.
CREATE TABLE docs.chunk
( version_key bigint  NOT NULL CONSTRAINT chunk_of_version REFERENCES docs.version (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
, ordinal     integer NOT NULL
, id          uuid    NOT NULL
, path        text[]  NOT NULL
, body        text    NOT NULL
, citation    jsonb   NOT NULL
, CONSTRAINT chunk_pk PRIMARY KEY (version_key, ordinal)
);

CREATE INDEX chunk_by_id ON docs.chunk (id);

-- The whole document as it was read (Markdown), in parts, and the files inside it.
CREATE TABLE docs.content
( version_key bigint  NOT NULL CONSTRAINT content_of_version REFERENCES docs.version (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
, part        integer NOT NULL
, body        bytea   NOT NULL
, CONSTRAINT content_pk PRIMARY KEY (version_key, part)
);

CREATE TABLE docs.file
( version_key bigint  NOT NULL CONSTRAINT file_of_version REFERENCES docs.version (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
, number      integer NOT NULL
, name        text    NOT NULL
, media_type  text    NOT NULL
, body        bytea   NOT NULL
, CONSTRAINT file_pk PRIMARY KEY (version_key, number)
);

-- Pictures are packed already.
ALTER TABLE docs.file ALTER body SET STORAGE EXTERNAL;

-- What decides who sees a chunk, and what hits are counted by; the index holds the number.
CREATE TABLE docs.attributes
( id     integer GENERATED ALWAYS AS IDENTITY CONSTRAINT attributes_pk PRIMARY KEY
, format text    NOT NULL
, labels text[]  NOT NULL
, CONSTRAINT attributes_once UNIQUE (format, labels)
);

-- Every change of the index takes this row's lock and raises the revision: what is committed later has the higher one.
CREATE TABLE docs.index_state
( id       boolean DEFAULT true CONSTRAINT index_state_pk PRIMARY KEY CONSTRAINT index_state_once CHECK (id)
, revision bigint  NOT NULL
);

INSERT INTO docs.index_state (revision) VALUES (0);

-- Postings of some chunks, never changed: workflows/Search/README.md tells what the bytes are.
CREATE TABLE docs.segment
( id        bigint  GENERATED ALWAYS AS IDENTITY CONSTRAINT segment_pk PRIMARY KEY
, chunks    integer NOT NULL
, tokens    bigint  NOT NULL
, terms     bigint  NOT NULL
, blocks    integer NOT NULL
, contents  bytea   NOT NULL
, directory bytea   NOT NULL
);

-- term is the first of the block's; blocks are in the order of terms.
CREATE TABLE docs.posting
( segment_id bigint  NOT NULL CONSTRAINT posting_of_segment REFERENCES docs.segment (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
, block      integer NOT NULL
, term       bigint  NOT NULL
, body       bytea   NOT NULL
, CONSTRAINT posting_pk PRIMARY KEY (segment_id, block)
)
WITH (toast_tuple_target = 8160);

-- Blocks are packed already, and most are made to fit two into a page.
ALTER TABLE docs.posting ALTER body SET STORAGE EXTERNAL;
ALTER TABLE docs.segment ALTER contents SET STORAGE EXTERNAL;
ALTER TABLE docs.segment ALTER directory SET STORAGE EXTERNAL;

-- Versions that segments still hold and nobody may find: a merge leaves them out, and the row goes with the last of their chunks.
CREATE TABLE docs.dead
( version_key bigint      CONSTRAINT dead_pk PRIMARY KEY
, revision    bigint      NOT NULL
, chunks      integer     NOT NULL
, died_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX dead_by_revision ON docs.dead (revision);

-- Which labels the holder of a function key has, until there are identities. The key itself is nowhere; the label 'unmask' shows identifiers of persons.
CREATE TABLE platform.grants
( key_sha256 bytea NOT NULL CONSTRAINT grants_key_is_sha256 CHECK (octet_length(key_sha256) = 32)
, label      text  NOT NULL CONSTRAINT grants_label_fits CHECK (length(label) BETWEEN 1 AND 100)
, CONSTRAINT grants_pk PRIMARY KEY (key_sha256, label)
);

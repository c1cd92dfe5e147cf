-- Tries that ended with their host. Written only by a claim that finds a lease run out: who has several of them is handled alone.
ALTER TABLE durable.blob_receipts ADD COLUMN lost integer NOT NULL DEFAULT 0;

-- When a version goes, PostgreSQL looks whether a document still shows it: without this through all of them, for each publication.
CREATE UNIQUE INDEX document_by_version ON docs.document (version_key);

-- Which documents were cut by an older release is asked again and again, and mostly none were.
CREATE INDEX version_by_chunker ON docs.version (chunker);

-- The trace an activity belongs to, for the worker that claims it from the table; written only where somebody traces.
ALTER TABLE durable.activities ADD COLUMN trace text;

-- Whose child an instance is, so that ending or purging an instance can reach all below it. Set once, by whoever creates the child: a turn that
-- updates a child changes no indexed column.

ALTER TABLE durable.instances ADD COLUMN parent_key bigint;

UPDATE durable.instances SET parent_key = (parent::json ->> 'key')::bigint WHERE parent IS NOT NULL;

CREATE INDEX instances_by_parent ON durable.instances (parent_key) WHERE parent_key IS NOT NULL;

-- Large values, off the rows that every turn reads and writes: a token stands in their place (History/PayloadToken).

CREATE TABLE durable.payloads
( instance           bigint NOT NULL
, id                 uuid NOT NULL
, gzip               bytea NOT NULL                 -- UTF-8
, CONSTRAINT payloads_pk PRIMARY KEY (instance, id)
);

-- Packed already: the server need not try again.
ALTER TABLE durable.payloads ALTER COLUMN gzip SET STORAGE EXTERNAL;

-- They go with their instance, by triggers and not by parts of statements: a start, a purge or a commit without large values pays nothing for them.

CREATE FUNCTION durable.forget_payloads_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM durable.payloads p USING gone g WHERE p.instance = g.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER payloads_go_with_the_instance
    AFTER DELETE ON durable.instances
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION durable.forget_payloads_of_deleted();

CREATE FUNCTION durable.forget_payloads_of_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM durable.payloads WHERE instance = OLD.id;
    RETURN NEW;
END
$$;

-- Only a start over an ended instance writes when it was created. Before, and not after: the new input may be large too.
CREATE TRIGGER payloads_go_with_the_instance_before
    BEFORE UPDATE OF created_ticks ON durable.instances
    FOR EACH ROW WHEN (OLD.completed_ticks IS NOT NULL AND NEW.completed_ticks IS NULL)
    EXECUTE FUNCTION durable.forget_payloads_of_replaced();

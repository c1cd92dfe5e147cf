-- Keys as an array: by a join, a planner without statistics reads all payloads for each batch of a purge.
CREATE OR REPLACE FUNCTION durable.forget_payloads_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM durable.payloads WHERE instance = ANY (ARRAY(SELECT id FROM gone));
    RETURN NULL;
END
$$;

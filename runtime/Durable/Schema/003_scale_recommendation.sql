-- How many workers a hub has work for: what KEDA's postgresql scaler asks, with the target "1". As the MSSQL provider's GetScaleRecommendation, with
-- two things added that scaling to nothing needs: what is due within the horizon counts, and so do tasks that run just now.
--
-- It reads the two tables that hold unfinished work alone, and an instance only by its key, so finished ones cost nothing however many there are. A
-- backlog is counted no further than the most workers one would start, and its oldest messages stand for all of it.

CREATE FUNCTION durable.scale_recommendation
( hub                text
, max_orchestrations integer                        -- that one worker takes at a time
, max_activities     integer
, horizon            interval DEFAULT '30 seconds'  -- no shorter than what passes between two questions
, max_workers        integer DEFAULT 100
) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off                            -- tables that live by insert and delete have no statistics to plan by:
SET enable_bitmapscan = off                         -- their indexes are followed in order, and no further than is asked,
SET jit = off                                       -- and a wild guess is no reason to compile
AS $$
    WITH due AS (
        SELECT m.instance
        FROM durable.inbox m
        WHERE m.task_hub = hub AND m.visible_at <= now() + horizon
        ORDER BY m.visible_at
        LIMIT 100000
    ), orchestrations AS (
        SELECT count(*) AS number
        FROM (
            SELECT
            FROM (SELECT DISTINCT instance FROM due) d
            JOIN durable.instances i ON i.id = d.instance AND i.completed_ticks IS NULL
            LIMIT max_workers * greatest(max_orchestrations, 1)::bigint
        ) counted
    ), activities AS (
        SELECT count(*) AS number
        FROM (
            SELECT
            FROM durable.activities a
            WHERE a.task_hub = hub AND (a.owner IS NOT NULL OR a.visible_at <= now() + horizon)
            LIMIT max_workers * greatest(max_activities, 1)::bigint
        ) counted
    )
    SELECT least(max_workers, ceil(o.number / greatest(max_orchestrations, 1)::numeric) + ceil(a.number / greatest(max_activities, 1)::numeric))::integer
    FROM orchestrations o, activities a
$$;

REVOKE ALL ON FUNCTION durable.scale_recommendation FROM PUBLIC;

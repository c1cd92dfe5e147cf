-- Gives each candidate the id it has had before, or the next one in the order of the source. {table} is the CDM table.
WITH told_apart AS (
    SELECT place, key, row_number() OVER (PARTITION BY key ORDER BY place)::integer AS ordinal
    FROM pg_temp.candidate
), named AS (
    SELECT told_apart.place
         , told_apart.key
         , told_apart.ordinal
         , known.id IS NULL AS is_new
         , coalesce(known.id, (SELECT coalesce(max(id), 0) FROM staging.{table}_key)
               + row_number() OVER (PARTITION BY known.id IS NULL ORDER BY told_apart.place))::integer AS id
    FROM told_apart
    LEFT JOIN staging.{table}_key AS known ON known.key = told_apart.key AND known.ordinal = told_apart.ordinal
), keyed AS (
    INSERT INTO staging.{table}_key (key, ordinal, id)
    SELECT key, ordinal, id FROM named WHERE is_new ORDER BY id
)
INSERT INTO pg_temp.numbered (place, id)
SELECT place, id FROM named

-- $1 run, $2 the files. Events of nobody: the patient is not in patients, or was refused there.
WITH refused AS (
    INSERT INTO staging.reject (run_id, file, line, column_name, reason)
    SELECT $1, event.file, event.line, 'PATIENT', 'unknown patient'
    FROM pg_temp.event
    WHERE event.file = ANY ($2)
      AND NOT EXISTS (SELECT FROM staging.known_person WHERE known_person.patient = event.patient)
    ORDER BY event.file, event.line
    RETURNING 1
)
SELECT count(*) FROM refused

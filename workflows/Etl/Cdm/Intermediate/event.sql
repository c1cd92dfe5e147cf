-- Every staged event in one shape, so that one text routes all files. place is where a row stands in the source: the file's number, then the line.
-- A view for the length of a transaction: staging's tables are made anew by each load. A condition file = '...' leaves one branch of it.
CREATE OR REPLACE TEMP VIEW event AS
SELECT 'allergies' AS file
     , line
     , 1::bigint << 32 | line AS place
     , patient
     , encounter
     , coalesce(system, '') AS system
     , coalesce(code, '') AS code
     , start AS started
     , stop AS stopped
     , NULL::text AS value
     , NULL::text AS units
     , NULL::numeric AS quantity
     , NULL::text AS udi
     , NULL::numeric AS base_cost
     , NULL::numeric AS payer_coverage
FROM staging.allergies
UNION ALL
SELECT 'conditions', line, 2::bigint << 32 | line, patient, encounter, coalesce(system, ''), coalesce(code, ''), start, stop
     , NULL::text, NULL::text, NULL::numeric, NULL::text, NULL::numeric, NULL::numeric
FROM staging.conditions
UNION ALL
SELECT 'devices', line, 3::bigint << 32 | line, patient, encounter, '', coalesce(code, ''), start, stop
     , NULL::text, NULL::text, NULL::numeric, udi, NULL::numeric, NULL::numeric
FROM staging.devices
UNION ALL
SELECT 'immunizations', line, 4::bigint << 32 | line, patient, encounter, '', coalesce(code, ''), "date", "date"
     , NULL::text, NULL::text, NULL::numeric, NULL::text, base_cost, NULL::numeric
FROM staging.immunizations
UNION ALL
SELECT 'medications', line, 5::bigint << 32 | line, patient, encounter, '', coalesce(code, ''), start, stop
     , NULL::text, NULL::text, NULL::numeric, NULL::text, base_cost, payer_coverage
FROM staging.medications
UNION ALL
SELECT 'observations', line, 6::bigint << 32 | line, patient, encounter, '', coalesce(code, ''), "date", NULL::timestamp
     , value, units, NULL::numeric, NULL::text, NULL::numeric, NULL::numeric
FROM staging.observations
UNION ALL
SELECT 'procedures', line, 7::bigint << 32 | line, patient, encounter, coalesce(system, ''), coalesce(code, ''), start, stop
     , NULL::text, NULL::text, NULL::numeric, NULL::text, base_cost, NULL::numeric
FROM staging.procedures
UNION ALL
SELECT 'supplies', line, 8::bigint << 32 | line, patient, encounter, '', coalesce(code, ''), "date", NULL::timestamp
     , NULL::text, NULL::text, quantity, NULL::text, NULL::numeric, NULL::numeric
FROM staging.supplies

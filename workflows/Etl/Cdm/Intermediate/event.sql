-- Every staged event in one shape, so that one text routes all files. A view for the length of a transaction: staging's tables are made anew by each load.
-- A condition file = '...' leaves one branch of it.
CREATE OR REPLACE TEMP VIEW event AS
SELECT 'conditions' AS file
     , line
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
FROM staging.conditions
UNION ALL
SELECT 'medications', line, patient, encounter, '', coalesce(code, ''), start, stop, NULL::text, NULL::text, NULL::numeric, NULL::text, base_cost, payer_coverage
FROM staging.medications
UNION ALL
SELECT 'immunizations', line, patient, encounter, '', coalesce(code, ''), "date", "date", NULL::text, NULL::text, NULL::numeric, NULL::text, base_cost, NULL::numeric
FROM staging.immunizations
UNION ALL
SELECT 'procedures', line, patient, encounter, coalesce(system, ''), coalesce(code, ''), start, stop, NULL::text, NULL::text, NULL::numeric, NULL::text, base_cost, NULL::numeric
FROM staging.procedures
UNION ALL
SELECT 'devices', line, patient, encounter, '', coalesce(code, ''), start, stop, NULL::text, NULL::text, NULL::numeric, udi, NULL::numeric, NULL::numeric
FROM staging.devices
UNION ALL
SELECT 'supplies', line, patient, encounter, '', coalesce(code, ''), "date", NULL::timestamp, NULL::text, NULL::text, quantity, NULL::text, NULL::numeric, NULL::numeric
FROM staging.supplies
UNION ALL
SELECT 'observations', line, patient, encounter, '', coalesce(code, ''), "date", NULL::timestamp, value, units, NULL::numeric, NULL::text, NULL::numeric, NULL::numeric
FROM staging.observations
UNION ALL
SELECT 'allergies', line, patient, encounter, coalesce(system, ''), coalesce(code, ''), start, stop, NULL::text, NULL::text, NULL::numeric, NULL::text, NULL::numeric, NULL::numeric
FROM staging.allergies

-- $1 currency concept. A line has its own cost, a visit what its encounters claim in total: nothing is added to both.
-- cost_id comes from the event's, which is kept between loads. The plan is the one that began last on or before the day, if it was still running.
WITH line AS (
    SELECT 8 * event_id + CASE domain
               WHEN 'Drug' THEN 1
               WHEN 'Procedure' THEN 2
               WHEN 'Measurement' THEN 3
               WHEN 'Observation' THEN 4
               WHEN 'Device' THEN 5
               ELSE 6
           END AS cost_id
         , event_id
         , domain
         , person_id
         , incurred_on
         , total_cost
         , payer_coverage
    FROM staging.cost_line
    UNION ALL
    SELECT 8 * visit_occurrence_id, visit_occurrence_id, 'Visit', person_id, min(started)::date, sum(total_claim_cost), sum(payer_coverage)
    FROM staging.known_encounter
    WHERE total_claim_cost IS NOT NULL
    GROUP BY visit_occurrence_id, person_id
), moment AS (
    SELECT person_id, payer_plan_period_start_date AS day, payer_plan_period_id, NULL::integer AS cost_id
    FROM cdm_next.payer_plan_period
    UNION ALL
    SELECT person_id, incurred_on, NULL, cost_id
    FROM line
), carried AS (
    -- Start day and id in one number, so that a running maximum finds the period that began last.
    SELECT cost_id
         , day
         , max((day - '0001-01-01'::date)::bigint << 31 | payer_plan_period_id) OVER (
               PARTITION BY person_id ORDER BY day, payer_plan_period_id NULLS LAST ROWS UNBOUNDED PRECEDING) & 2147483647 AS payer_plan_period_id
    FROM moment
), covered AS (
    SELECT carried.cost_id, period.payer_plan_period_id
    FROM carried
    JOIN cdm_next.payer_plan_period AS period ON period.payer_plan_period_id = carried.payer_plan_period_id
    WHERE carried.cost_id IS NOT NULL AND carried.day <= period.payer_plan_period_end_date
), written AS (
    INSERT INTO cdm_next.cost
    ( cost_id
    , cost_event_id
    , cost_domain_id
    , cost_type_concept_id
    , currency_concept_id
    , total_charge
    , total_cost
    , total_paid
    , paid_by_payer
    , paid_by_patient
    , payer_plan_period_id
    )
    SELECT line.cost_id
         , line.event_id
         , line.domain
         , 32814
         , $1
         , line.total_cost
         , line.total_cost
         , CASE WHEN line.payer_coverage <= line.total_cost THEN line.total_cost END
         , line.payer_coverage
         , CASE WHEN line.payer_coverage <= line.total_cost THEN line.total_cost - line.payer_coverage END
         , covered.payer_plan_period_id
    FROM line
    LEFT JOIN covered ON covered.cost_id = line.cost_id
    ORDER BY line.cost_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM line) AS read
     , (SELECT count(*) FROM written) AS written
     , 0::bigint AS rejected

-- One wide row a place and month, then one row a metric.
CREATE TEMP TABLE wide AS
WITH spine AS (SELECT store, month FROM stores CROSS JOIN months),
added AS (
  SELECT coalesce(store, 'region') AS place, month, sum(columns(* EXCLUDE (store, month)))
  FROM spine LEFT JOIN money USING (store, month) LEFT JOIN by_settlement USING (store, month)
    LEFT JOIN by_opening USING (store, month) LEFT JOIN booked USING (store, month) LEFT JOIN voices USING (store, month)
    LEFT JOIN (SELECT store, month, due AS planned_due, missed FROM planned) USING (store, month)
    LEFT JOIN income USING (store, month) LEFT JOIN hours USING (store, month)
    LEFT JOIN (SELECT store, month, due AS courses, passed FROM courses) USING (store, month)
    LEFT JOIN team USING (store, month) LEFT JOIN posts USING (store, month) LEFT JOIN accounts USING (store, month)
    LEFT JOIN goals USING (store, month)
    LEFT JOIN (SELECT store, m.month, sum(n) AS wip FROM (
      SELECT store, opened_month AS month, count(*) AS n FROM orders WHERE NOT internal AND NOT counter GROUP BY ALL
      UNION ALL SELECT store, greatest(settled_month, opened_month), -count(*) FROM orders
      WHERE NOT internal AND NOT counter AND settled_month IS NOT NULL GROUP BY ALL
    ) s JOIN months m ON s.month <= m.month GROUP BY ALL) USING (store, month)
  GROUP BY GROUPING SETS ((store, month), (month))
), levels AS (PIVOT vehicle_levels ON what IN ('active', 'base', 'retained', 'new', 'aged1', 'aged3', 'aged5', 'came1', 'came3', 'came5')
  USING sum(level) GROUP BY place, month),
joined AS (
  SELECT a.*, d.* EXCLUDE (place, month), l.* EXCLUDE (place, month), s.* EXCLUDE (place, month), v.leavers,
    coalesce(a.settled, 0) > 0 AS known, min(a.month) FILTER (a.opened > 0) OVER (PARTITION BY a.place) AS first_order,
    bool_or(a.income IS NOT NULL) OVER (PARTITION BY a.place) AS has_contracts,
    bool_or(a.planned_due IS NOT NULL) OVER (PARTITION BY a.place) AS has_appointments,
    bool_or(a.called > 0) OVER (PARTITION BY a.place) AS has_calls
  FROM added a LEFT JOIN by_delivery d USING (place, month) LEFT JOIN levels l USING (place, month)
  LEFT JOIN services s USING (place, month) LEFT JOIN leavers v USING (place, month)
)
SELECT * REPLACE (coalesce(labour, 0) AS labour, coalesce(parts, 0) AS parts, coalesce(accessories, 0) AS accessories,
    coalesce(misc, 0) AS misc, coalesce(internal, 0) AS internal, coalesce(accident, 0) AS accident,
    coalesce(warranty, 0) AS warranty),
  CASE WHEN known THEN coalesce(labour, 0) + coalesce(parts, 0) + coalesce(accessories, 0) + coalesce(misc, 0)
    + CASE WHEN has_contracts THEN coalesce(income, 0) ELSE 0 END END AS revenue,
  CASE WHEN labour_cost IS NOT NULL OR parts_cost IS NOT NULL OR accessories_cost IS NOT NULL
    THEN coalesce(labour_cost, 0) + coalesce(parts_cost, 0) + coalesce(accessories_cost, 0) END AS cost
FROM joined;

CREATE TEMP TABLE answer AS
WITH windowed AS (
  SELECT *, sum(revenue) OVER year AS revenue_year, sum(visits) OVER year AS visits_year,
    sum(coalesce(leavers, 0)) OVER year AS leavers_year, sum(net_promoters) OVER quarter AS promoters_quarter,
    sum(rated) OVER quarter AS rated_quarter, sum(heads) OVER thirteen AS heads_13, sum(heads) OVER two AS heads_2,
    month >= first_order + 11 AS one_year, month >= first_order + 23 AS two_years
  FROM wide WINDOW year AS (PARTITION BY place ORDER BY month ROWS 11 PRECEDING),
    quarter AS (PARTITION BY place ORDER BY month ROWS 2 PRECEDING), two AS (PARTITION BY place ORDER BY month ROWS 1 PRECEDING),
    thirteen AS (PARTITION BY place ORDER BY month ROWS 12 PRECEDING)
), parts AS (
  SELECT place, month, unnest([
    {s: 'revenue', top: revenue / 100, low: 1, factor: 1, kind: 'total'},
    {s: 'labour-revenue', top: if(known, labour, NULL) / 100, low: 1, factor: 1, kind: 'total'},
    {s: 'parts-revenue', top: if(known, parts, NULL) / 100, low: 1, factor: 1, kind: 'total'},
    {s: 'accessory-revenue', top: if(known, accessories, NULL) / 100, low: 1, factor: 1, kind: 'total'},
    {s: 'value-added-revenue', top: if(has_contracts AND known, coalesce(income, 0), NULL) / 100, low: 1, factor: 1, kind: 'paired total'},
    {s: 'internal-revenue', top: if(known, internal, NULL) / 100, low: 1, factor: 1, kind: 'total'},
    {s: 'revenue-attainment', top: revenue / 100, low: goal / 1000, factor: 100, kind: 'paired'},
    {s: 'revenue-per-visit', top: revenue / 100, low: visits, factor: 1, kind: 'money'},
    {s: 'revenue-per-customer-year', top: if(one_year, revenue_year, NULL) / 100, low: active, factor: 1, kind: 'money'},
    {s: 'hours-per-visit', top: hours / 1000, low: visits, factor: 1, kind: 'paired'},
    {s: 'accident-share', top: if(known, accident, NULL) / 100, low: revenue / 100, factor: 100, kind: 'paired'},
    {s: 'warranty-share', top: if(known, warranty, NULL) / 100, low: revenue / 100, factor: 100, kind: 'paired'},
    {s: 'promotion-share', top: if(cp_visits > 0, promoted, NULL), low: cp_visits, factor: 100, kind: ''},
    {s: 'gross-margin', top: (revenue - cost) / 100, low: revenue / 100, factor: 100, kind: 'paired'},
    {s: 'labour-gross-margin', top: (labour - labour_cost) / 100, low: labour / 100, factor: 100, kind: 'paired'},
    {s: 'parts-gross-margin', top: (parts - parts_cost) / 100, low: parts / 100, factor: 100, kind: 'paired'},
    {s: 'absorption', top: profit / 100, low: overhead / 100, factor: 100, kind: ''},
    {s: 'personnel-cost-ratio', top: personnel / 100, low: revenue / 100, factor: 100, kind: 'paired'},
    {s: 'operating-expense-ratio', top: expense / 100, low: profit / 100, factor: 100, kind: ''},
    {s: 'parts-labour-ratio', top: coalesce(ratio_parts, 0) / 100, low: ratio_labour / 100, factor: 1, kind: ''},
    {s: 'effective-labour-rate', top: coalesce(priced, 0) / 100, low: priced_hours / 1000, factor: 1, kind: 'money'},
    {s: 'discount-ratio', top: (listed - discounted) / 100, low: listed / 100, factor: 100, kind: ''},
    {s: 'active-vehicles', top: if(one_year, coalesce(active, 0), NULL), low: 1, factor: 1, kind: 'total'},
    {s: 'retention', top: if(two_years, coalesce(retained, 0), NULL), low: base, factor: 100, kind: ''},
    {s: 'retention-age-1', top: coalesce(came1, 0), low: aged1, factor: 100, kind: ''},
    {s: 'retention-age-3', top: coalesce(came3, 0), low: aged3, factor: 100, kind: ''},
    {s: 'retention-age-5', top: coalesce(came5, 0), low: aged5, factor: 100, kind: ''},
    {s: 'churn', top: if(two_years, base - coalesce(retained, 0), NULL), low: base, factor: 100, kind: ''},
    {s: 'maintenance-return-rate', top: coalesce(returned, 0), low: due, factor: 100, kind: ''},
    {s: 'first-service-rate', top: if(month + 12 <= month_of(getvariable('as_of') + 1) - 1, coalesce(served, 0), NULL), low: sold, factor: 100, kind: ''},
    {s: 'new-customer-share', top: if(two_years, coalesce("new", 0), NULL), low: active, factor: 100, kind: ''},
    {s: 'visits-per-vehicle', top: if(one_year, visits_year, NULL), low: active, factor: 1, kind: ''},
    {s: 'csi', top: score / 1000, low: scored, factor: 1, kind: ''},
    {s: 'nps', top: promoters_quarter, low: rated_quarter, factor: 100, kind: ''},
    {s: 'survey-response', top: coalesce(answered, 0), low: sent, factor: 100, kind: ''},
    {s: 'complaint-rate', top: coalesce(complaints, 0), low: visits, factor: 1000, kind: ''},
    {s: 'complaint-response-24h', top: coalesce(in_24h, 0), low: complaints, factor: 100, kind: ''},
    {s: 'complaint-closure-72h', top: coalesce(in_72h, 0), low: complaints, factor: 100, kind: ''},
    {s: 'visits', top: if(known, coalesce(visits, 0), NULL), low: 1, factor: 1, kind: 'total'},
    {s: 'ro-count', top: if(known, coalesce(orders, 0), NULL), low: 1, factor: 1, kind: 'total'},
    {s: 'appointment-rate', top: if(has_appointments, coalesce(booked, 0), NULL), low: visits_opened, factor: 100, kind: 'paired'},
    {s: 'no-show-rate', top: coalesce(missed, 0), low: planned_due, factor: 100, kind: ''},
    {s: 'on-time-delivery', top: promised - late, low: promised, factor: 100, kind: ''},
    {s: 'cycle-time-median', top: if(timed > 0, median, NULL) / 3600, low: 1, factor: 1, kind: 'total'},
    {s: 'cycle-time-p90', top: if(timed > 0, p90, NULL) / 3600, low: 1, factor: 1, kind: 'total'},
    {s: 'wip-orders', top: if(month >= first_order, coalesce(wip, 0), NULL), low: 1, factor: 1, kind: 'total'},
    {s: 'follow-up-rate', top: if(has_calls, coalesce(followed, 0), NULL), low: delivered, factor: 100, kind: 'paired'},
    {s: 'first-time-fix', top: repairs - failed, low: repairs, factor: 100, kind: ''},
    {s: 'comeback-rate', top: coalesce(reworks, 0), low: repairs_delivered, factor: 100, kind: ''},
    {s: 'technician-utilisation', top: clocked / 1000, low: attended / 1000, factor: 100, kind: 'paired'},
    {s: 'technician-efficiency', top: if(days > 0, hours, NULL) / 1000, low: clocked / 1000, factor: 100, kind: 'paired'},
    {s: 'technician-productivity', top: if(days > 0, hours, NULL) / 1000, low: attended / 1000, factor: 100, kind: 'paired'},
    {s: 'labour-efficiency', top: if(days > 0, hours, NULL) / 1000, low: days, factor: 1, kind: 'paired'},
    {s: 'output-per-head', top: revenue / 100, low: heads_2 / 2, factor: 1, kind: 'paired money'},
    {s: 'turnover', top: leavers_year, low: heads_13 / 13, factor: 100, kind: ''},
    {s: 'key-vacancy', top: if(heads IS NOT NULL, gaps, NULL), low: posts, factor: 100, kind: 'paired'},
    {s: 'certified-technicians', top: coalesce(certified, 0), low: technicians, factor: 100, kind: 'paired'},
    {s: 'training-completion', top: coalesce(passed, 0), low: courses, factor: 100, kind: ''}
  ]::STRUCT(s VARCHAR, top DOUBLE, low DOUBLE, factor INT, kind VARCHAR)[], recursive := true)
  FROM windowed WHERE month >= getvariable('first')
), whole AS (
  SELECT * FROM parts WHERE place <> 'region' OR NOT starts_with(kind, 'paired')
  UNION ALL SELECT 'region', month, s, sum(top), sum(low), factor, kind FROM parts
  WHERE starts_with(kind, 'paired') AND place <> 'region' AND top IS NOT NULL AND low IS NOT NULL GROUP BY ALL
)
SELECT s AS slug, place, month, top AS numerator, CASE WHEN kind NOT LIKE '%total' THEN low END AS denominator,
  CASE WHEN kind LIKE '%total' THEN top WHEN low <> 0 THEN top / low * factor END AS value
FROM whole;

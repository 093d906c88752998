-- Sums by store and month, and of the region where it is not its stores' sum.
CREATE TEMP TABLE money AS
WITH lines AS (
  SELECT store, ro_no, payer, 'labour' AS what, net_amount_fen AS net, list_amount_fen AS listed,
    cost_amount_fen AS cost, std_hours_milli AS hours FROM ro_labour
  UNION ALL SELECT store, ro_no, payer,
    CASE WHEN part_class IN ('accessory', 'care') THEN 'accessories' ELSE 'parts' END, net_amount_fen,
    list_amount_fen, cost_amount_fen, NULL FROM ro_part
  UNION ALL SELECT store, ro_no, payer, 'misc', amount_fen, NULL, NULL, NULL FROM ro_misc
), headers AS (
  SELECT r.store, r.ro_no, month_of(r.settled_at) AS month, labour_total_fen, parts_total_fen,
    CASE WHEN NOT o.has_misc THEN coalesce(misc_total_fen,
      CASE WHEN labour_total_fen IS NULL AND parts_total_fen IS NULL THEN net_total_fen END) END AS misc
  FROM repair_order r JOIN orders o USING (store, ro_no)
  WHERE NOT o.lined AND r.settled_at IS NOT NULL AND NOT coalesce(r.is_void, false) AND r.status IS DISTINCT FROM 'void'
), rows AS (
  SELECT l.*, o.settled_month AS month FROM lines l JOIN orders o USING (store, ro_no)
  UNION ALL SELECT store, ro_no, NULL, 'labour', labour_total_fen, NULL, NULL, NULL, month FROM headers
    WHERE labour_total_fen IS NOT NULL
  UNION ALL SELECT store, ro_no, NULL, 'parts', parts_total_fen, NULL, NULL, NULL, month FROM headers
    WHERE parts_total_fen IS NOT NULL
  UNION ALL SELECT store, ro_no, NULL, 'misc', misc, NULL, NULL, NULL, month FROM headers WHERE misc IS NOT NULL
), counted AS (
  SELECT r.*, o.counter, coalesce(o.biz_type = 'accident', false) AS accident,
    NOT o.internal AND r.payer IS DISTINCT FROM 'INT' AS external, coalesce(r.payer = 'CP', false) AS cp
  FROM rows r JOIN orders o USING (store, ro_no) WHERE month IS NOT NULL
)
SELECT store, month, sum(net) FILTER (external AND what = 'labour') AS labour,
  sum(net) FILTER (external AND what = 'parts') AS parts,
  sum(net) FILTER (external AND what = 'accessories') AS accessories,
  sum(net) FILTER (external AND what = 'misc') AS misc, sum(net) FILTER (NOT external) AS internal,
  sum(cost) FILTER (external AND what = 'labour') AS labour_cost,
  sum(cost) FILTER (external AND what = 'parts') AS parts_cost,
  sum(cost) FILTER (external AND what = 'accessories') AS accessories_cost,
  sum(hours) FILTER (external AND what = 'labour') AS hours,
  sum(net) FILTER (external AND accident) AS accident, sum(net) FILTER (external AND payer = 'WAR') AS warranty,
  sum(net) FILTER (external AND what = 'labour' AND hours <> 0 AND net <> 0) AS priced,
  sum(hours) FILTER (external AND what = 'labour' AND hours <> 0 AND net <> 0) AS priced_hours,
  sum(listed) FILTER (external AND cp AND listed IS NOT NULL AND net IS NOT NULL) AS listed,
  sum(net) FILTER (external AND cp AND listed IS NOT NULL AND net IS NOT NULL) AS discounted,
  sum(net) FILTER (external AND cp AND NOT counter AND NOT accident AND what = 'parts') AS ratio_parts,
  sum(net) FILTER (external AND cp AND NOT counter AND NOT accident AND what = 'labour') AS ratio_labour
FROM counted GROUP BY ALL;

CREATE TEMP TABLE by_settlement AS
SELECT store, month, sum(orders) AS orders, sum(settled) AS settled, sum(visits) AS visits, sum(cp_visits) AS cp_visits,
  sum(promoted) AS promoted, sum(repairs) AS repairs, sum(failed) AS failed
FROM (
  SELECT store, settled_month AS month, count(*) FILTER (NOT internal AND NOT counter) AS orders,
    count(*) AS settled, 0 AS visits, 0 AS cp_visits, 0 AS promoted, 0 AS repairs, 0 AS failed
  FROM orders WHERE settled_month IS NOT NULL GROUP BY ALL
  UNION ALL
  SELECT store, settled_month, 0, 0, count(*) FILTER (settled), count(*) FILTER (settled AND customer_pays),
    count(*) FILTER (settled AND customer_pays AND promoted),
    count(*) FILTER (closed AND repaired), count(*) FILTER (closed AND repaired AND came_back)
  FROM (SELECT v.*, f.visit IS NOT NULL AS came_back,
    settled AND NOT rework AND v.delivered_at::DATE + 30 <= getvariable('as_of') AS closed
    FROM visits v LEFT JOIN failed f USING (store, visit)) GROUP BY ALL
) WHERE month IS NOT NULL GROUP BY ALL;

CREATE TEMP TABLE by_opening AS
SELECT store, month, sum(opened) AS opened, sum(reworks) AS reworks, sum(called) AS called, sum(visits) AS visits_opened
FROM (
  SELECT store, opened_month AS month, count(*) AS opened, count(*) FILTER (rework AND visit IS NOT NULL) AS reworks,
    count(follow_up_date) AS called, 0 AS visits FROM orders GROUP BY ALL
  UNION ALL SELECT store, opened_month, 0, 0, 0, count(*) FROM visits GROUP BY ALL
) GROUP BY ALL;

CREATE TEMP TABLE by_delivery AS
SELECT coalesce(store, 'region') AS place, delivered_month AS month, count(*) AS delivered,
  count(*) FILTER (settled AND repaired AND NOT rework) AS repairs_delivered,
  count(*) FILTER (promised) AS promised, count(*) FILTER (late) AS late, count(seconds) AS timed,
  quantile_cont(seconds, 0.5) AS median, quantile_cont(seconds, 0.9) AS p90, count(*) FILTER (followed) AS followed
FROM visits LEFT JOIN (
  SELECT DISTINCT o.store, o.visit, true AS followed FROM orders o JOIN visits v USING (store, visit)
  WHERE v.settled AND date_diff('day', v.delivered_at::DATE, o.follow_up_date) BETWEEN 0 AND 3
) USING (store, visit)
WHERE delivered_month IS NOT NULL GROUP BY GROUPING SETS ((store, delivered_month), (delivered_month));

CREATE TEMP TABLE booked AS
WITH links AS (
  SELECT o.store, o.visit, a.created_at, 0 AS way FROM orders o JOIN appointment a USING (store, appt_no)
    WHERE o.visit IS NOT NULL
  UNION ALL SELECT o.store, o.visit, a.created_at, 1 FROM appointment a JOIN orders o USING (store, ro_no)
    WHERE o.visit IS NOT NULL
  UNION ALL SELECT v.store, v.visit, a.created_at, 2 FROM appointment a
    JOIN visits v ON v.store = a.store AND v.vin = a.vin AND v.opened_at::DATE = a.planned_at::DATE
    WHERE a.status IN ('arrived', 'early', 'on-time', 'late')
), best AS (SELECT store, visit, min(way) AS way FROM links GROUP BY ALL)
SELECT store, opened_month AS month, count(*) FILTER (ahead) AS booked
FROM (SELECT store, visit, v.opened_month, bool_or(l.created_at + INTERVAL 2 HOUR <= v.arrived_at) AS ahead
  FROM best JOIN links l USING (store, visit, way) JOIN visits v USING (store, visit) GROUP BY ALL) GROUP BY ALL;

-- Vehicles: a visit keeps a vehicle for twelve months or until its next visit begins to.
CREATE TEMP TABLE came AS
SELECT * FROM (
  SELECT store AS place, vin, settled_month AS month, bool_or(NOT wash_only) AS qualifies,
    bool_or(NOT wash_only AND NOT accident_only) AS stays
  FROM visits WHERE settled AND vin IS NOT NULL GROUP BY ALL
  UNION ALL
  SELECT 'region', vin, settled_month, bool_or(NOT wash_only), bool_or(NOT wash_only AND NOT accident_only)
  FROM visits WHERE settled AND vin IS NOT NULL GROUP BY ALL
) WHERE qualifies;

CREATE TEMP TABLE active AS
SELECT place, vin, month AS low, least(month + 12, lead(month, 1, 999999) OVER one) AS high, month = min(month) OVER one AS is_first
FROM came WINDOW one AS (PARTITION BY place, vin ORDER BY month);
CREATE TEMP TABLE loyal AS
SELECT place, vin, month AS low, least(month + 12, lead(month, 1, 999999) OVER (PARTITION BY place, vin ORDER BY month)) AS high
FROM came WHERE stays;

CREATE TEMP TABLE sold AS
WITH own_sold AS (
  SELECT sold_by AS store, vin, coalesce(sale_date, registered_date, warranty_start) AS sold_on FROM vehicle
  WHERE sold_by IS NOT NULL AND coalesce(sale_date, registered_date, warranty_start) IS NOT NULL
)
SELECT store AS place, * EXCLUDE (store), month_of(sold_on) AS month FROM own_sold
UNION ALL SELECT 'region', * EXCLUDE (store), month_of(sold_on) FROM own_sold;

CREATE TEMP TABLE vehicle_levels AS
WITH bands AS (SELECT * FROM (VALUES (1, 12, 24), (3, 36, 48), (5, 60, 84)) t(age, low, high)),
spans AS (
  SELECT place, 'active' AS what, low, high FROM active
  UNION ALL SELECT place, 'base', low + 12, high + 12 FROM active
  UNION ALL SELECT place, 'new', low, low + 12 FROM active WHERE is_first
  UNION ALL SELECT a.place, 'retained', greatest(a.low + 12, l.low), least(a.high + 12, l.high)
    FROM active a JOIN loyal l ON l.place = a.place AND l.vin = a.vin AND l.low < a.high + 12 AND a.low + 12 < l.high
  UNION ALL SELECT place, 'aged' || age, month + low, month + high FROM sold CROSS JOIN bands
  UNION ALL SELECT s.place, 'came' || age, greatest(s.month + b.low, a.low), least(s.month + b.high, a.high)
    FROM sold s CROSS JOIN bands b JOIN active a ON a.place = s.place AND a.vin = s.vin
      AND a.low < s.month + b.high AND s.month + b.low < a.high
),
steps AS (SELECT place, what, low AS month, count(*) AS n FROM spans GROUP BY ALL
  UNION ALL SELECT place, what, high, -count(*) FROM spans GROUP BY ALL)
SELECT place, m.month, what, sum(n) AS level FROM steps s JOIN months m ON s.month <= m.month GROUP BY ALL;

CREATE TEMP TABLE services AS
WITH days AS (
  SELECT DISTINCT p.place, vin, opened_at::DATE AS day FROM visits
  CROSS JOIN LATERAL (VALUES (store), ('region')) p(place) WHERE settled AND maintained AND vin IS NOT NULL
), due AS (
  SELECT place, vin, day, (day + INTERVAL 12 MONTH)::DATE AS due_on,
    date_diff('day', lead(day) OVER (PARTITION BY place, vin ORDER BY day), (day + INTERVAL 12 MONTH)::DATE) AS ahead
  FROM days
), served AS (
  SELECT s.place, s.month, s.vin, s.sold_on, bool_or(d.day BETWEEN s.sold_on AND s.sold_on + INTERVAL 12 MONTH) AS served
  FROM sold s LEFT JOIN days d ON d.place = s.place AND d.vin = s.vin GROUP BY ALL
)
SELECT place, month, sum(due) AS due, sum(returned) AS returned, sum(sold) AS sold, sum(served) AS served FROM (
  SELECT place, month_of(due_on) AS month, count(*) AS due, count(*) FILTER (ahead >= -60) AS returned, 0 AS sold, 0 AS served
  FROM due WHERE (ahead IS NULL OR ahead <= 60) AND due_on + 60 <= getvariable('as_of') GROUP BY ALL
  UNION ALL SELECT place, month, 0, 0, count(*), count(*) FILTER (served) FROM served GROUP BY ALL
) GROUP BY ALL;

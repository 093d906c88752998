-- Orders, visits and what came back, as an analyst would prepare them. Months are year * 12 + month - 1.
CREATE TEMP MACRO month_of(d) AS year(d) * 12 + month(d) - 1;
CREATE TEMP MACRO month_text(t) AS substr(t, 1, 4)::INT * 12 + substr(t, 6, 2)::INT - 1;

CREATE TEMP TABLE own AS
WITH kept AS (
  SELECT *, coalesce(is_internal, false) OR coalesce(biz_type = 'internal', false) AS internal,
    coalesce(ro_type = 'sale', false) OR coalesce(biz_type_text = '精品销售', false) AS counter,
    coalesce(ro_type = 'rework', false) AS rework
  FROM repair_order
  WHERE surviving AND NOT coalesce(is_void, false) AND status IS DISTINCT FROM 'void'
)
SELECT store, ro_no, vin, opened_at, arrived_at, completed_at, settled_at, delivered_at, promised_first, biz_type,
  mileage_in, mileage_out, complaint_text, promo_id, appt_no, parent_ro_no, follow_up_date,
  internal, counter, rework, month_of(settled_at) AS settled_month, month_of(opened_at) AS opened_month,
  CASE WHEN NOT internal AND NOT counter THEN
    CASE WHEN rework THEN 'rework ' || ro_no ELSE coalesce(vin, 'plate ' || plate, 'order ' || ro_no) END
    || ' ' || opened_at::DATE END AS alone
FROM kept;

CREATE TEMP TABLE roots AS
WITH RECURSIVE links AS (
  SELECT c.store, c.ro_no, c.parent_ro_no AS up FROM own c
  JOIN own p ON p.store = c.store AND p.ro_no = c.parent_ro_no AND p.alone IS NOT NULL
  WHERE c.alone IS NOT NULL AND NOT c.rework AND c.parent_ro_no <> c.ro_no
), climb AS (
  SELECT store, ro_no, up, 1 AS steps FROM links
  UNION ALL
  SELECT c.store, c.ro_no, l.up, steps + 1 FROM climb c JOIN links l ON l.store = c.store AND l.ro_no = c.up
  WHERE steps < 16
)
SELECT c.store, c.ro_no, own.alone AS joins
FROM (SELECT store, ro_no, arg_max(up, steps) AS up FROM climb GROUP BY ALL) c
JOIN own ON own.store = c.store AND own.ro_no = c.up;

CREATE TEMP TABLE marks AS
SELECT store, ro_no, bool_or(lined) AS lined, bool_or(NOT lined) AS has_misc, bool_or(payer = 'CP') AS customer_pays
FROM (
  SELECT store, ro_no, payer, true AS lined FROM ro_labour
  UNION ALL SELECT store, ro_no, payer, true FROM ro_part
  UNION ALL SELECT store, ro_no, payer, false FROM ro_misc
) GROUP BY ALL;

CREATE TEMP TABLE orders AS
SELECT own.* EXCLUDE (alone), coalesce(joins, alone) AS visit, joins IS NULL AS leads,
  coalesce(lined, false) AS lined, coalesce(has_misc, false) AS has_misc,
  coalesce(customer_pays, false) AS customer_pays
FROM own LEFT JOIN roots USING (store, ro_no) LEFT JOIN marks USING (store, ro_no);

CREATE TEMP TABLE visits AS
SELECT store, visit, coalesce(min(vin) FILTER (leads), min(vin)) AS vin, min(opened_at) AS opened_at,
  coalesce(min(arrived_at), min(opened_at)) AS arrived_at, max(delivered_at) AS handed_over_at,
  coalesce(max(delivered_at), min(settled_at)) AS delivered_at, bool_or(settled_at IS NOT NULL) AS settled,
  bool_or(promised_first IS NOT NULL) AS promised,
  bool_or(promised_first IS NOT NULL AND NOT coalesce(
    coalesce(completed_at, delivered_at, settled_at) <= promised_first + INTERVAL 15 MINUTE, false)) AS late,
  bool_or(biz_type IN ('repair', 'accident', 'warranty')) AS repaired, bool_or(biz_type = 'maintenance') AS maintained,
  bool_and(coalesce(biz_type = 'accident', false)) AS accident_only,
  bool_and(coalesce(biz_type = 'wash', false)) AS wash_only, bool_or(rework) AS rework,
  bool_or(customer_pays AND settled_at IS NOT NULL) AS customer_pays,
  bool_or(promo_id IS NOT NULL AND settled_at IS NOT NULL) AS promoted,
  min(mileage_in) AS mileage_in, max(mileage_out) AS mileage_out, max(mileage_in) AS mileage_in_last,
  min(opened_month) AS opened_month, min(settled_month) AS settled_month,
  CASE WHEN bool_or(settled_at IS NOT NULL)
    THEN month_of(coalesce(max(delivered_at), min(settled_at))) END AS delivered_month,
  date_diff('second', coalesce(min(arrived_at), min(opened_at)), max(delivered_at)) AS seconds
FROM orders WHERE visit IS NOT NULL GROUP BY ALL;

CREATE TEMP TABLE pairs AS
SELECT a.store, a.visit, b.visit AS again
FROM visits a JOIN visits b ON a.store = b.store AND a.vin = b.vin AND a.visit <> b.visit
  AND b.opened_at >= a.opened_at
WHERE a.settled AND NOT a.rework AND date_diff('day', a.delivered_at::DATE, b.opened_at::DATE) BETWEEN 0 AND 30
  AND NOT coalesce(b.mileage_in - coalesce(a.mileage_out, a.mileage_in_last) > 2000, false);

CREATE TEMP TABLE failed AS
WITH involved AS (SELECT store, visit FROM pairs UNION SELECT store, again FROM pairs),
members AS (SELECT o.store, o.ro_no, o.visit, o.rework, o.parent_ro_no, trim(o.complaint_text) AS said
  FROM orders o JOIN involved USING (store, visit)),
operations AS (SELECT DISTINCT m.store, m.visit, l.op_code AS mark FROM ro_labour l JOIN members m USING (store, ro_no)
  WHERE l.op_code IS NOT NULL),
words AS (SELECT DISTINCT store, visit, said AS mark FROM members WHERE said <> ''),
latest AS (
  SELECT r.store, r.again, arg_max(v.visit, (v.opened_at, v.visit)) AS visit
  FROM (SELECT DISTINCT o.store, o.visit AS again, v.vin, v.opened_at
    FROM orders o JOIN visits v USING (store, visit) WHERE o.rework AND o.parent_ro_no IS NULL) r
  JOIN visits v ON v.store = r.store AND v.vin = r.vin AND v.opened_at <= r.opened_at
    AND v.settled AND v.repaired AND NOT v.rework
  GROUP BY ALL
)
SELECT p.store, p.visit FROM pairs p JOIN members b ON b.store = p.store AND b.visit = p.again AND b.rework
  JOIN members a ON a.store = p.store AND a.visit = p.visit AND a.ro_no = b.parent_ro_no
UNION SELECT p.store, p.visit FROM pairs p JOIN latest USING (store, visit, again)
UNION SELECT p.store, p.visit FROM pairs p JOIN operations a USING (store, visit)
  JOIN operations b ON b.store = p.store AND b.visit = p.again AND b.mark = a.mark
UNION SELECT p.store, p.visit FROM pairs p JOIN words a USING (store, visit)
  JOIN words b ON b.store = p.store AND b.visit = p.again AND b.mark = a.mark;

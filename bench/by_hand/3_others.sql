-- What is not drawn from orders: customers' voices, people, accounts.
CREATE TEMP TABLE voices AS
SELECT store, month, sum(a) AS sent, sum(b) AS answered, sum(c) AS scored, sum(d) AS score, sum(e) AS rated, sum(f) AS net_promoters,
  sum(g) AS complaints, sum(h) AS in_24h, sum(i) AS in_72h FROM (
  SELECT store, month_of(service_date) AS month, count(*) AS a, count(answered_at) AS b,
    count(score_milli) FILTER (answered_at IS NOT NULL) AS c, sum(score_milli) FILTER (answered_at IS NOT NULL) AS d,
    count(nps_score_milli) FILTER (answered_at IS NOT NULL) AS e,
    count(*) FILTER (answered_at IS NOT NULL AND nps_score_milli >= 9000)
      - count(*) FILTER (answered_at IS NOT NULL AND nps_score_milli <= 6000) AS f, 0 AS g, 0 AS h, 0 AS i
  FROM survey GROUP BY ALL
  UNION ALL SELECT store, month_of(received_at), 0, 0, 0, NULL, 0, 0, count(*),
    count(*) FILTER (first_contact_at <= received_at + INTERVAL 24 HOUR),
    count(*) FILTER (closed_at <= received_at + INTERVAL 72 HOUR) FROM complaint GROUP BY ALL
) GROUP BY ALL;

CREATE TEMP TABLE planned AS
SELECT store, month_of(planned_at) AS month, count(*) FILTER (status IS DISTINCT FROM 'cancelled') AS due,
  count(*) FILTER (status = 'not-arrived') AS missed FROM appointment GROUP BY ALL;

CREATE TEMP TABLE income AS
SELECT store, month, sum(income) AS income FROM (
  SELECT store, month_of(sold_at) AS month, income_fen AS income FROM service_product
  UNION ALL SELECT store, month_of(coalesce(sold_at, start)), CASE WHEN through_store THEN commission_fen END
  FROM insurance_policy WHERE coalesce(sold_at, start) IS NOT NULL
) GROUP BY ALL;

CREATE TEMP TABLE hours AS
WITH placed AS (
  SELECT coalesce(s.store, a.store) AS store, a.date, attended_hours_milli, clocked_hours_milli, s.is_technician
  FROM (SELECT *, row_number() OVER () AS nth FROM attendance) a LEFT JOIN staff s USING (staff_id)
  QUALIFY row_number() OVER (PARTITION BY a.nth ORDER BY
    coalesce(s.hire_date <= a.date, false) AND NOT coalesce(s.leave_date <= a.date, false) DESC,
    coalesce(s.store = a.store, false) DESC, s.hire_date DESC, s.store DESC) = 1
)
SELECT store, month_of(date) AS month, count(*) AS days, sum(attended_hours_milli) AS attended,
  sum(clocked_hours_milli) AS clocked FROM placed WHERE is_technician IS DISTINCT FROM false GROUP BY ALL;

CREATE TEMP TABLE courses AS
WITH placed AS (
  SELECT coalesce(s.store, a.store) AS store, a.due_date, a.completed_at, a.result
  FROM (SELECT *, row_number() OVER () AS nth FROM training_record) a LEFT JOIN staff s USING (staff_id)
  QUALIFY row_number() OVER (PARTITION BY a.nth ORDER BY
    coalesce(s.hire_date <= a.due_date, false) AND NOT coalesce(s.leave_date <= a.due_date, false) DESC,
    coalesce(s.store = a.store, false) DESC, s.hire_date DESC, s.store DESC) = 1
)
SELECT store, month_of(due_date) AS month, count(*) AS due,
  count(*) FILTER (completed_at <= due_date AND result = 'passed') AS passed FROM placed GROUP BY ALL;

CREATE TEMP TABLE team AS
WITH served AS (
  SELECT store, staff_id, position, is_technician, month_of(hire_date) AS low,
    greatest(month_of(hire_date), coalesce(month_of(leave_date), 999999)) AS high FROM staff
), held AS (
  SELECT DISTINCT c.staff_id, m.month FROM certification c JOIN months m
    ON month_of(c.issued_at) <= m.month AND coalesce(month_of(c.expires_at + 1), 999999) > m.month
)
SELECT store, month, count(*) AS heads, count(*) FILTER (is_technician) AS technicians,
  count(*) FILTER (is_technician AND held.staff_id IS NOT NULL) AS certified
FROM served JOIN months ON low <= month AND high > month LEFT JOIN held USING (staff_id, month) GROUP BY ALL;

CREATE TEMP TABLE leavers AS
SELECT coalesce(store, 'region') AS place, month_of(leave_date) AS month,
  count(*) FILTER (store IS NOT NULL OR leave_type IS DISTINCT FROM 'transfer') AS leavers
FROM (SELECT p.store, leave_date, leave_type FROM staff s CROSS JOIN LATERAL (VALUES (s.store), (NULL)) p(store)
  WHERE leave_date IS NOT NULL) GROUP BY ALL;

CREATE TEMP TABLE posts AS
SELECT store, month, sum(planned_posts) AS posts, sum(greatest(planned_posts - there, 0)) AS gaps FROM (
  SELECT p.store, p.position, month_text(p.month) AS month, p.planned_posts, count(s.staff_id) AS there
  FROM position_plan p LEFT JOIN staff s ON s.store = p.store AND s.position = p.position
    AND month_of(s.hire_date) <= month_text(p.month)
    AND greatest(month_of(s.hire_date), coalesce(month_of(s.leave_date), 999999)) > month_text(p.month)
  WHERE p.is_key GROUP BY ALL
) GROUP BY ALL;

CREATE TEMP TABLE accounts AS
SELECT store, month_text(month) AS month, sum(gp_aftersales_fen) AS profit,
  sum(overhead_total_fen - coalesce(newcar_variable_fen, 0)) AS overhead, sum(personnel_cost_fen) AS personnel,
  sum(opex_aftersales_fen) AS expense FROM finance_month GROUP BY ALL;

CREATE TEMP TABLE goals AS
SELECT store, month_text(month) AS month, sum(value_milli) AS goal FROM (
  SELECT * FROM target WHERE kpi_code IN ('revenue', 'F01', '售后产值') QUALIFY row_number() OVER (
    PARTITION BY store, month ORDER BY coalesce(version, 0) DESC, batch DESC, line DESC) = 1
) GROUP BY ALL;

"""What happens around the warranty: customers who stay when it ends, vehicles the law protects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import among, day, month_of, yes
from biaogan.engine.metrics.marts.vehicles import YEAR
from biaogan.engine.metrics.marts.visits import visit_orders

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

# The statutory period for exchange and return, and what it counts (the law's limits and the warning below).
LAW_MONTHS = 24
LAW_KM = 50_000
SECONDS_PER_DAY = 86_400
WARN_DAYS, LAW_DAYS = 20, 30
WARN_REPAIRS, LAW_REPAIRS = 3, 4


def expired(marts: Marts) -> ibis.Table:
    """The mart `expired`: vehicles seen in the last year of warranty, in the month it ended.

    `converted`: a visit with a customer-pay line was opened within a year after the end.
    """
    import ibis

    visits = marts.table("visit")
    visits = marts.place(visits.filter(visits.settled & visits.vin.notnull() & ~visits.wash_only))
    visits = visits.select("store", "vin", "customer_pays", opened_on=day(visits.opened_at))
    cars = marts.fact("vehicle").select("vin", "warranty_end", "batch", "line")
    seen = visits.join(cars.filter(cars.warranty_end.notnull()), "vin")
    since = (seen.warranty_end - ibis.interval(months=YEAR)).cast("date")
    until = (seen.warranty_end + ibis.interval(months=YEAR)).cast("date")
    seen = seen.mutate(
        before=(seen.opened_on > since) & (seen.opened_on <= seen.warranty_end),
        after=(seen.opened_on > seen.warranty_end) & (seen.opened_on <= until) & seen.customer_pays,
    )
    found = seen.group_by(["store", "vin", "warranty_end", "batch", "line"]).aggregate(
        base=seen.before.any(), converted=seen.after.any()
    )
    found = found.filter(found.base)
    return found.mutate(kind=ibis.literal("vehicle"), month=month_of(found.warranty_end))


def protected(marts: Marts) -> ibis.Table:
    """The mart `protected`: warranty visits of vehicles within two years and 50,000 km, with their days.

    A day in the workshop is every 24 hours begun.
    """
    import ibis

    visits = marts.table("visit")
    visits = visits.filter(visits.settled & visits.warranted & visits.vin.notnull())
    visits = marts.place(visits.mutate(case=visits.store + " " + visits.visit))
    cars = marts.fact("vehicle")
    bought = cars.sale_date.coalesce(cars.registered_date, cars.warranty_start)
    cars = cars.select("vin", bought=bought)
    seen = visits.select(
        "store", "vin", "visit", "case", "opened_at", "arrived_at", "delivered_at", "delivered_month",
        "mileage_in", its_sale="sale_date",
    ).left_join(cars, "vin")  # fmt: skip
    seen = seen.mutate(sold_on=seen.bought.coalesce(seen.its_sale))
    seen = seen.filter(seen.sold_on.notnull() & ~yes(seen.mileage_in > LAW_KM))
    seen = seen.mutate(until=month_of(seen.sold_on) + LAW_MONTHS)
    last_day = (seen.sold_on + ibis.interval(months=LAW_MONTHS)).cast("date")
    seen = seen.filter((day(seen.opened_at) >= seen.sold_on) & (day(seen.opened_at) <= last_day))
    seconds = ibis.greatest(seen.delivered_at.delta(seen.arrived_at, unit="second"), ibis.literal(1))
    days = ((seconds + SECONDS_PER_DAY - 1) // SECONDS_PER_DAY).cast("int64")
    return seen.select(
        "store",
        "vin",
        "visit",
        "case",
        "opened_at",
        "delivered_at",
        "until",
        month="delivered_month",
        days=days,
    )


def problems(marts: Marts, seen: ibis.Table) -> ibis.Table:
    """(case, problem): operations at the maker's expense and complaints in the warranty orders of the visits.

    The visits are few: their orders are chosen before all lines are looked through.
    """
    orders = visit_orders(marts)
    orders = orders.filter(among(orders.biz_type, "warranty"))
    orders = orders.select(
        "store", "ro_no", case=orders.store + " " + orders.visit, said=orders.complaint_text.strip()
    )
    orders = orders.semi_join(seen.select("case").distinct(), "case")
    lines = marts.fact("ro_labour")
    lines = lines.filter(lines.op_code.notnull() & (lines.op_code != "") & among(lines.payer, "WAR"))
    done = lines.join(orders, ["store", "ro_no"]).select("case", problem="op_code")
    said = orders.filter(orders.said.notnull() & (orders.said != ""))
    return done.union(said.select("case", problem="said")).distinct()


def risks(marts: Marts) -> ibis.Table:
    """(store, vin, what, start, end): months in which a vehicle stands at or past a limit.

    Days add up over the visits; the same problem counts once a visit.
    """
    import ibis

    seen = marts.table("protected")
    ordered = ibis.cumulative_window(group_by=["store", "vin"], order_by=[seen.delivered_at, seen.case])
    by_days = seen.mutate(total=seen.days.sum().over(ordered))
    named = seen.join(problems(marts, seen), "case")
    again = ibis.window(group_by=["store", "vin", "problem"], order_by=[named.delivered_at, named.case])
    by_problem = named.mutate(times=ibis.row_number().over(again) + 1)
    tables = []
    for what, days, times in (
        ("at-risk", WARN_DAYS, WARN_REPAIRS), ("past", LAW_DAYS + 1, LAW_REPAIRS + 1),
    ):  # fmt: skip
        kept = ("store", "vin", "month", "until")
        hits = by_days.filter(by_days.total >= days).select(*kept)
        hits = hits.union(by_problem.filter(by_problem.times >= times).select(*kept))
        spans = hits.group_by(["store", "vin"]).aggregate(start=hits.month.min(), end=hits.until.max())
        tables.append(spans.filter(spans.start < spans.end).mutate(what=ibis.literal(what)))
    return tables[0].union(tables[1])


def risk_steps(marts: Marts) -> ibis.Table:
    """The mart `risk`: steps of the running counts of vehicles at risk and past the limit."""
    import ibis

    spans = marts.table("risks")
    more = spans.select("store", "what", month="start", change=ibis.literal(1, type="int64"))
    return more.union(spans.select("store", "what", month="end", change=ibis.literal(-1, type="int64")))

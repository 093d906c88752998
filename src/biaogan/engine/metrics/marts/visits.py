"""The mart `visit`: one row per visit, from the orders that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import among, day, days_between, month_of, yes

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

    from biaogan.engine.metrics.marts import Marts

TOLERANCE_MINUTES = 15
FOLLOW_UP_DAYS = 3
REPAIR_TYPES = ("repair", "accident", "warranty")


def visit_orders(marts: Marts) -> ibis.Table:
    orders = marts.table("order")
    return orders.filter(orders.visit.notnull())


def late(order: ibis.Table, minutes: int, *, promise: str = "promised_at") -> BooleanValue:
    """The order had a promise and was not ready (completed, else delivered) in time."""
    import ibis

    ready = order.completed_at.coalesce(order.delivered_at, order.settled_at)
    in_time = ready <= order[promise] + ibis.interval(minutes=minutes)
    return order.promised_at.notnull() & ~yes(in_time)


def visits(marts: Marts) -> ibis.Table:
    """Times are the visit's: earliest arrival and opening, first settlement, last delivery.

    A visit without a delivery time counts as delivered on its settlement; its duration stays unknown.
    """
    orders = visit_orders(marts)
    orders = orders.mutate(
        late=late(orders, TOLERANCE_MINUTES),
        late_strict=late(orders, 0),
        late_last=late(orders, TOLERANCE_MINUTES, promise="promised_last"),
    )
    built = orders.group_by(["store", "visit"]).aggregate(**_gathered(orders))
    built = built.mutate(
        arrived_at=built.arrived_at.coalesce(built.opened_at),
        handed_over_at=built.delivered_at,
        delivered_at=built.delivered_at.coalesce(built.settled_at),
    )
    return built.mutate(
        opened_month=month_of(built.opened_at),
        settled_month=month_of(built.settled_at),
        delivered_month=built.settled.ifelse(month_of(built.delivered_at), None),
        seconds=built.handed_over_at.delta(built.arrived_at, unit="second"),
        repair=built.settled & built.repaired & ~built.rework,
    )


def _gathered(orders: ibis.Table) -> dict[str, ibis.Value]:
    return {
        "vin": orders.vin.min(where=orders.leads).coalesce(orders.vin.min()),
        "opened_at": orders.opened_at.min(),
        "arrived_at": orders.arrived_at.min(),
        "settled_at": orders.settled_at.min(),
        "delivered_at": orders.delivered_at.max(),
        "settled": orders.settled.any(),
        "promised": orders.promised_at.notnull().any(),
        "late": orders.late.any(),
        "late_strict": orders.late_strict.any(),
        "late_last": orders.late_last.any(),
        "repaired": among(orders.biz_type, *REPAIR_TYPES).any(),
        "maintained": among(orders.biz_type, "maintenance").any(),
        "bodywork": among(orders.biz_type, "accident").any(),
        "accident_only": among(orders.biz_type, "accident").all(),
        "wash_only": among(orders.biz_type, "wash").all(),
        "rework": orders.rework.any(),
        "customer_pays": (orders.customer_pays & orders.settled).any(),
        "maker_pays": (orders.maker_pays & orders.settled).any(),
        "accessorised": (orders.accessorised & orders.settled).any(),
        "warranted": among(orders.biz_type, "warranty").any(),
        "promoted": (orders.promo_id.notnull() & orders.settled).any(),
        "mileage_in": orders.mileage_in.min(),
        "mileage_out": orders.mileage_out.max(),
        "mileage_in_last": orders.mileage_in.max(),
        "sa_id": orders.sa_id.min(where=orders.leads),
        "biz_type": orders.biz_type.min(where=orders.leads),
        "model": orders.model.min(),
        "sale_date": orders.sale_date.min(),
    }


def followed(marts: Marts) -> ibis.Table:
    """The mart `followed`: settled visits called back within three calendar days of delivery."""
    orders = visit_orders(marts)
    calls = orders.filter(orders.follow_up_date.notnull()).select("store", "visit", called="follow_up_date")
    visits = marts.table("visit")
    calls = calls.join(visits.filter(visits.settled), ["store", "visit"])
    calls = calls.mutate(after=days_between(calls.delivered_at, calls.called))
    kept = ["store", "visit", "delivered_month", "sa_id", "biz_type", "vin", "model", "sale_date"]
    return calls.group_by(kept).aggregate(
        in_time=calls.after.between(0, FOLLOW_UP_DAYS).any(), called=calls.called.min()
    )


def seen(marts: Marts) -> ibis.Table:
    """The mart `seen`: settled visits of known vehicles; `first` of the vehicle in its month and store."""
    import ibis

    visits = marts.table("visit")
    visits = visits.filter(visits.settled & visits.vin.notnull())
    by_month = ibis.window(
        group_by=["store", "vin", "settled_month"], order_by=[visits.settled_at, visits.visit]
    )
    visits = visits.mutate(rank=ibis.row_number().over(by_month))
    return visits.select("store", "visit", "vin", month="settled_month", first=visits["rank"] == 0)


def settlements(marts: Marts) -> ibis.Table:
    """The mart `settlement`: settlement documents that are no reversal."""
    import ibis

    facts = marts.fact("settlement")
    facts = facts.filter(facts.settled_at.notnull() & ~yes(facts.is_reversal))
    return facts.select(
        "store", "batch", "line", kind=ibis.literal("settlement"), month=month_of(facts.settled_at)
    )


def open_day(visit: ibis.Table) -> ibis.Value:
    return day(visit.opened_at)

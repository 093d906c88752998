"""Maintenance that falls due, and the first service of vehicles sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import day, days_between, month_of, yes
from biaogan.engine.metrics.marts.vehicles import own_sold

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

WINDOW_DAYS = 60


def service_days(marts: Marts) -> ibis.Table:
    """(store, vin, day): days with a settled maintenance visit, and the next such day."""
    import ibis

    visits = marts.table("visit")
    visits = marts.place(visits.filter(visits.settled & visits.maintained & visits.vin.notnull()))
    days = visits.select("store", "vin", day=day(visits.opened_at)).distinct()
    ahead = ibis.window(group_by=["store", "vin"], order_by=days.day)
    return days.mutate(next_day=days.day.lead().over(ahead))


def due(marts: Marts) -> ibis.Table:
    """The mart `service`: services due a year after a settled maintenance visit.

    Left out where the vehicle came for maintenance before the window of 60 days around the due date opens.
    """
    import ibis

    days = marts.table("service_day")
    days = days.mutate(due_on=(days.day + ibis.interval(months=12)).cast("date"))
    ahead = days_between(days.next_day, days.due_on)
    days = days.mutate(ahead=ahead)
    days = days.filter(days.ahead.isnull() | (days.ahead <= WINDOW_DAYS))
    return days.select(
        "store", "vin", "due_on",
        came_on=days.day,
        month=month_of(days.due_on),
        returned=yes(days.ahead >= -WINDOW_DAYS),
        closes_on=(days.due_on + ibis.interval(days=WINDOW_DAYS)).cast("date"),
    )  # fmt: skip


def sold(marts: Marts) -> ibis.Table:
    """The mart `sold`: own-sold vehicles; `served` = maintained within a year of the sale."""
    import ibis

    vehicles = own_sold(marts)
    days = marts.table("service_day")
    days = days.select("store", "vin", "day")
    until = (vehicles.sold_on + ibis.interval(months=12)).cast("date")
    joined = vehicles.mutate(until=until).left_join(days, ["store", "vin"])
    joined = joined.mutate(in_time=yes((joined.day >= joined.sold_on) & (joined.day <= joined.until)))
    served = joined.group_by(["store", "vin", "sold_on", "batch", "line"]).aggregate(
        served=joined.in_time.any()
    )
    return served.mutate(month=month_of(served.sold_on))

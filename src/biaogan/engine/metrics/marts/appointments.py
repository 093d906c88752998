"""Appointments: what became of them, and which visits were booked ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import among, day, month_of, yes
from biaogan.engine.metrics.marts.visits import visit_orders

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

LEAD_HOURS = 2
ARRIVED = ("arrived", "early", "on-time", "late")


def appointments(marts: Marts) -> ibis.Table:
    """The mart `appointment`: every appointment in the month it was planned for."""
    facts = marts.fact("appointment")
    return facts.select(
        "store", "appt_no", "vin", "sa_id", "planned_at", "batch", "line",
        month=month_of(facts.planned_at),
        due=~among(facts.status, "cancelled"),
        missed=among(facts.status, "not-arrived"),
        arrived=among(facts.status, *ARRIVED),
        on_time=among(facts.status, "on-time"),
    )  # fmt: skip


def booked(marts: Marts) -> ibis.Table:
    """The mart `booked`: visits with a linked appointment; `ahead` = made two hours before arrival.

    The first way of linking that finds an appointment decides.
    """
    import ibis

    ways = (by_appointment_number(marts), by_order_number(marts), by_day(marts))
    first, *others = [way.mutate(way=number) for number, way in enumerate(ways)]
    links = first.union(*others)
    made = {f"made_{way}": links.created_at.min(where=links.way == way) for way in range(len(ways))}
    found = links.group_by(["store", "visit"]).aggregate(best=links.way.min(), **made)
    made_at = ibis.cases(*((found.best == way, found[f"made_{way}"]) for way in range(len(ways))))
    found = found.select("store", "visit", made_at=made_at)
    visits = marts.table("visit").select(
        "store", "visit", "opened_month", "arrived_at", "sa_id", "biz_type", "vin", "model", "sale_date",
        "bodywork",
    )  # fmt: skip
    linked = visits.join(found, ["store", "visit"])
    lead = linked.made_at + ibis.interval(hours=LEAD_HOURS) <= linked.arrived_at
    return linked.mutate(ahead=yes(lead)).drop("made_at", "arrived_at")


def by_appointment_number(marts: Marts) -> ibis.Table:
    """The order names the appointment."""
    orders = visit_orders(marts)
    made = marts.fact("appointment").select("store", "appt_no", "created_at")
    return orders.join(made, ["store", "appt_no"]).select("store", "visit", "created_at")


def by_order_number(marts: Marts) -> ibis.Table:
    """The appointment names the order."""
    orders = visit_orders(marts).select("store", "ro_no", "visit")
    made = marts.fact("appointment").select("store", "ro_no", "created_at")
    return made.join(orders, ["store", "ro_no"]).select("store", "visit", "created_at")


def by_day(marts: Marts) -> ibis.Table:
    """Neither names the other: the vehicle arrived on the planned day."""
    made = marts.fact("appointment")
    made = made.filter(among(made.status, *ARRIVED))
    made = made.select("store", "vin", "created_at", planned=day(made.planned_at))
    visits = marts.table("visit")
    visits = visits.select("store", "vin", "visit", planned=day(visits.opened_at))
    return made.join(visits, ["store", "vin", "planned"]).select("store", "visit", "created_at")

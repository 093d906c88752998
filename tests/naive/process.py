"""Process: appointments, promises, time in the workshop, comebacks (clarifications 69-76, 78, 79)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

from naive.orders import Order, Row, Visit
from naive.periods import last_day, month_of
from naive.world import Pair, Place, PlaceMeasure, World, summed

ARRIVED = {"late", "early", "on-time", "arrived"}
LEAD = timedelta(hours=2)
TOLERANCE = timedelta(minutes=15)
FIX_DAYS = timedelta(days=30)
FIX_KILOMETRES = 2000


def appointments_of(visit: Visit, booked: list[Row]) -> list[Row]:
    """By the number on the order, else by the order on the appointment, else by vehicle and day."""
    numbers = {order.get("appt_no") for order in visit.orders if order.get("appt_no")}
    if by_number := [row for row in booked if row["appt_no"] in numbers]:
        return by_number
    orders = {order.number for order in visit.orders}
    if by_order := [row for row in booked if row.get("ro_no") in orders]:
        return by_order
    return [
        row for row in booked
        if visit.vin and row.get("vin") == visit.vin
        and row["planned_at"].date() == visit.opened_on and row.get("status") in ARRIVED
    ]  # fmt: skip


def booked_ahead(visit: Visit, booked: list[Row]) -> bool:
    return any(
        row.get("created_at") is not None and row["created_at"] + LEAD <= visit.arrived_at
        for row in appointments_of(visit, booked)
    )


def appointment_rate(world: World, store: str, month: str) -> Pair | None:
    booked = world.rows("appointment", store)
    if not booked:
        return None
    opened = [
        visit for visit in world.visits
        if visit.store == store and month_of(visit.opened_on) == month
    ]  # fmt: skip
    return Fraction(sum(booked_ahead(visit, booked) for visit in opened)), Fraction(len(opened))


def no_show_rate(world: World, store: str, month: str) -> Pair:
    due = [
        row for row in world.rows_in("appointment", store, "planned_at", month)
        if row.get("status") != "cancelled"
    ]  # fmt: skip
    missed = [row for row in due if row.get("status") == "not-arrived"]
    return Fraction(len(missed)), Fraction(len(due))


def ready_by(order: Order, promise: datetime) -> bool:
    ready = order.get("completed_at") or order.get("delivered_at") or order.get("settled_at")
    return ready is not None and ready <= promise + TOLERANCE


def ready_in_time(order: Order) -> bool:
    return ready_by(order, order.row["promised_first"])


def on_time_delivery(world: World, store: str, month: str) -> Pair:
    kept = promised = 0
    for visit in world.delivered_visits(store, month):
        orders = [order for order in visit.orders if order.get("promised_first") is not None]
        promised += bool(orders)
        kept += bool(orders) and all(ready_in_time(order) for order in orders)
    return Fraction(kept), Fraction(promised)


def durations(world: World, place: Place, month: str) -> list[Fraction]:
    """Hours from arrival to the last delivery, of visits that have a delivery, in order."""
    return sorted(
        Fraction((max(delivered) - visit.arrived_at) // timedelta(seconds=1), 3600)
        for store in place.stores
        for visit in world.delivered_visits(store, month)
        if (delivered := visit.moments("delivered_at"))
    )


def percentile(share: Fraction) -> PlaceMeasure:
    def cycle_time(world: World, place: Place, month: str) -> Pair | None:
        values = durations(world, place, month)
        if not values:
            return None
        at = share * (len(values) - 1)
        below = int(at)
        above = min(below + 1, len(values) - 1)
        return values[below] + (values[above] - values[below]) * (at - below), None

    return cycle_time


def repair_visits(world: World, store: str) -> list[Visit]:
    return [visit for visit in world.visits if visit.store == store and visit.repair]


def first_time_fix(world: World, store: str, month: str) -> Pair:
    fixed = closed = 0
    for visit in repair_visits(world, store):
        assert visit.delivered_at is not None
        if visit.settled_month == month and visit.delivered_at.date() + FIX_DAYS <= world.as_of:
            closed += 1
            fixed += not any(came_back(world, visit, other) for other in world.visits)
    return Fraction(fixed), Fraction(closed)


def came_back(world: World, visit: Visit, later: Visit) -> bool:
    if later is visit or later.store != visit.store or not visit.vin or later.vin != visit.vin:
        return False
    assert visit.delivered_at is not None
    after = later.opened_on - visit.delivered_at.date()
    if later.opened_at < visit.opened_at or not timedelta(0) <= after <= FIX_DAYS:
        return False
    return within_kilometres(visit, later) and related(world, visit, later)


def within_kilometres(visit: Visit, later: Visit) -> bool:
    def readings(of: Visit, name: str) -> list[int]:
        return [order.row[name] for order in of.orders if order.get(name) is not None]

    left = readings(visit, "mileage_out") or readings(visit, "mileage_in")
    came = readings(later, "mileage_in")
    return not left or not came or min(came) - max(left) <= FIX_KILOMETRES


def related(world: World, visit: Visit, later: Visit) -> bool:
    numbers = {order.number for order in visit.orders}
    for order in later.orders:
        parent = order.get("parent_ro_no")
        if order.rework and parent in numbers:
            return True
        if order.rework and not parent and latest_repair_before(world, later) is visit:
            return True
    return bool(operations(visit) & operations(later) or complaints(visit) & complaints(later))


def latest_repair_before(world: World, later: Visit) -> Visit | None:
    earlier = [
        visit for visit in repair_visits(world, later.store)
        if visit.vin == later.vin and visit is not later and visit.opened_at <= later.opened_at
    ]  # fmt: skip
    return max(
        earlier,
        key=lambda visit: (visit.opened_at, max(order.number for order in visit.orders)),
        default=None,
    )


def operations(visit: Visit) -> set[str]:
    return {line["op_code"] for order in visit.orders for line in order.labour if line.get("op_code")}


def complaints(visit: Visit) -> set[str]:
    texts = {(order.get("complaint_text") or "").strip() for order in visit.orders}
    return texts - {""}


def comeback_rate(world: World, store: str, month: str) -> Pair:
    reworks = [
        order for order in world.orders.values()
        if order.store == store and order.rework and order.makes_visit
        and month_of(order.row["opened_at"]) == month
    ]  # fmt: skip
    repairs = [visit for visit in world.delivered_visits(store, month) if visit.repair]
    return Fraction(len(reworks)), Fraction(len(repairs))


def wip_orders(world: World, store: str, month: str) -> Pair | None:
    if month < world.first_month.get(store, "9999-99"):
        return None
    end = last_day(month)
    open_then: Callable[[Order], bool] = lambda order: (  # noqa: E731
        order.row["opened_at"].date() <= end and (not order.settled or order.row["settled_at"].date() > end)
    )
    own = [order for order in world.orders.values() if order.store == store and order.makes_visit]
    return Fraction(sum(open_then(order) for order in own)), None


def followed_up(visit: Visit) -> bool:
    assert visit.delivered_at is not None
    delivered = visit.delivered_at.date()
    return any(
        order.get("follow_up_date") is not None
        and timedelta(0) <= order.row["follow_up_date"] - delivered <= timedelta(days=3)
        for order in visit.orders
    )


def follow_up_rate(world: World, store: str, month: str) -> Pair | None:
    own = [order for order in world.orders.values() if order.store == store]
    if all(order.get("follow_up_date") is None for order in own):
        return None
    delivered = world.delivered_visits(store, month)
    return Fraction(sum(followed_up(visit) for visit in delivered)), Fraction(len(delivered))


def on_time_by_last_promise(world: World, store: str, month: str) -> Pair:
    kept = promised = 0
    for visit in world.delivered_visits(store, month):
        orders = [order for order in visit.orders if order.get("promised_first") is not None]
        promised += bool(orders)
        kept += bool(orders) and all(
            ready_by(order, order.get("promised_last") or order.row["promised_first"]) for order in orders
        )
    return Fraction(kept), Fraction(promised)


def said_fixed(world: World, store: str, month: str) -> Pair:
    asked = [
        row for row in world.rows_in("survey", store, "service_date", month)
        if row.get("answered_at") is not None and row.get("fixed_first_time") is not None
    ]  # fmt: skip
    return Fraction(sum(row["fixed_first_time"] for row in asked)), Fraction(len(asked))


METRICS: dict[str, tuple[int, PlaceMeasure]] = {
    "appointment-rate": (100, summed(appointment_rate)),
    "no-show-rate": (100, summed(no_show_rate)),
    "on-time-delivery": (100, summed(on_time_delivery)),
    "on-time-delivery/last-promise": (100, summed(on_time_by_last_promise)),
    "first-time-fix/customers-view": (100, summed(said_fixed)),
    "cycle-time-median": (1, percentile(Fraction(1, 2))),
    "cycle-time-p90": (1, percentile(Fraction(9, 10))),
    "first-time-fix": (100, summed(first_time_fix)),
    "comeback-rate": (100, summed(comeback_rate)),
    "wip-orders": (1, summed(wip_orders)),
    "follow-up-rate": (100, summed(follow_up_rate)),
}

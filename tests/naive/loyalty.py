"""What binds customers: warranty, insurance, extended warranty, accessories, return (C08, C13-C15, C17)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from naive.customers import own_sold, vehicles
from naive.money import customer_pays
from naive.orders import ACCESSORY_CLASSES, Row, Visit
from naive.periods import ending_with, last_day, month_of, shift, years_later
from naive.world import Pair, Place, World, summed

BEFORE, AFTER = timedelta(days=60), timedelta(days=30)


def lines_of(visit: Visit) -> list[Row]:
    return [
        line for order in visit.orders if order.settled for line in order.labour + order.parts + order.misc
    ]  # fmt: skip


def maker_pays(visit: Visit) -> bool:
    return any(line.get("payer") == "WAR" for line in lines_of(visit))


def warranty_conversion(world: World, place: Place, month: str) -> Pair | None:
    if world.as_of < years_later(last_day(month), 1):
        return None
    own = [visit for visit in world.visits if visit.store in place.stores and visit.qualifies and visit.vin]
    if not any(customer_pays(visit) for visit in own if visit.settled) and not any(
        customer_pays(visit) for visit in world.visits if visit.store in place.stores and visit.settled
    ):
        return None
    base = converted = 0
    for row in world.facts.get("vehicle", []):
        end = row.get("warranty_end")
        if end is None or month_of(end) != month:
            continue
        days = [visit for visit in own if visit.vin == row["vin"]]
        if not any(years_later(end, -1) < visit.opened_on <= end for visit in days):
            continue
        base += 1
        converted += any(
            end < visit.opened_on <= years_later(end, 1) and customer_pays(visit) for visit in days
        )
    return Fraction(converted), Fraction(base)


def warranty_attach(world: World, store: str, month: str) -> Pair:
    claimed = [visit for visit in world.settled_visits(store, month) if maker_pays(visit)]
    return Fraction(sum(customer_pays(visit) for visit in claimed)), Fraction(len(claimed))


def whose(row: Row) -> str | None:
    return row.get("vin") or (f"plate {row['plate']}" if row.get("plate") else None)


def renews(policy: Row, other: Row) -> bool:
    day = other.get("sold_at") or other.get("start")
    products = {policy.get("product"), other.get("product")} - {None}
    return (
        bool(other.get("through_store")) and whose(other) == whose(policy) and other["end"] > policy["end"]
        and day is not None and policy["end"] - BEFORE <= day <= policy["end"] + AFTER and len(products) <= 1
    )  # fmt: skip


def insurance_renewal(world: World, place: Place, month: str) -> Pair:
    own = [row for row in world.facts.get("insurance_policy", []) if row["store"] in place.stores]
    due = [
        row for row in own
        if whose(row) and month_of(row["end"]) == month and row["end"] + AFTER <= world.as_of
    ]  # fmt: skip
    return Fraction(sum(any(renews(row, other) for other in own) for row in due)), Fraction(len(due))


def extended(world: World, store: str) -> list[tuple[str, date]]:
    return [
        (row["vin"], row["sold_at"]) for row in world.rows("service_product", store)
        if row.get("vin") and "延保" in (row.get("kind") or "")
    ]  # fmt: skip


def extended_warranty(world: World, store: str, month: str) -> Pair | None:
    if not world.rows("service_product", store):
        return None
    sold = [
        (vin, day) for vin, day in own_sold(world, Place(store, [store]))
        if month_of(day) == month and day + AFTER <= world.as_of
    ]  # fmt: skip
    covered = [
        vin for vin, day in sold
        if any(own == vin and signed <= day + AFTER for own, signed in extended(world, store))
    ]  # fmt: skip
    return Fraction(len(covered)), Fraction(len(sold))


def accessorised(visit: Visit) -> bool:
    return any(
        line.get("part_class") in ACCESSORY_CLASSES and line.get("payer") != "INT"
        for order in visit.orders if order.settled for line in order.parts
    )  # fmt: skip


def accessory_penetration(world: World, store: str, month: str) -> Pair | None:
    brought = any(
        order.parts for order in world.orders.values()
        if order.store == store and order.settled and month_of(order.row["settled_at"]) == month
    )  # fmt: skip
    visits = world.settled_visits(store, month)
    return (Fraction(sum(map(accessorised, visits))), Fraction(len(visits))) if brought else None


def win_back(world: World, place: Place, month: str) -> Pair | None:
    if not world.has_history(place, month, 27):
        return None
    then = shift(month, -3)

    def seen(months: list[str]) -> set[str]:
        return vehicles(world, place, months, lambda visit: visit.qualifies)

    lost = seen(ending_with(shift(then, -12), 12)) - seen(ending_with(then, 12))
    return Fraction(len(lost & seen(ending_with(month, 3)))), Fraction(len(lost))


METRICS = {
    "warranty-conversion": (100, warranty_conversion),
    "warranty-attach": (100, summed(warranty_attach)),
    "insurance-renewal-rate": (100, insurance_renewal),
    "extended-warranty-penetration": (100, summed(extended_warranty)),
    "accessory-penetration": (100, summed(accessory_penetration)),
    "win-back-rate": (100, win_back),
}

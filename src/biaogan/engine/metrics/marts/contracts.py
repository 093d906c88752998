"""Insurance that runs out, and extended warranties sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import day, days_between, month_of, yes
from biaogan.engine.metrics.marts.vehicles import YEAR, own_sold

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import Value

    from biaogan.engine.metrics.marts import Marts

RENEWED_BEFORE = 60
RENEWED_AFTER = 30
WITH_THE_CAR = 30
EXTENDED = "延保|延长|[Ee]xtended"


def _whose(policy: ibis.Table) -> Value:
    return policy.vin.coalesce("plate " + policy.plate)


def policies(marts: Marts) -> ibis.Table:
    """The mart `policy`: policies in the month they run out; `renewed` through the store in time.

    Renewed: another policy of the vehicle through the store, of the same product where both name one,
    ending later, sold (else begun) from 60 days before to 30 days after the end.
    """
    import ibis

    facts = marts.place(marts.fact("insurance_policy"))
    facts = facts.mutate(whose=_whose(facts)).filter(lambda t: t.whose.notnull())
    others = facts.filter(yes(facts.through_store))
    others = others.select(
        "store", "whose", other="policy_no", other_end="end", other_product="product",
        day=others.sold_at.coalesce(others.start),
    )  # fmt: skip
    joined = facts.left_join(others, ["store", "whose"])
    after = days_between(joined.end, joined.day)
    same = joined.product.isnull() | joined.other_product.isnull() | (joined.product == joined.other_product)
    renewal = (joined.other_end > joined.end) & after.between(-RENEWED_BEFORE, RENEWED_AFTER) & same
    joined = joined.mutate(hit=yes(renewal))
    cases = joined.group_by(["store", "whose", "policy_no", "end", "batch", "line"])
    found = cases.aggregate(renewed=joined.hit.any())
    return found.mutate(
        kind=ibis.literal("insurance_policy"), month=month_of(found.end),
        closes_on=(found.end + ibis.interval(days=RENEWED_AFTER)).cast("date"),
    )  # fmt: skip


def underwritten(marts: Marts) -> ibis.Table:
    """The mart `underwritten`: policies taken through the store, in the month they were sold."""
    import ibis

    facts = marts.fact("insurance_policy")
    facts = facts.filter(yes(facts.through_store))
    sold_on = facts.sold_at.coalesce(facts.start)
    return facts.select(
        "store", "batch", "line", kind=ibis.literal("insurance_policy"), month=month_of(sold_on)
    )


def extended(marts: Marts) -> ibis.Table:
    """(store, vin, signed_on): extended warranties sold."""
    facts = marts.fact("service_product")
    facts = facts.filter(yes(facts.kind.re_search(EXTENDED)) & facts.vin.notnull())
    return facts.select("store", "vin", signed_on=facts.sold_at)


def covered(marts: Marts) -> ibis.Table:
    """The mart `covered`: own-sold vehicles in the month of sale; `covered` within 30 days of it."""
    import ibis

    vehicles = own_sold(marts)
    joined = vehicles.left_join(extended(marts), ["store", "vin"])
    in_time = yes(days_between(joined.sold_on, joined.signed_on) <= WITH_THE_CAR)
    joined = joined.mutate(in_time=in_time)
    found = joined.group_by(["store", "vin", "sold_on", "batch", "line"]).aggregate(
        covered=joined.in_time.any()
    )
    return found.mutate(
        kind=ibis.literal("vehicle"), month=month_of(found.sold_on),
        closes_on=(found.sold_on + ibis.interval(days=WITH_THE_CAR)).cast("date"),
    )  # fmt: skip


def expiring(marts: Marts) -> ibis.Table:
    """The mart `expiring`: vehicles seen in a month, whose warranty runs out within a year; who signs."""
    import ibis

    visits = marts.table("visit")
    visits = visits.filter(visits.settled & visits.vin.notnull() & ~visits.wash_only)
    visits = visits.select("store", "vin", month="settled_month", seen_on=day(visits.settled_at))
    cars = marts.fact("vehicle").select("vin", "warranty_end", "batch", "line")
    seen = visits.join(cars.filter(cars.warranty_end.notnull()), "vin")
    until = (seen.seen_on + ibis.interval(months=YEAR)).cast("date")
    seen = seen.filter((seen.warranty_end >= seen.seen_on) & (seen.warranty_end <= until))
    seen = seen.select("store", "vin", "month", "batch", "line").distinct()
    signed = extended(marts).mutate(month=lambda t: month_of(t.signed_on))
    signed = signed.select("store", "vin", "month").distinct().mutate(signed=ibis.literal(value=True))
    joined = seen.left_join(signed, ["store", "vin", "month"])
    return joined.select(
        "store", "month", "batch", "line", kind=ibis.literal("vehicle"), signed=yes(joined.signed)
    )

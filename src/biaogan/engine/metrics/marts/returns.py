"""The marts `repair` and `return`: settled visits that could have come back, and what brought them back.

A visit failed when a related visit of the same vehicle at the same store opened within 30 days and
2,000 km. Related is a rework of one of its orders, a rework without parent whose latest earlier repair
visit it is, the same operation, or the same complaint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import day, days_between, yes
from biaogan.engine.metrics.marts.visits import visit_orders

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

WINDOW_DAYS = 30
WINDOW_KM = 2000


def repairs(marts: Marts) -> ibis.Table:
    """Settled visits without rework order; `failed`, and `closes_on`, the last day of the window."""
    import ibis

    visits = marts.table("visit")
    base = visits.filter(visits.settled & ~visits.rework)
    failed = marts.table("return").select("store", "visit").distinct().mutate(failed=ibis.literal(value=True))
    joined = base.left_join(failed, ["store", "visit"])
    return joined.select(
        "store", "visit", "vin", "repair", "settled_month", "delivered_at", "sa_id", "biz_type", "model",
        "sale_date",
        failed=yes(joined.failed),
        closes_on=(day(base.delivered_at) + ibis.interval(days=WINDOW_DAYS)).cast("date"),
    )  # fmt: skip


def returns(marts: Marts) -> ibis.Table:
    """The mart `return`: (store, visit, again, days, why): a visit that failed, the later one, and why."""
    pairs = marts.table("pair")
    found = by_parent(marts, pairs).union(by_latest(marts, pairs))
    found = found.union(by_operation(marts, pairs)).union(by_complaint(marts, pairs))
    return found.distinct()


def close_pairs(marts: Marts) -> ibis.Table:
    """The mart `pair`: (store, visit, again, days): a visit and a later one of the vehicle in the window.

    Most vehicles do not come back within the window, so the next opening sorts them out before the join.
    """
    import ibis

    visits = marts.table("visit")
    visits = visits.filter(visits.vin.notnull())
    order = ibis.window(group_by=["store", "vin"], order_by=[visits.opened_at, visits.rework])
    ahead = visits.mutate(next_at=visits.opened_at.lead().over(order))
    first = ahead.filter(ahead.settled & ~ahead.rework & ahead.next_at.notnull())
    first = first.filter(days_between(first.delivered_at, first.next_at) <= WINDOW_DAYS)
    first = first.select(
        "store", "vin", "visit", "opened_at", "delivered_at", "repair",
        left_at_km=first.mileage_out.coalesce(first.mileage_in_last),
    )  # fmt: skip
    later = visits.select(
        "store", "vin", again=visits.visit, again_at=visits.opened_at, again_km=visits.mileage_in
    )
    pairs = first.join(later, ["store", "vin"])
    gap = days_between(pairs.delivered_at, pairs.again_at)
    far = yes(pairs.again_km - pairs.left_at_km > WINDOW_KM)
    return pairs.mutate(days=gap.cast("int64")).filter(
        (pairs.visit != pairs.again) & (pairs.again_at >= pairs.opened_at)
        & gap.between(0, WINDOW_DAYS) & ~far
    )  # fmt: skip


def by_parent(marts: Marts, pairs: ibis.Table) -> ibis.Table:
    """A rework order of the later visit names an order of the first as its parent."""
    orders = visit_orders(marts)
    rework = orders.filter(orders.rework & orders.parent_ro_no.notnull())
    reworks = rework.select("store", again=rework.visit, ro_no=rework.parent_ro_no)
    members = orders.select("store", "ro_no", "visit")
    named = reworks.join(members, ["store", "ro_no"]).select("store", "again", "visit").distinct()
    return _because(pairs.semi_join(named, ["store", "visit", "again"]), "parent")


def by_latest(marts: Marts, pairs: ibis.Table) -> ibis.Table:
    """A rework without parent belongs to the latest repair visit opened before it."""
    import ibis

    orders = visit_orders(marts)
    loose = orders.filter(orders.rework & orders.parent_ro_no.isnull())
    loose = loose.select("store", again=loose.visit).distinct()
    visits = marts.table("visit")
    reworks = visits.join(loose, [visits.store == loose.store, visits.visit == loose.again])
    reworks = reworks.select("store", "vin", "again", again_at=visits.opened_at)
    repaired = visits.filter(visits.repair).select("store", "vin", "visit", "opened_at")
    earlier = reworks.join(repaired, ["store", "vin"])
    earlier = earlier.filter(earlier.opened_at <= earlier.again_at)
    latest = ibis.row_number().over(
        ibis.window(
            group_by=["store", "again"], order_by=[ibis.desc(earlier.opened_at), ibis.desc(earlier.visit)]
        )
    )
    earlier = earlier.mutate(rank=latest)
    named = earlier.filter(earlier["rank"] == 0).select("store", "again", "visit")
    return _because(pairs.semi_join(named, ["store", "visit", "again"]), "latest")


def by_operation(marts: Marts, pairs: ibis.Table) -> ibis.Table:
    """The same operation code in both visits."""
    orders = _of(pairs, visit_orders(marts)).select("store", "ro_no", "visit")
    lines = marts.fact("ro_labour")
    lines = lines.filter(lines.op_code.notnull() & (lines.op_code != ""))  # no code is no operation
    lines = lines.select("store", "ro_no", "op_code")
    done = lines.join(orders, ["store", "ro_no"]).select("store", "visit", "op_code").distinct()
    return _because(_shared(pairs, done, "op_code"), "operation")


def by_complaint(marts: Marts, pairs: ibis.Table) -> ibis.Table:
    """The same complaint, word for word, in both visits."""
    orders = _of(pairs, visit_orders(marts))
    said = orders.mutate(said=orders.complaint_text.strip())
    said = said.filter(said.said.notnull() & (said.said != ""))
    return _because(_shared(pairs, said.select("store", "visit", "said").distinct(), "said"), "complaint")


def _of(pairs: ibis.Table, orders: ibis.Table) -> ibis.Table:
    """The orders of the visits in the pairs: few, so they are chosen before words are compared."""
    involved = pairs.select("store", "visit").union(pairs.select("store", visit=pairs.again)).distinct()
    return orders.semi_join(involved, ["store", "visit"])


def _shared(pairs: ibis.Table, marks: ibis.Table, mark: str) -> ibis.Table:
    first = pairs.select("store", "visit", "again", "days").join(marks, ["store", "visit"])
    second = marks.select("store", again=marks.visit, same=marks[mark])
    matched = first.join(second, ["store", "again"])
    return matched.filter(matched[mark] == matched.same)


def _because(pairs: ibis.Table, why: str) -> ibis.Table:
    import ibis

    return pairs.select("store", "visit", "again", "days", why=ibis.literal(why))

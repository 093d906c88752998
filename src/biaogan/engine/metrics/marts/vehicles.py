"""Vehicles that come and stay: spans of months instead of twelve copies of every visit.

A visit keeps a vehicle active for twelve months. The spans of one vehicle are merged, shifted and
intersected; what is counted at a month end is the sum of the steps up to it. Every mart here is wide:
for the region a vehicle of two stores counts once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from biaogan.engine.metrics.marts.shape import NO_END, month_of, overlap, steps, yes

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.metrics.marts import Marts

YEAR = 12
QUARTER = 3
# Age in completed years at the month end: first year of the band, first year after it.
AGE_BANDS = {"1": (1, 2), "3": (3, 4), "5": (5, 7)}


def vehicle_months(marts: Marts) -> ibis.Table:
    """(store, vin, month): settled visits of known vehicles.

    `qualifies`: not for a wash only. `stays`: nor for an accident only.
    """
    visits = marts.table("visit")
    visits = marts.place(visits.filter(visits.settled & visits.vin.notnull()))
    months = visits.select(
        "store", "vin", month=visits.settled_month,
        qualifies=~visits.wash_only, stays=~visits.wash_only & ~visits.accident_only,
    )  # fmt: skip
    return months.group_by(["store", "vin", "month"]).aggregate(
        qualifies=months.qualifies.any(), stays=months.stays.any()
    )


def _spans(months: ibis.Table, length: int = YEAR) -> ibis.Table:
    """(store, vin, start, end): months, each of which holds for `length` months; what touches is one span.

    All are of one length, so a span begins where no month lies so near before, and ends where none lies
    so near behind. Between the two nothing needs to be looked at.
    """
    import ibis

    rows = ibis.window(group_by=["store", "vin"], order_by=months.month)
    seen = months.select(
        "store", "vin", "month",
        before=months.month.lag().over(rows), behind=months.month.lead().over(rows),
    )  # fmt: skip
    seen = seen.mutate(
        begins=~yes(seen.month <= seen.before + length), ends=~yes(seen.behind <= seen.month + length)
    )
    edges = seen.filter(seen.begins | seen.ends)
    rows = ibis.window(group_by=["store", "vin"], order_by=edges.month)
    last = edges.ends.ifelse(edges.month, edges.month.lead().over(rows))
    spans = edges.mutate(start=edges.month, end=last + length)
    return spans.filter(spans.begins).select("store", "vin", "start", "end")


def active_spans(marts: Marts) -> ibis.Table:
    """The mart `active`: months whose last twelve hold a qualifying visit."""
    months = marts.table("vehicle_month")
    return _spans(months.filter(months.qualifies))


def loyal_spans(marts: Marts) -> ibis.Table:
    """The mart `loyal`: months whose last twelve hold a visit that is neither wash nor accident only."""
    months = marts.table("vehicle_month")
    return _spans(months.filter(months.stays))


def events_of_base(marts: Marts) -> ibis.Table:
    """Active, seen 13 to 24 months back, of these retained, and new vehicles."""
    active, loyal = marts.table("active"), marts.table("loyal")
    base = active.mutate(start=active.start + YEAR, end=active.end + YEAR)
    firsts = active.group_by(["store", "vin"]).aggregate(start=active.start.min())
    new = firsts.mutate(end=firsts.start + YEAR)
    counts = steps(active, "active").union(steps(base, "base"))
    retained = overlap(base, loyal, "store", "vin")
    return counts.union(steps(retained, "retained")).union(steps(new, "new"))


def events_of_lost(marts: Marts) -> ibis.Table:
    """Vehicles lost three months ago (last seen 13 to 24 months before), and those of them seen since."""
    import ibis

    active = marts.table("active")
    ahead = ibis.window(group_by=["store", "vin"], order_by=active.start)
    spans = active.mutate(back=active.start.lead().over(ahead))
    gone = spans.select(
        "store", "vin", start=spans.end + QUARTER,
        end=ibis.least(spans.end + YEAR, spans.back.fill_null(NO_END)) + QUARTER,
    )  # fmt: skip
    gone = gone.filter(gone.start < gone.end)
    months = marts.table("vehicle_month")
    seen = months.filter(months.qualifies)
    seen = _spans(seen, QUARTER)
    return steps(gone, "lost").union(steps(overlap(gone, seen, "store", "vin"), "back"))


def own_sold(marts: Marts) -> ibis.Table:
    """(store, vin, sold_on): vehicles at the store that says it sold them."""
    facts = marts.fact("vehicle")
    sold_on = facts.sale_date.coalesce(facts.registered_date, facts.warranty_start)
    sold = facts.mutate(store=facts.sold_by, sold_on=sold_on)
    sold = sold.filter(sold.store.notnull() & sold.sold_on.notnull())
    return marts.place(sold.select("store", "vin", "sold_on", "batch", "line"))


def events(marts: Marts) -> ibis.Table:
    """The mart `vehicle`: steps of every running count of vehicles."""
    return events_of_base(marts).union(events_of_age(marts)).union(events_of_lost(marts))


def events_of_age(marts: Marts) -> ibis.Table:
    """Own-sold vehicles of each age band, and those of them active at the place.

    The anniversary of a sale falls into the same month each year, so a band is a span of months.
    """
    vehicles = own_sold(marts).mutate(sold_month=lambda t: month_of(t.sold_on))
    active = marts.table("active")
    tables = []
    for band, (first, after) in AGE_BANDS.items():
        aged = vehicles.select(
            "store", "vin",
            start=vehicles.sold_month + YEAR * first, end=vehicles.sold_month + YEAR * after,
        )  # fmt: skip
        came = overlap(aged, active, "store", "vin")
        tables += [steps(aged, f"aged-{band}"), steps(came, f"came-{band}")]
    first_table, *others = tables
    return first_table.union(*others)

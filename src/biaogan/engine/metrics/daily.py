"""What a metric comes to day by day, by its own declaration: the sums of a month's days are its reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.cube import expression
from biaogan.engine.metrics.marts import Marts
from biaogan.engine.metrics.measure import Cells, Total
from biaogan.engine.metrics.metric import Metric, Period
from biaogan.engine.periods import days_of, month_of

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot

# The column by which a row of a mart falls on a day.
DAYS = {"money": "day", "visit": "settled_at", "value_added": "day"}
Sums = dict[str, dict[str, dict[int, int]]]  # store -> total -> day as a number -> whole number


def daily(
    snapshot: Snapshot, slug: str, *, stores: Sequence[str], until: Mapping[str, date]
) -> dict[str, dict[date, int]]:
    """Store -> day -> amount as whole numbers: money in fen, counts as they are.

    A day without business is 0; days after the store's `until`, and months of which nothing was brought,
    are left out. A store without any day is not named.
    Raises KeyError for an unknown slug, ValueError for a metric that does not add up over days.
    """
    metric = metric_of(slug)
    if not adds_up_by_day(metric):
        raise ValueError(f"metric {slug} does not add up over days")
    sums = _sums(Marts(snapshot, stores), metric.numerator.totals(), max(until.values(), default=date.min))
    found = {store: _of_store(metric, sums[store], until[store]) for store in stores if store in until}
    return {store: days for store, days in found.items() if days}


def adds_up_by_day(metric: Metric) -> bool:
    """A plain sum over the rows of one month, each of which falls on a day."""
    return (
        metric.denominator is None
        and metric.period is Period.MONTH
        and all(total.mart in DAYS and not total.recounted for total in metric.numerator.totals())
    )


def _of_store(metric: Metric, sums: Mapping[str, Mapping[int, int]], until: date) -> dict[date, int]:
    """The metric's own measure asked for days instead of months."""
    brought = {date.fromordinal(day) for series in sums.values() for day in series}
    months = {month_of(day) for day in brought}
    first = min(brought, default=date.max)
    days = [day for month in sorted(months) for day in days_of(month) if first <= day <= until]
    open_days = frozenset(day.toordinal() for day in days)
    cells = Cells(sums, open_days, open_days)
    asked = {day: metric.numerator.at(cells, day.toordinal()) for day in days}
    return {day: amount for day, amount in asked.items() if amount is not None}


def _sums(marts: Marts, totals: Iterable[Total], as_of: date) -> Sums:
    """One aggregate query a mart."""
    groups: dict[str, dict[str, Total]] = defaultdict(dict)
    for total in totals:
        groups[total.mart][total.name] = total
    sums: Sums = defaultdict(lambda: defaultdict(dict))
    for mart, group in groups.items():
        table = marts.placed(mart)
        table = table.filter(table[DAYS[mart]].notnull())
        answer = table.group_by(store=table.store, at=table[DAYS[mart]].cast("date")).aggregate(
            **{name: expression(table, total, as_of) for name, total in group.items()}
        )
        columns = answer.to_pyarrow().to_pydict()
        for name in group:
            for store, day, amount in zip(columns["store"], columns["at"], columns[name], strict=True):
                if amount:
                    sums[store][name][day.toordinal()] = amount
    return sums

"""What brought a visit back: the reasons behind first-time fix, order by order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from biaogan.engine.metrics.marts import Marts

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.facts.snapshot import Snapshot

WHY = ("parent", "latest", "operation", "complaint")


@dataclass(frozen=True)
class Return:
    """A visit that failed, and the later visit that says so.

    `first`, `again`: the order numbers of the two visits; `days`: whole days from delivery to the return;
    `why`: codes of WHY. `repair` is whether the first visit is in the base of first-time fix.
    """

    first: tuple[str, ...]
    again: tuple[str, ...]
    days: int
    why: tuple[str, ...]
    repair: bool


def returns_of(snapshot: Snapshot, *, store: str, ro_no: str) -> list[Return]:
    """The returns an order is part of, on either side; nearest first.

    The same expressions as the metric `first-time-fix` (kpi_dictionary P06): mart `return`.
    """
    marts = Marts(snapshot, (store,))
    orders = marts.placed("order").filter(lambda order: order.visit.notnull())
    own = orders.filter(orders.ro_no == ro_no).select("visit")
    pairs = marts.placed("return")
    pairs = pairs.filter(pairs.visit.isin(own.visit) | pairs.again.isin(own.visit))
    visits = marts.placed("visit").select("store", "visit", "repair")
    found = _frame(pairs.join(visits, ["store", "visit"]).distinct())
    involved = [*found["visit"], *found["again"]]
    chosen = orders.filter(orders.visit.isin(involved)).select("visit", "ro_no")
    return _grouped(found, _frame(chosen)) if involved else []


def _grouped(found: pl.DataFrame, members: pl.DataFrame) -> list[Return]:
    listed = members.group_by("visit").agg(pl.col("ro_no").sort())
    numbers = {visit: tuple(orders) for visit, orders in listed.iter_rows()}
    pairs = found.group_by("visit", "again", "days", "repair").agg(pl.col("why"))
    pairs = pairs.sort("days", "visit", "again")
    return [
        Return(numbers[visit], numbers[again], days, tuple(sorted(why, key=WHY.index)), repair)
        for visit, again, days, repair, why in pairs.iter_rows()
    ]


def _frame(table: ibis.Table) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table.to_pyarrow()))

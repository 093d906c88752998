"""One repair order: its row, its lines, what else the facts say of it, and where it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.returning import Return
from biaogan.engine.periods import month_of
from biaogan.intake.state import lineage
from biaogan.targets.asked import Asked
from biaogan.targets.metric_rows import Source, metric_rows
from biaogan.targets.numbers import returns_of
from biaogan.targets.orders import LINES, ORDER, TOTALS, facts, with_amounts

# Kinds that name the order by its number; an appointment may be named by the order instead.
BESIDE = (*LINES, "settlement", "appointment", "survey", "complaint")
COUNTED_BY = (
    "revenue", "visits", "ro-count", "on-time-delivery", "first-time-fix", "comeback-rate", "accident-share",
)  # fmt: skip


class NoSuchOrder(Exception):
    """The stores of the scope know no order of this number."""


@dataclass(frozen=True)
class Fact:
    """A fact row with its own fields and the place it came from."""

    kind: str
    values: dict[str, Any]
    source: Source


@dataclass(frozen=True)
class OrderPage:
    """`rows` are all rows kept of the order, a reversal's too; `order` is the one that counts."""

    order: Fact
    rows: Sequence[Fact]
    beside: dict[str, list[Fact]]
    visit: Sequence[Fact]
    amount_fen: int | None
    settled_fen: int | None

    @property
    def difference_fen(self) -> int | None:
        """Settlement documents less lines; settlements are a check, never a second source."""
        if self.amount_fen is None or self.settled_fen is None:
            return None
        return self.settled_fen - self.amount_fen


@dataclass(frozen=True)
class Counted:
    metric: Metric
    in_numerator: bool
    in_denominator: bool


def order_page(version: str, *, store: str, ro_no: str) -> OrderPage:
    """Raises NoSuchOrder."""
    rows = facts(version, ORDER).filter(pl.col("store") == store, pl.col("ro_no") == ro_no).collect()
    if not rows.height:
        raise NoSuchOrder(ro_no)
    rows = rows.sort("surviving", descending=True)
    own = rows.row(0, named=True)
    beside = {kind: _beside(version, kind, own) for kind in BESIDE}
    amount = with_amounts(version, rows.head(1).select("store", "ro_no", "opened_at", *TOTALS))["amount_fen"][
        0
    ]
    kept = _facts(ORDER, rows)
    settlements = [fact.values["total_net_fen"] for fact in beside["settlement"]]
    known = [fen for fen in settlements if fen is not None]
    visit = _facts(ORDER, _visit(version, own))
    return OrderPage(kept[0], kept, beside, visit, amount, sum(known) if known else None)


def _beside(version: str, kind: str, own: dict[str, Any]) -> list[Fact]:
    match = pl.col("ro_no") == own["ro_no"]
    if kind == "appointment" and own["appt_no"]:
        match |= pl.col("appt_no") == own["appt_no"]
    found = facts(version, kind).filter(pl.col("store") == own["store"], match).collect()
    return _facts(kind, found.sort("batch", "line"))


def _visit(version: str, own: dict[str, Any]) -> pl.DataFrame:
    """Other orders of the same stay: the vehicle on the same day, the parent, the children."""
    same_day = (pl.col("vin") == own["vin"]) & (pl.col("opened_at").dt.date() == own["opened_at"].date())
    family = pl.col("parent_ro_no") == own["ro_no"]
    if own["parent_ro_no"]:
        family |= pl.col("ro_no") == own["parent_ro_no"]
    found = facts(version, ORDER).filter(
        pl.col("store") == own["store"],
        pl.col("surviving"),
        pl.col("ro_no") != own["ro_no"],
        same_day | family,
    )
    return found.sort("opened_at", "ro_no").collect()


def _facts(kind: str, frame: pl.DataFrame) -> list[Fact]:
    places = lineage(set(frame["batch"].drop_nulls().unique()))
    return [
        Fact(kind, row, Source(row["batch"], row["line"], *places.get(row["batch"], ("", ""))))
        for row in frame.iter_rows(named=True)
    ]


def returns(page: OrderPage) -> list[Return]:
    return returns_of(page.order.values["store"], page.order.values["ro_no"])


def counted(page: OrderPage, asked: Asked) -> list[Counted]:
    """The metrics of the settlement month that count the order, and on which side."""
    settled = page.order.values["settled_at"]
    if settled is None:
        return []
    of_month = replace(asked, month=month_of(settled.date()))
    found = [_counted(metric_of(slug), page, of_month) for slug in COUNTED_BY]
    return [one for one in found if one.in_numerator or one.in_denominator]


def _counted(metric: Metric, page: OrderPage, asked: Asked) -> Counted:
    rows = metric_rows(metric, asked).filter(pl.col("ro_no") == page.order.values["ro_no"])
    return Counted(
        metric, bool(rows["counted_in_numerator"].any()), bool(rows["counted_in_denominator"].any())
    )

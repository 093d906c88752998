"""Repair orders as a list: which ones a filter finds, and the money of those shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import polars as pl

from biaogan.engine.periods import first_day, last_day
from biaogan.intake.models import Identity
from biaogan.intake.persons import spellings
from biaogan.intake.state import lake, pins_of
from biaogan.targets.amounts import KEY, LINES, ORDER, line_sums, lines_of

COUNT_AS_LINES = ("ro_labour", "ro_part")  # an order with one of these is not counted by its totals
TOTALS = ("labour_total_fen", "parts_total_fen", "misc_total_fen")
SHOWN = (
    *KEY, "opened_at", "settled_at", "ro_type_text", "biz_type", "biz_type_text", "status", "status_text",
    "sa_id", "plate", "model", *TOTALS, "batch", "line",
)  # fmt: skip
AXES = {"opened": "opened_at", "settled": "settled_at"}
SORTS = {"ro_no": "ro_no", "store": "store", "opened": "opened_at", "settled": "settled_at"}
FIRST_SORT = "-opened"


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for. A text looks through all months: few orders bear a number or a plate."""

    stores: Sequence[str]
    month: str
    axis: str = "opened"
    choices: dict[str, str] = field(default_factory=dict)  # advisor, category, status, payer
    text: str = ""
    sort: str = FIRST_SORT


def facts(version: str, kind: str) -> pl.LazyFrame:
    """The facts of a kind at one version, to be narrowed before they are read."""
    return lake().read(kind, pins_of(version).get(kind))


def find(version: str, wanted: Wanted) -> pl.DataFrame:
    """The surviving row of every order found, sorted; columns SHOWN."""
    named = _named(wanted.text) if wanted.text else None
    found = _of_month(version, wanted) if named is None else facts(version, ORDER).filter(named)
    found = found.filter(pl.col("surviving"), pl.col("store").is_in(list(wanted.stores)))
    for name, column in {"advisor": "sa_id", "category": "biz_type", "status": "status"}.items():
        if chosen := wanted.choices.get(name):
            found = found.filter(pl.col(column) == chosen)
    frame = found.select(SHOWN).collect()
    if payer := wanted.choices.get("payer"):
        frame = frame.join(_paid_by(version, frame, payer), on=KEY, how="semi")
    column = SORTS.get(wanted.sort.lstrip("-"), SORTS[FIRST_SORT.lstrip("-")])
    return frame.sort(column, "ro_no", descending=wanted.sort.startswith("-"), nulls_last=True)


def _of_month(version: str, wanted: Wanted) -> pl.LazyFrame:
    """The orders of the month, read from those files only that may hold some."""
    column = AXES[wanted.axis]
    low = datetime.combine(first_day(wanted.month), time())
    high = datetime.combine(last_day(wanted.month) + timedelta(days=1), time())
    ranges = pl.DataFrame({"store": list(wanted.stores)}, schema={"store": pl.String})
    ranges = ranges.with_columns(low=pl.lit(low), high=pl.lit(high))
    found = lake().narrowed(ORDER, pins_of(version).get(ORDER), column, ranges)
    return found.filter(pl.col(column).is_between(low, high, closed="left"))


def _named(text: str) -> pl.Expr:
    """An order number from its beginning on; a plate or a VIN only whole."""
    known = list(Identity.objects.filter(value__in=spellings(text)).values_list("pseudonym", flat=True))
    return pl.col("ro_no").str.starts_with(text) | pl.col("vin").is_in(known) | pl.col("plate").is_in(known)


def _paid_by(version: str, orders: pl.DataFrame, payer: str) -> pl.DataFrame:
    paid = [lines_of(version, kind, orders).filter(pl.col("payer") == payer) for kind in LINES]
    return pl.concat([lines.select(KEY) for lines in paid]).unique().collect()


def with_amounts(version: str, orders: pl.DataFrame) -> pl.DataFrame:
    """The orders with `amount_fen`: their lines, or their own totals where no labour or part line came."""
    orders = orders.join(line_sums(version, orders), on=KEY, how="left", maintain_order="left")
    itemised = pl.any_horizontal(pl.col(kind).is_not_null() for kind in COUNT_AS_LINES)
    misc = pl.col("ro_misc")
    totals = [*(pl.col(name) for name in TOTALS[:2]), misc.fill_null(pl.col(TOTALS[2]))]
    amount = pl.when(itemised).then(_sum([pl.col(kind) for kind in LINES])).otherwise(_sum(totals))
    return orders.with_columns(amount_fen=amount).drop(list(LINES))


def _sum(parts: list[pl.Expr]) -> pl.Expr:
    """The sum of what is there; null where nothing is."""
    return pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(
        pl.sum_horizontal(parts, ignore_nulls=True)
    )


def advisors(version: str, wanted: Wanted) -> list[str]:
    """Pseudonyms of the advisors of the month, for choosing one."""
    found = _of_month(version, wanted).filter(pl.col("store").is_in(list(wanted.stores)))
    return sorted(found.select("sa_id").unique().drop_nulls().collect()["sa_id"].to_list())

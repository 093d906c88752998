"""What files say against each other: settlements beside lines, a car's mileage from visit to visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from biaogan.engine.facts.lake import Lake
from biaogan.intake.state import newest

LINES = {"ro_labour": "net_amount_fen", "ro_part": "net_amount_fen", "ro_misc": "amount_fen"}
TOLERANCE_FEN = 100
TOLERANCE_KM = 50
KEY = ["store", "ro_no"]


@dataclass(frozen=True)
class AcrossFiles:
    """One store and month, by the day an order was opened. None where there was nothing to compare.

    `differing` of `compared` orders have settlements that are not the sum of their lines (dictionary 7.A 3,
    tolerance 1 yuan); `gap_fen` is settlements less lines over all compared. `falling` of `followed`
    visits show less mileage than the same vehicle's visit before (7.A 8, tolerance 50 km).
    """

    store: str
    compared: int
    differing: int
    gap_fen: int | None
    followed: int
    falling: int


def across_files(stores: Sequence[str], *, month: str) -> list[AcrossFiles]:
    state = newest()
    pins = tuple(sorted(state.pins.items())) if state else ()
    frame = _compared(pins, Path(settings.BIAOGAN_LAKE)).filter(pl.col("month") == month)
    found = {row["store"]: row for row in frame.iter_rows(named=True)}
    return [_of_store(store, found.get(store, {})) for store in stores]


def _of_store(store: str, row: dict[str, int]) -> AcrossFiles:
    compared = row.get("compared") or 0
    counts = [row.get(name) or 0 for name in ("differing", "followed", "falling")]
    return AcrossFiles(store, compared, counts[0], row["gap_fen"] if compared else None, counts[1], counts[2])


@lru_cache(maxsize=4)
def _compared(pins: tuple[tuple[str, int], ...], root: Path) -> pl.DataFrame:
    """store, month, compared, differing, gap_fen, followed, falling; once per state of the facts."""
    lake, pinned = Lake(root), dict(pins)
    orders = lake.read("repair_order", pinned.get("repair_order")).filter(
        pl.col("surviving").fill_null(value=True) & ~pl.col("is_void").fill_null(value=False)
    )
    kept = orders.select(
        *KEY, "vin", "opened_at", "mileage_in", "mileage_out", month=pl.col("opened_at").dt.strftime("%Y-%m")
    ).collect()
    sums = [_summed(lake.read(kind, pinned.get(kind)), column) for kind, column in LINES.items()]
    lines = pl.concat(sums).group_by(KEY).agg(pl.col("fen").sum())
    settled = _summed(lake.read("settlement", pinned.get("settlement")), "total_net_fen")
    money = _money(kept, lines, settled.rename({"fen": "settled"}))
    return money.join(_mileage(kept), on=["store", "month"], how="full", coalesce=True)


def _summed(frame: pl.LazyFrame, column: str) -> pl.DataFrame:
    known = frame.drop_nulls(["ro_no", column])
    return known.group_by(KEY).agg(fen=pl.col(column).sum()).collect()


def _money(orders: pl.DataFrame, lines: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    both = orders.select(*KEY, "month").join(lines, on=KEY).join(settled, on=KEY)
    gap = pl.col("settled") - pl.col("fen")
    return both.group_by("store", "month").agg(
        compared=pl.len(), differing=(gap.abs() > TOLERANCE_FEN).sum(), gap_fen=gap.sum()
    )


def _mileage(orders: pl.DataFrame) -> pl.DataFrame:
    """A vehicle is followed through all stores; the fall counts where it was seen."""
    seen = orders.drop_nulls(["vin", "mileage_in"]).sort("vin", "opened_at", "ro_no")
    before = pl.coalesce("mileage_out", "mileage_in").shift(1).over("vin")
    seen = seen.with_columns(before=before).drop_nulls("before")
    fell = pl.col("mileage_in") < pl.col("before") - TOLERANCE_KM
    return seen.group_by("store", "month").agg(followed=pl.len(), falling=fell.sum())

"""What the lines of every order add up to, worked out once per version of the facts and kept by month.

Lines lie in the month of their own day, which the order does not name: looking fifty orders' lines up means
opening half of all files. Where nothing is kept yet, the lines are looked up all the same.
"""

from __future__ import annotations

import shutil
from functools import cache
from hashlib import blake2b
from inspect import getsource
from pathlib import Path
from sys import modules
from uuid import uuid4

import polars as pl
from django.conf import settings

from biaogan.intake.state import lake, pins_of

ORDER = "repair_order"
LINES = {"ro_labour": "net_amount_fen", "ro_part": "net_amount_fen", "ro_misc": "amount_fen"}
KEY = ["store", "ro_no"]


def line_sums(version: str, orders: pl.DataFrame) -> pl.DataFrame:
    """store, ro_no and the sum of each kind of line, for the orders; null where an order has no such line."""
    kept = _kept(version)
    found = _of_kept(kept, orders) if kept.exists() else _looked_up(version, orders)
    return orders.select(KEY).unique().join(found, on=KEY, how="left")


def keep(version: str) -> None:
    """Add the lines of every order up, one file a month of opening; whole or not at all."""
    kept = _kept(version)
    if kept.exists() or ORDER not in pins_of(version):
        return
    sums = pl.concat([_sums(_all(version, kind), kind) for kind in LINES], how="diagonal")
    sums = sums.group_by(KEY).agg(_known_sum(kind) for kind in LINES)
    orders = _all(version, ORDER).filter(pl.col("surviving"))
    opened = orders.select(*KEY, month=pl.col("opened_at").dt.strftime("%Y-%m"))
    whole = opened.join(sums, on=KEY).collect()
    unfinished = kept.with_name(f"{kept.name}.{uuid4().hex}")
    unfinished.mkdir(parents=True)
    for (month,), of_month in whole.partition_by("month", as_dict=True, include_key=False).items():
        of_month.sort(KEY).write_parquet(unfinished / f"{month}.parquet")
    try:
        unfinished.rename(kept)
    except OSError:  # another process was quicker, and kept the same
        shutil.rmtree(unfinished)
        if not kept.exists():
            raise


def _of_kept(kept: Path, orders: pl.DataFrame) -> pl.DataFrame:
    months = orders["opened_at"].dt.strftime("%Y-%m").unique().drop_nulls()
    paths = [path for month in months if (path := kept / f"{month}.parquet").exists()]
    schema = {"store": pl.String, "ro_no": pl.String, **dict.fromkeys(LINES, pl.Int64)}
    frames = [pl.scan_parquet(path) for path in paths] or [pl.LazyFrame(schema=schema)]
    return pl.concat(frames).join(orders.lazy().select(KEY), on=KEY, how="semi").collect()


def _looked_up(version: str, orders: pl.DataFrame) -> pl.DataFrame:
    found = [_sums(lines_of(version, kind, orders), kind) for kind in LINES]
    whole = pl.concat(found, how="diagonal").group_by(KEY).agg(_known_sum(kind) for kind in LINES)
    return whole.collect()


def lines_of(version: str, kind: str, orders: pl.DataFrame) -> pl.LazyFrame:
    """The lines of some orders, read from those files only that may hold them."""
    wanted = orders.select(KEY).unique()
    ranges = wanted.group_by("store").agg(low=pl.min("ro_no"), high=pl.max("ro_no"))
    lines = lake().narrowed(kind, pins_of(version).get(kind), "ro_no", ranges)
    return lines.join(wanted.lazy(), on=KEY, how="semi")


def _all(version: str, kind: str) -> pl.LazyFrame:
    return lake().read(kind, pins_of(version).get(kind))


def _sums(lines: pl.LazyFrame, kind: str) -> pl.LazyFrame:
    return lines.group_by(KEY).agg(pl.col(LINES[kind]).sum().alias(kind))


def _known_sum(kind: str) -> pl.Expr:
    """Null stays null: an order without lines of the kind has no sum of them."""
    return pl.col(kind).drop_nulls().first()


def _kept(version: str) -> Path:
    return Path(settings.BIAOGAN_CACHE) / version / f"amounts-{_definition()}"


@cache
def _definition() -> str:
    """A changed way of adding up finds nothing kept."""
    return blake2b(getsource(modules[__name__]).encode(), digest_size=6).hexdigest()

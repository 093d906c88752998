"""Which files of a table may hold the rows asked for, by the statistics its log keeps of every file.

A page that shows fifty orders would otherwise open every file of three years to find their lines.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import polars as pl
from deltalake import DeltaTable


def files_with(table: Path, version: int, column: str, ranges: pl.DataFrame) -> list[str]:
    """Paths of the files that may hold a row of one of the `ranges`: store, low, high (ends included).

    A file without statistics of the column may hold anything; one that is empty in it holds nothing.
    """
    known = _statistics(table, version)
    if not {f"min.{column}", f"max.{column}", "min.store", "max.store"} <= set(known.columns):
        return known["path"].to_list()
    low, high = pl.col(f"min.{column}"), pl.col(f"max.{column}")
    unknown = (low.is_null() | high.is_null()) & (pl.col(f"null_count.{column}") != pl.col("num_records"))
    of_store = pl.col("store").is_between(pl.col("min.store"), pl.col("max.store")).fill_null(value=True)
    met = (low <= pl.col("high")) & (high >= pl.col("low"))
    pairs = known.join(ranges, how="cross").filter(of_store & (met | unknown.fill_null(value=True)))
    return pairs["path"].unique().sort().to_list()


@lru_cache(maxsize=32)
def _statistics(table: Path, version: int) -> pl.DataFrame:
    """One row a file. A version never changes, so its log is read once per process."""
    log = DeltaTable(table, version=version)
    known = pl.DataFrame(log.get_add_actions(flatten=True))
    return known.with_columns(path=pl.lit(f"{table.absolute()}/") + pl.col("path"))

"""Plain rows as the snapshot that the engine reads."""

from __future__ import annotations

import polars as pl

from biaogan.engine.facts.snapshot import Snapshot, fact_schema, in_memory
from naive.orders import Row


def frame_of(kind: str, rows: list[Row]) -> pl.DataFrame:
    unknown = {name for row in rows for name in row} - set(fact_schema(kind))
    if unknown:
        raise KeyError(f"{kind} has no column {sorted(unknown)}")
    if kind == "repair_order":
        rows = [{"surviving": True} | row for row in rows]
    return pl.DataFrame(rows, schema=fact_schema(kind))


def snapshot_of(facts: dict[str, list[Row]]) -> Snapshot:
    return in_memory({kind: frame_of(kind, rows) for kind, rows in facts.items()})

"""Wide tables: one row that holds several facts, a column for each.

A column named `value|month=2026-01` holds the field `value` of facts whose `month` is `2026-01`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

MARK = "|"


@dataclass(frozen=True)
class Spread:
    """A column of a wide table: which field it fills, and what its header says of another field."""

    column: str
    value_field: str
    label_field: str
    label: str


def name(value_field: str, label_field: str, label: str) -> str:
    """The column name that carries a spread value."""
    return f"{value_field}{MARK}{label_field}={label}"


def spreads(columns: list[str]) -> list[Spread]:
    """The spread columns among those of a table."""
    found = []
    for column in columns:
        value_field, marked, rest = column.partition(MARK)
        if marked:
            label_field, _, label = rest.partition("=")
            found.append(Spread(column, value_field, label_field, label))
    return found


def narrowed(table: pl.DataFrame) -> pl.DataFrame:
    """One row per fact: the line repeats, an empty cell of a spread column brings nothing."""
    found = spreads(table.columns)
    if not found:
        return table
    kept = [column for column in table.columns if MARK not in column]
    parts = []
    for spread in found:
        taken = {spread.value_field, spread.label_field}
        rows = table.filter(pl.col(spread.column).is_not_null())
        parts.append(
            rows.select(
                *[column for column in kept if column not in taken],
                pl.lit(spread.label).alias(spread.label_field),
                pl.col(spread.column).alias(spread.value_field),
                pl.lit(spread.column).alias("spread"),
            )
        )
    return pl.concat(parts, how="diagonal").sort("line", maintain_order=True)

"""A store written once and merged over its rows stands for each of them."""

from __future__ import annotations

import polars as pl

from biaogan.intake.formats.recognised import Recognised
from biaogan.intake.reading import RawSheet

PLACES = frozenset({"store", "store_name"})


def with_merged_stores(found: Recognised, sheet: RawSheet) -> pl.DataFrame:
    """The table of a sheet with the store in every row of its merged cell.

    Only merged cells are filled: an empty cell that is merged with nothing says that nobody named the store.
    """
    table = found.table
    fields = {column.index: column.field for column in found.columns if column.field in PLACES}
    for column, first, last in sheet.merged:
        name = fields.get(column)
        if name is None or name not in table.columns:
            continue
        inside = pl.col("line").is_between(first, last)
        value = table.filter(pl.col("line") == first)[name].drop_nulls()
        if len(value):
            filled = pl.when(inside & pl.col(name).is_null()).then(pl.lit(value[0])).otherwise(pl.col(name))
            table = table.with_columns(filled.alias(name))
    return table

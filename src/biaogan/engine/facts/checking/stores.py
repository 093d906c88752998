"""Which store a row belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from biaogan.engine.facts.checking.context import Context
from biaogan.engine.text import by_distinct_value, fold_store_name

CODE, NAME = "store", "store_name"


@dataclass(frozen=True)
class Places:
    """Store codes, null where unknown; `wording` is what the file says."""

    codes: pl.Series
    unknown: pl.Series
    missing: pl.Series
    wording: pl.Series


def places(table: pl.DataFrame, context: Context) -> Places:
    """The file's store column decides, by code, name or alias; `default_store` fills files without one."""
    columns = [column for column in (CODE, NAME) if column in table.columns]
    none = pl.repeat(value=False, n=table.height, dtype=pl.Boolean, eager=True)
    if not columns:
        codes = pl.Series("store", [context.default_store], dtype=pl.String).new_from_index(0, table.height)
        return Places(codes, none, codes.is_null(), codes)
    wording = table.select(pl.coalesce(columns)).to_series()
    codes = pl.Series("store", [None], dtype=pl.String).new_from_index(0, table.height)
    for column in columns:
        codes = codes.fill_null(by_distinct_value(table[column], lambda text: _code(text, context)))
    return Places(codes.alias("store"), codes.is_null() & wording.is_not_null(), wording.is_null(), wording)


def _code(text: str, context: Context) -> str | None:
    spelling = fold_store_name(text)
    return context.store_of.get(spelling) or context.store_of.get(spelling.removesuffix(".0"))

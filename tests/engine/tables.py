"""Tables of texts as recognising hands them to checking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from biaogan.engine.facts.checking import Checked, Context, check

Row = dict[str, str | None]
STORES = Context(store_of={"金牛店": "S01", "s01": "S01", "青羊店": "S02"})


@dataclass(frozen=True)
class Heading:
    field: str | None
    header: str
    unit: str | None = None


def table(*rows: Row, first_line: int = 2) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = range(first_line, first_line + len(rows))
    columns = {name: [row.get(name) for row in rows] for name in names}
    schema = {"line": pl.Int64, **dict.fromkeys(names, pl.String)}
    return pl.DataFrame({"line": lines, **columns}, schema=schema)


def checked(kind: str, *rows: Row, context: Context = STORES, columns: Sequence[Heading] = ()) -> Checked:
    """The verdict on rows of a kind; every row belongs to S01 where it does not say otherwise."""
    with_store = [{"store_name": "金牛店", **row} for row in rows]
    return check(kind, table(*with_store), context, columns=columns)

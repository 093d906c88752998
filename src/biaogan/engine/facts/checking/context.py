"""What a check is told beside the rows, and what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

import polars as pl

REJECTED_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "codes": pl.List(pl.String()),
    "details": pl.String(),
}
IGNORED_SCHEMA: dict[str, pl.DataType] = {"line": pl.Int64(), "code": pl.String()}


class Heading(Protocol):
    """What recognising says of a column: the field it fills, its header as written, and its unit."""

    @property
    def field(self) -> str | None: ...
    @property
    def header(self) -> str: ...
    @property
    def unit(self) -> str | None: ...


@dataclass(frozen=True)
class Context:
    """`store_of` maps the spelling of `engine.text.fold_store_name` to a store code. `value_maps` maps
    (field, wording) to the code a person chose for it. `period_year` completes dates without year.
    `amounts` is `net`, or `gross` when every amount of the file includes VAT at the rate `vat`.
    """

    store_of: Mapping[str, str] = field(default_factory=dict)
    default_store: str | None = None
    amounts: str = "net"
    vat: Decimal = Decimal("0.13")
    value_maps: Mapping[tuple[str, str], str] = field(default_factory=dict)
    period_year: int | None = None


@dataclass(frozen=True)
class Notice:
    """A remark about rows that were taken: a code of `reasons.py`, how many rows, the first few lines."""

    code: str
    field: str
    rows: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Checked:
    """The verdict on every row of a table.

    `good`: the kind's schema, personal values in clear. `rejected`: line, codes, details (column and value,
    as text). `ignored`: line, code. `unmapped_values`: wordings without code, each with field, wording, rows,
    money_fen. Of the lines of the table each is in exactly one of good, rejected and ignored.
    """

    kind: str
    good: pl.DataFrame
    rejected: pl.DataFrame
    ignored: pl.DataFrame
    unmapped_values: tuple[dict[str, Any], ...]
    unknown_stores: tuple[str, ...]
    notices: tuple[Notice, ...]
    read: int

    @property
    def accepted(self) -> int:
        """Source rows that became facts; a row of a wide table counts once."""
        return self.good["line"].n_unique()

    @property
    def reasons(self) -> dict[str, int]:
        """Rows per code, refused and ignored ones; a row with two reasons counts under both."""
        refused = Counter(code for codes in self.rejected["codes"].to_list() for code in codes)
        return dict(refused + Counter(self.ignored["code"].to_list()))

    @property
    def warnings(self) -> dict[str, int]:
        """Rows per code of notice."""
        counted: Counter[str] = Counter()
        for notice in self.notices:
            counted[notice.code] += notice.rows
        return dict(counted)

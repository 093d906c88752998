"""What recognising a sheet answers."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Column:
    """One column of the sheet. `field` is None where nothing is known of its header.

    `also` are further fields it fills; `joined_with` the index of the time column read with this date column;
    `part_of` the index of the date column this time column belongs to. A column of a wide table has a
    field such as `value|month=2026-01`. `instead`: the field it would fill, were another column not better.
    """

    index: int
    header: str
    field: str | None
    unit: str | None = None
    also: tuple[str, ...] = ()
    joined_with: int | None = None
    part_of: int | None = None
    instead: str | None = None


@dataclass(frozen=True)
class Recognised:
    """A table of a kind: `line`, `noise`, one String column per field. `raw`: the rows below the header.

    `header_row`: the sheet's row above them; `signature`: the source a mapping is remembered for;
    `unmapped`: headers that fill nothing; `period`: the month or year that title, sheet or file name tell;
    `other_kinds`: what else the table might be, the likeliest first.
    """

    kind: str
    header_row: int
    columns: tuple[Column, ...]
    confidence: float
    table: pl.DataFrame
    raw: pl.DataFrame
    unmapped: tuple[str, ...]
    signature: str
    period: str | None = None
    other_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotATable:
    """Why a sheet was left: `empty`, `no-header` or `unknown-kind`; `headers`: the likeliest found."""

    reason: str
    headers: tuple[str, ...] = ()

"""How a cell is written as text, and how such texts become a frame.

Whole numbers without `.0`, others to nine decimals without exponent; `YYYY-MM-DD`,
`YYYY-MM-DD HH:MM:SS`, `HH:MM:SS`; `TRUE`/`FALSE`; errors as Excel shows them. Text stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from .limits import Limits
from .refusal import too_large
from .sheet import LINE

DECIMALS = 9
EMPTY_DATE = "1900-01-00"  # what Excel shows for serial 0 formatted as a date

CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
SparseRow = tuple[int, dict[int, str]]  # line, column index -> text


def number_text(value: float) -> str:
    if value % 1 == 0:
        return str(int(value))
    text = repr(round(value, DECIMALS))
    plain = format(Decimal(text), "f") if "e" in text else text
    return plain.removesuffix(".0")


def moment_text(value: dt.datetime) -> str:
    """Rounded to the second: a serial number cannot hold more than a display shows."""
    rounded = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    if rounded.time() == dt.time():
        return rounded.date().isoformat()
    return rounded.isoformat(sep=" ")


def duration_text(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def time_text(value: dt.time) -> str:
    rounded = dt.datetime.combine(dt.date(2000, 1, 1), value) + dt.timedelta(microseconds=500_000)
    return rounded.strftime("%H:%M:%S")


def cell_text(value: CellValue) -> str | None:
    if value is None or value == "":
        return None
    write = WRITERS.get(type(value))
    return write(value) if write else str(value)


WRITERS: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    float: number_text,
    dt.datetime: moment_text,
    dt.date: dt.date.isoformat,
    dt.time: time_text,
    dt.timedelta: duration_text,
}


def check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.max_rows:
        raise too_large("行数", "rows", rows, limits.max_rows)
    if columns > limits.max_columns:
        raise too_large("列数", "columns", columns, limits.max_columns)
    if rows * columns > limits.max_cells:
        raise too_large("单元格数", "cells", rows * columns, limits.max_cells)


def dense_frame(rows: Iterable[tuple[int, Sequence[str | None]]], limits: Limits) -> pl.DataFrame:
    """A frame of rows that start at column A; short rows are filled with nulls, empty rows left out."""
    parts: list[pl.DataFrame] = []
    lines: list[int] = []
    block: list[Sequence[str | None]] = []
    count = width = 0
    for line, row in rows:
        if not any(row):
            continue
        lines.append(line)
        block.append(row)
        width = max(width, len(row))
        if len(block) == BLOCK_ROWS:
            count += len(block)
            check_size(count, width, limits)
            parts.append(_block_frame(lines, block))
            lines, block = [], []
    check_size(count + len(block), width, limits)
    parts.append(_block_frame(lines, block))
    return pl.concat(parts, how="diagonal")


BLOCK_ROWS = 20_000


def _block_frame(lines: list[int], rows: list[Sequence[str | None]]) -> pl.DataFrame:
    width = max(map(len, rows), default=0)
    columns = zip(*(list(row) + [None] * (width - len(row)) for row in rows), strict=True)
    series = [pl.Series(LINE, lines, dtype=pl.Int64)]
    series += [
        pl.Series(f"c{i}", [cell or None for cell in column], dtype=pl.String)
        for i, column in enumerate(columns)
    ]
    return pl.DataFrame(series)


def sparse_frame(rows: Iterable[SparseRow], limits: Limits) -> pl.DataFrame:
    """A frame of rows that hold only their filled cells."""
    kept: list[SparseRow] = []
    width = 0
    for line, row in rows:
        if row:
            kept.append((line, row))
            width = max(width, max(row) + 1)
            check_size(len(kept), width, limits)
    lines = pl.Series(LINE, [line for line, _ in kept], dtype=pl.Int64)
    columns = [pl.Series(f"c{i}", [row.get(i) for _, row in kept], dtype=pl.String) for i in range(width)]
    return pl.DataFrame([lines, *columns])

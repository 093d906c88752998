"""Brings the fast reader's texts to the form every reader gives (see cells.py)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

import polars as pl

from .cells import EMPTY_DATE, moment_text, number_text
from .scan import SheetScan
from .sheet import LINE

MOMENT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$"
MIDNIGHT = r"^(\d{4}-\d\d-\d\d) 00:00:00$"
LONG_DECIMAL = r"^-?\d+\.\d{9}$"
LONG_DECIMAL_LENGTH = 11
FIRST_YEAR = 1905
Patches = dict[tuple[int, int], str]  # (line, column index) -> text


def mend(frame: pl.DataFrame, scan: SheetScan, patches: Patches, *, epoch_1904: bool) -> pl.DataFrame:
    """Dates without midnight, times of day without a date, TRUE and FALSE, nulls for empty texts, patches in
    their cells; rows without any cell are left out.
    """
    dates, times, flags = scan.date_columns, scan.time_columns, scan.flag_columns
    columns = [frame[LINE]]
    for name in frame.columns[1:]:
        index = int(name[1:])
        texts = frame[name]
        if index in dates or index in times:
            texts = without_midnight(texts, is_time=index in times, epoch_1904=epoch_1904)
        if index in flags:
            texts = texts.replace(["true", "false"], ["TRUE", "FALSE"])
        columns.append(tidy(texts))
    return without_empty_rows(patched(pl.DataFrame(columns), patches))


def tidy(texts: pl.Series) -> pl.Series:
    lengths = texts.str.len_bytes()
    shortest, longest = lengths.min(), lengths.max()
    if longest is not None and longest >= LONG_DECIMAL_LENGTH:  # type: ignore[operator]
        texts = replaced(texts, LONG_DECIMAL, lambda text: number_text(float(text)))
    return texts.set(lengths == 0, None) if shortest == 0 else texts


def without_midnight(texts: pl.Series, *, is_time: bool, epoch_1904: bool) -> pl.Series:
    """Title, header and body share the column, so only texts of the reader's exact form are touched."""
    texts = replaced(texts, MOMENT, to_the_second)
    if is_time or not epoch_1904:
        day_zero = "1904-01-01 " if epoch_1904 else "1899-12-31 "
        texts = texts.replace([f"{day_zero}00:00:00"], ["00:00:00" if is_time else EMPTY_DATE])
        texts = texts.str.strip_prefix(day_zero)
    return texts.str.replace(MIDNIGHT, "$1")


def to_the_second(text: str) -> str:
    value = dt.datetime.fromisoformat(text)
    if value.year >= FIRST_YEAR:
        return moment_text(value)
    # A time of day: the reader's date stays in front, the caller takes it off.
    return (value + dt.timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")


def replaced(texts: pl.Series, pattern: str, change: Callable[[str], str]) -> pl.Series:
    """Changes the distinct texts that match, which are few."""
    found = texts.filter(texts.str.contains(pattern).fill_null(value=False)).unique().to_list()
    return texts.replace(found, [change(text) for text in found]) if found else texts


def patched(frame: pl.DataFrame, patches: Patches) -> pl.DataFrame:
    by_column: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (line, column), text in patches.items():
        by_column[f"c{column}"].append((line - 1, text))
    changed = [
        frame[name].scatter([row for row, _ in found], [text for _, text in found])
        for name, found in by_column.items()
    ]
    return frame.with_columns(changed)


def without_empty_rows(frame: pl.DataFrame) -> pl.DataFrame:
    cells = frame.columns[1:]
    if not cells:
        return frame.clear()
    filled = frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name in cells)).to_series()
    return frame if filled.all() else frame.filter(filled)

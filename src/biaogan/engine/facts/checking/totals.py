"""Totals rows: each amount in them is compared with the rows it adds up."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from biaogan.engine.facts.checking import amounts
from biaogan.engine.facts.kind import Kind, Type

TOTALS = ("total-row", "subtotal-row")
ADDED_QUANTITIES = frozenset({"qty", "std_hours", "assigned_hours", "clocked_hours", "attended_hours"})
NOT_ADDED = frozenset({"unit_price", "unit_cost", "hour_price"})


def added_columns(kind: Kind, columns: list[str]) -> list[str]:
    """The columns that a totals row adds up: amounts and quantities, not prices, rates or scores."""
    names = {field.name for field in kind.fields if field.type is Type.MONEY} | ADDED_QUANTITIES
    taken = names - NOT_ADDED
    return [column for column in columns if column in taken or _spread_money(kind, column)]


def _spread_money(kind: Kind, column: str) -> bool:
    value, marked, _ = column.partition("|")
    return bool(marked) and any(field.name == value and field.type is Type.MONEY for field in kind.fields)


def mismatches(table: pl.DataFrame, kind: Kind) -> pl.Series:
    """The lines of totals rows that disagree with their rows.

    `table` holds data rows (`noise` null) and totals rows in the order of the sheet. A grand total must equal
    the sum over all data rows; a subtotal, or one of several grand totals, may equal the rows of its block.
    """
    is_total = table["noise"].is_in(TOTALS)
    columns = added_columns(kind, table.columns)
    if not is_total.any() or not columns:
        return pl.Series("line", [], dtype=pl.Int64)
    wrong = set()
    grand = int((table["noise"] == "total-row").sum())
    for column in columns:
        wrong |= set(_disagreeing(table.select("line", "noise", column), column, several=grand > 1))
    return pl.Series("line", sorted(wrong), dtype=pl.Int64)


def _disagreeing(table: pl.DataFrame, column: str, *, several: bool) -> Iterator[int]:
    """The lines whose total in this column is neither the exact sum nor the sum of the rounded rows."""
    found = amounts.figures(table[column])
    fine, coarse = amounts.scaled(found, places=4), amounts.scaled(found, places=2)
    wrong = set(_lines(table, fine, several=several))
    yield from (line for line in _lines(table, coarse * 100, several=several) if line in wrong)


def _lines(table: pl.DataFrame, figures: pl.Series, *, several: bool) -> Iterator[int]:
    """The lines of totals that do not agree with figures of 10^-4, compared to the fen."""
    data = table["noise"].is_null() | (table["noise"] == "duplicate-row")
    running = figures.zip_with(data, figures * 0).fill_null(0).cum_sum()
    whole = {int(figures.filter(data).sum()), int(figures.filter(table["noise"].is_null()).sum())}
    rows = pl.DataFrame([table["line"], table["noise"], figures.alias("stated"), running.alias("running")])
    before = 0
    for line, noise, stated, sum_so_far in rows.filter(table["noise"].is_in(TOTALS)).iter_rows():
        block = {sum_so_far, sum_so_far - before} if several or noise == "subtotal-row" else set()
        before = sum_so_far
        if stated is not None and _fen(stated) not in {_fen(value) for value in whole | block}:
            yield line


def _fen(ten_thousandths: int) -> int:
    """To fen: a totals row shows two places where its rows may carry more."""
    return (ten_thousandths + 50) // 100

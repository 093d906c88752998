"""A table as data: columns, rows of cells, totals, the order it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`key` names the column in ?sort=; without one the column cannot be sorted."""

    label: str
    unit: str = ""
    number: bool = False
    key: str = ""


@dataclass(frozen=True)
class Cell:
    """`text` is ready to print. A status is shown as a mark beside it; `note` becomes the title."""

    text: object
    url: str = ""
    status: str = ""
    note: str = ""


@dataclass(frozen=True)
class Header:
    column: Column
    order: str  # what aria-sort says: ascending, descending or empty
    next_sort: str


@dataclass(frozen=True)
class Table:
    """`sort` is the column key the rows stand in, with a leading minus when descending."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | object]]
    totals: Sequence[Cell | object] = ()
    sort: str = ""
    export_url: str = ""
    cards: bool = False  # each row becomes a card on a phone, instead of scrolling sideways

    @property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.columns]

    @property
    def lines(self) -> Iterator[list[tuple[Column, Cell]]]:
        return (self._line(row) for row in self.rows)

    @property
    def last_line(self) -> list[tuple[Column, Cell]]:
        return self._line(self.totals) if self.totals else []

    def _header(self, column: Column) -> Header:
        if not column.key or self.sort.lstrip("-") != column.key:
            first = f"-{column.key}" if column.number else column.key
            return Header(column, "", first)
        if self.sort.startswith("-"):
            return Header(column, "descending", column.key)
        return Header(column, "ascending", f"-{column.key}")

    def _line(self, row: Sequence[Cell | object]) -> list[tuple[Column, Cell]]:
        cells = (cell if isinstance(cell, Cell) else Cell(cell) for cell in row)
        return list(zip(self.columns, cells, strict=True))

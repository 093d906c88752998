"""What a store sends and when: once, year by year, month by month; older months as archives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from biaogan.intake.demonstration.books import DATED, Book, books_of
from biaogan.intake.demonstration.layouts import Layout
from biaogan.intake.demonstration.orders import unfinished_after
from biaogan.intake.demonstration.region import Size
from biaogan.intake.demonstration.world import Grown

ARCHIVE = "csv-gb18030"  # how older months come, from every system


@dataclass(frozen=True)
class Period:
    """The months of one file; `name` sorts as the time does."""

    name: str
    months: tuple[str, ...]

    @property
    def end(self) -> datetime:
        last = self.months[-1]
        following = date(int(last[:4]) + int(last[5:]) // 12, int(last[5:]) % 12 + 1, 1)
        return datetime.combine(following - timedelta(days=1), time(23, 59, 59))


@dataclass(frozen=True)
class Sending:
    """One file to be written: a book for a period, in the shape of that time."""

    book: Book
    period: Period
    shape: str
    layouts: tuple[tuple[str, Layout], ...]  # sheet name, layout
    is_archive: bool = False


def in_order(grown: Grown, size: Size) -> Iterator[Sending]:
    """Everything a store sends: what comes once, what comes by year, then month after month."""
    books = books_of(grown.store.code)
    everything = Period("", tuple(grown.months))
    yield from (sending(book, everything) for book in books if book.rhythm == "once")
    yearly = [book for book in books if book.rhythm == "year"]
    yield from (sending(book, period) for book in yearly for period in by_year(grown.months))
    monthly = [book for book in books if book.rhythm == "month"]
    latest = grown.months[-min(size.monthly_files, len(grown.months)) :]
    older = grown.months[: len(grown.months) - len(latest)]
    for period in by_year(older):
        yield from (archive for book in monthly for archive in _archives(book, period))
    yield from (sending(book, Period(month, (month,))) for month in latest for book in monthly)


def _archives(book: Book, period: Period) -> Iterator[Sending]:
    """One text file per sheet of the book."""
    for name, layout in zip(book.sheets, book.layouts, strict=True):
        title = book.title if len(book.layouts) == 1 else f"{book.title}{name}"
        single = Book(title, (layout,), ARCHIVE, "month")
        yield Sending(single, period, ARCHIVE, ((name, layout),), is_archive=True)


def by_year(months: list[str]) -> list[Period]:
    """One period per calendar year; its name begins with its first month."""
    years: dict[str, list[str]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(month)
    return [Period(f"{group[0]}至{group[-1]}", tuple(group)) for group in years.values()]


def sending(book: Book, period: Period) -> Sending:
    return Sending(book, period, book.shape, tuple(zip(book.sheets, book.layouts, strict=True)))


def of_period(frame: pl.DataFrame, kind: str, period: Period) -> pl.DataFrame:
    """The rows of a period's file. Orders stand in the file of the month they were opened, as known at its
    end, and once more in that of the month they were settled.
    """
    if kind not in DATED:
        return frame
    dated = pl.col(DATED[kind]).dt.strftime("%Y-%m")
    if kind != "repair_order":
        return frame.filter(dated.is_in(period.months))
    settled = pl.col("settled_at").dt.strftime("%Y-%m").is_in(period.months)
    now_or_settled = frame.filter(dated.is_in(period.months) | settled.any().over("ro_no"))
    seen = now_or_settled.filter((pl.col("version") == 0) | (pl.col("settled_at") <= period.end))
    return unfinished_after(seen, period.end)

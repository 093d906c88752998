"""A sheet as a dealer's system would print it: headers, cells, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from biaogan.intake.demonstration.layouts import Layout
from biaogan.intake.demonstration.wording import FLAGS, worded

Cell = str | float | int | datetime | date | None
MONEY = frozenset(
    {
        "premium",
        "commission",
        "amount",
        "income",
        "receivable",
        "received",
        "open_amount",
        "labour_total",
        "labour_list",
        "labour_discount",
        "parts_total",
        "parts_list",
        "parts_discount",
        "sales_parts_total",
        "misc_total",
        "list_total",
        "discount_total",
        "net_total",
        "hour_price",
        "std_amount",
        "list_amount",
        "discount_amount",
        "net_amount",
        "cost_amount",
        "unit_price",
        "unit_cost",
        "revenue_aftersales",
        "gp_aftersales",
        "overhead_total",
        "newcar_variable",
        "personnel_cost",
        "opex_aftersales",
        "parts_cogs",
        "inventory",
        "ar_open",
    }
)
PRICES = frozenset({"hour_price", "unit_price", "unit_cost"})  # nobody adds prices up
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９\uff0e，－")
DATE_FORMS = {
    "iso": ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S"),
    "slash": ("%Y/%-m/%-d", "%Y/%-m/%-d %-H:%M"),
    "compact": ("%Y%m%d", "%Y%m%d %H:%M"),
    "zh": ("%Y年%-m月%-d日", "%Y年%-m月%-d日 %H:%M"),
}


@dataclass(frozen=True)
class Style:
    """How a store's system prints values."""

    dialect: str = "plain"
    dates: str = "iso"  # or "cell": real dates, where the file can hold them
    money: str = "plain"  # or "comma", "full-width"
    ids_as_numbers: bool = False
    totals: bool = False
    footer: bool = False
    repeat_every: int = 0
    typed: bool = False  # the file holds numbers and dates, not only text

    def as_text(self) -> Style:
        return replace(self, typed=False, dates="iso" if self.dates == "cell" else self.dates)


@dataclass
class Sheet:
    """`columns` hold the data rows; the rows above and below belong to the print, not to the data."""

    name: str
    kind: str
    headers: list[str]
    columns: list[list[Cell]]
    above: list[list[Cell]] = field(default_factory=list)
    below: list[list[Cell]] = field(default_factory=list)
    sample: list[Cell] | None = None
    repeat_every: int = 0
    left: int = 0  # empty columns on the left
    refused: dict[str, int] = field(default_factory=dict)  # rows that must be quarantined, by reason
    doubled: int = 0

    @property
    def rows(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def header_row(self) -> int:
        return len(self.above) + 1

    @property
    def repeats(self) -> int:
        return (self.rows - 1) // self.repeat_every if self.repeat_every and self.rows else 0

    @property
    def ignored(self) -> int:
        """Rows below the header that are no data and must not be counted as such."""
        return self.repeats + len(self.below) + (self.sample is not None)

    def lines(self) -> Iterator[list[Cell]]:
        """Every row of the sheet from the top, as stored."""
        pad: list[Cell] = [None] * self.left
        yield from self.above
        yield pad + list(self.headers)
        if self.sample is not None:
            yield pad + self.sample
        for number, row in enumerate(zip(*self.columns, strict=True)):
            if self.repeat_every and number and number % self.repeat_every == 0:
                yield pad + list(self.headers)
            yield pad + list(row)
        yield from (pad + row for row in self.below)


def sheet(
    frame: pl.DataFrame, layout: Layout, style: Style, *, name: str, store: str, printed: date
) -> Sheet:
    """The frame under the headers of the layout, in the store's style."""
    columns = [_column(frame, layout.kind, header, source, style, store) for header, source in layout.columns]
    made = Sheet(name, layout.kind, layout.headers, columns, repeat_every=style.repeat_every)
    totals = _totals(frame, layout, style)
    if style.totals and len(frame) and any(cell is not None for cell in totals[1:]):
        made.below.append(totals)
    if style.footer:
        made.below.append(
            [f"制表人:系统管理员  打印时间:{printed:%Y-%m-%d} 09:12", *[None] * (len(columns) - 1)]
        )
    return made


def _column(frame: pl.DataFrame, kind: str, header: str, source: str, style: Style, store: str) -> list[Cell]:
    name, _, part = source.partition(".")
    if name == "store" and name not in frame.columns:
        return [store] * len(frame)
    if not name or (name not in frame.columns and name != "status"):
        return [None] * len(frame)
    values = worded(frame, kind, name, style.dialect)
    if values is None:
        values = frame[name]
    if name in MONEY:
        return _money(values, header, style)
    if part == "time":
        return values.dt.strftime("%H:%M").to_list()
    if name in {"ro_no", "parent_ro_no"}:
        return values.cast(pl.Float64).to_list() if style.ids_as_numbers else values.to_list()
    return _plain(values, part, style)


def _plain(values: pl.Series, part: str, style: Style) -> list[Cell]:
    if values.dtype == pl.Boolean:
        return [None if value is None else FLAGS[value] for value in values]
    if values.dtype == pl.Date or part == "date":
        return _dates(values.cast(pl.Date), 0, style)
    if isinstance(values.dtype, pl.Datetime):
        return _dates(values, 1, style)
    if style.typed or values.dtype == pl.String:
        return values.to_list()
    return [None if value is None else str(value).removesuffix(".0") for value in values]


def _dates(values: pl.Series, with_time: int, style: Style) -> list[Cell]:
    if style.dates == "cell":
        return values.to_list()
    return values.dt.strftime(DATE_FORMS[style.dates][with_time]).to_list()


def _money(values: pl.Series, header: str, style: Style) -> list[Cell]:
    unit = 1_000_000 if "万元" in header else 100
    numbers = [None if value is None else value / unit for value in values.to_list()]
    if style.typed:
        return [*numbers]
    if style.money == "comma":
        return [None if number is None else f"{number:,.2f}" for number in numbers]
    texts = [None if number is None else f"{number:.2f}" for number in numbers]
    if style.money == "full-width":
        return [None if text is None else text.translate(FULL_WIDTH) for text in texts]
    return [*texts]


def _totals(frame: pl.DataFrame, layout: Layout, style: Style) -> list[Cell]:
    row: list[Cell] = []
    for header, source in layout.columns:
        added = source in MONEY and source not in PRICES and source in frame.columns
        row += _money(frame.select(pl.col(source).sum()).to_series(), header, style) if added else [None]
    row[0] = "合计"
    return row


def file_name(text: str) -> str:
    """Without the characters a file name must not have."""
    return re.sub(r'[\\/:*?"<>|()\s]', "", text)

"""What reading hands over: sheets of text, each row with its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

LINE = "line"


@dataclass(frozen=True)
class RawSheet:
    """One sheet as stored, every cell as text.

    `cells` has `line` (Int64: 1-based row of the sheet, title and empty rows counted) and `c0`, `c1`, …
    (String; c0 is column A). A null is an empty cell; entirely empty rows are absent. In a text file the
    line is the number of the record, as a spreadsheet would number it: a line break inside quotes counts
    no row. In an HTML page it is the row within the table. Of merged cells only the first has a value;
    `merged` says of a workbook which cells below it belong to it: column index, first line, last line.
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    merged: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class ReadFile:
    path: Path
    name: str
    sha256: str
    format: str  # xlsx, xlsb, ods, xls, spreadsheetml, html, text
    encoding: str | None  # of text and HTML
    sheets: tuple[RawSheet, ...]


@dataclass(frozen=True)
class Content:
    """A file as the reading process sees it, before it is handed over."""

    format: str
    sheets: list[RawSheet]
    encoding: str | None = None

"""The careful reader of workbooks: one cell after the other, only those that are filled.

Some twenty times slower than calamine, but it never builds a grid, so a cell at XFD1048576 costs nothing,
and it knows cells that do not say where they are. Of openpyxl only the two parsers are used: opening a
whole workbook with it fails on styles that no reader of values needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

import polars as pl
from openpyxl.reader.strings import read_string_table
from openpyxl.worksheet._reader import WorkSheetParser

from .cells import SparseRow, cell_text, sparse_frame
from .package import Package
from .refusal import Refusal
from .serials import EPOCH, serial_text
from .styles import Styles

MALFORMED = (ParseError, SyntaxError, KeyError, ValueError, TypeError, IndexError, OverflowError)


class SparseReader:
    def __init__(self, package: Package, texts: str | None, styles: Styles, *, epoch_1904: bool) -> None:
        """`texts` is the part of the shared strings, if the workbook has one."""
        self.package = package
        self.styles = styles
        self.epoch_1904 = epoch_1904
        self.texts: list[str] = []
        if texts:
            try:
                with package.zip.open(texts) as source:
                    self.texts = read_string_table(source)
            except MALFORMED as error:
                raise Refusal("damaged", where=texts) from error

    def read(self, part: str) -> pl.DataFrame:
        try:
            return sparse_frame(self._rows(part), self.package.limits)
        except MALFORMED as error:
            raise Refusal("damaged", where=part) from error

    def _rows(self, part: str) -> Iterator[SparseRow]:
        with self.package.zip.open(part) as source:
            # No date formats for the parser: it would give up on dates that serials.py still understands.
            parser = WorkSheetParser(source, self.texts, data_only=True, epoch=EPOCH)
            for line, cells in parser.parse():
                texts = ((cell["column"] - 1, self._text(cell)) for cell in cells)
                yield line, {column: text for column, text in texts if text is not None}

    def _text(self, cell: dict[str, Any]) -> str | None:
        value = cell["value"]
        if cell["data_type"] == "n" and isinstance(value, int | float):
            return serial_text(value, self.styles.nature(cell["style_id"]), epoch_1904=self.epoch_1904)
        return cell_text(value)

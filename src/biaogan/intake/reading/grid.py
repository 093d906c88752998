"""The fast reader: calamine through fastexcel, every cell of a sheet as text, straight into a frame."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import polars as pl

from .refusal import Refusal
from .sheet import LINE
from .texts import Patches

ERROR_TEXTS = {
    "Ref": "#REF!",
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Value": "#VALUE!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "GettingData": "#GETTING_DATA",
}


class GridReader:
    """One open workbook, read sheet by sheet."""

    def __init__(self, path: Path) -> None:
        try:
            # Handed over as bytes: given a path, fastexcel goes by the extension.
            self.book = fastexcel.read_excel(path.read_bytes())
        except fastexcel.FastExcelError as error:
            raise unfit(error, "workbook") from error

    def read(self, name: str, *, with_errors: bool) -> tuple[pl.DataFrame, Patches, bool]:
        """The cells, columns named from A on, lines from 1; error cells apart; whether it is hidden."""
        try:
            sheet = self.book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            offset = min((column.absolute_index for column in sheet.selected_columns), default=0)
            errors = error_cells(sheet, offset) if with_errors else {}
            frame = sheet.to_polars()
        except fastexcel.FastExcelError as error:
            raise unfit(error, name) from error
        frame.columns = [f"c{index + offset}" for index in range(frame.width)]
        gap = [pl.lit(None, pl.String).alias(f"c{index}") for index in range(offset)]
        lines = pl.int_range(1, frame.height + 1, dtype=pl.Int64).alias(LINE)
        return frame.select(lines, *gap, pl.all()), errors, sheet.visible != "visible"


def unfit(error: Exception, where: str) -> Refusal:
    encrypted = "password" in str(error).lower()
    return Refusal("encrypted") if encrypted else Refusal("damaged", where=where)


def error_cells(sheet: fastexcel.ExcelSheet, offset: int) -> Patches:
    _, found = sheet.to_arrow_with_errors()
    cells = [] if found is None else found.errors
    return {(cell.position[0] + 1, cell.position[1] + offset): error_text(cell.detail) for cell in cells}


def error_text(detail: str) -> str:
    """From `Expected string but got 'Error(Ref)'`, the only place where the reader names the error."""
    word = detail.rpartition("Error(")[2].partition(")")[0]
    return ERROR_TEXTS.get(word, "#VALUE!")

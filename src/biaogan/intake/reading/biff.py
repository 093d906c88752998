"""Workbooks of Excel 97–2003 and before (.xls), by xlrd: it knows the type of every cell."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.compdoc import CompDocError

from .cells import SparseRow, cell_text, sparse_frame
from .limits import Limits
from .refusal import Refusal, too_large
from .serials import serial_text
from .sheet import Content, RawSheet
from .styles import builtin_nature, nature

DAMAGE = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    LookupError,
    TypeError,
    ValueError,
)
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # an .xlsx behind a password is stored this way
WORD_DOCUMENT = "WordDocument".encode("utf-16-le")
DIRECTORY_BYTES = 8 << 20


def read_biff(path: Path, limits: Limits) -> Content:
    refuse_other_documents(path)
    with Path("/dev/null").open("w") as nowhere:
        try:
            book = xlrd.open_workbook(
                str(path), logfile=nowhere, formatting_info=True, on_demand=True, ragged_rows=True
            )
        except DAMAGE as error:
            if "encrypted" in str(error).lower():
                raise Refusal("encrypted") from error
            raise Refusal("damaged", where="workbook") from error
        if book.nsheets > limits.max_sheets:
            raise too_large("工作表数", "sheets", book.nsheets, limits.max_sheets)
        return Content("xls", [read_sheet(book, index, limits) for index in range(book.nsheets)])


def refuse_other_documents(path: Path) -> None:
    data = path.read_bytes()
    if ENCRYPTED_PACKAGE in data:
        raise Refusal("encrypted")
    if WORD_DOCUMENT in data and "Workbook".encode("utf-16-le") not in data:
        raise Refusal("unsupported-format", found_zh="Word 文档", found_en="a Word document")


def read_sheet(book: xlrd.Book, index: int, limits: Limits) -> RawSheet:
    try:
        sheet = book.sheet_by_index(index)
        cells: pl.DataFrame = sparse_frame(sheet_rows(book, sheet), limits)
    except DAMAGE as error:
        raise Refusal("damaged", where=book.sheet_names()[index]) from error
    hidden = bool(sheet.visibility)
    book.unload_sheet(index)
    return RawSheet(sheet.name, cells, hidden)


def sheet_rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[SparseRow]:
    natures = style_natures(book)
    for row in range(sheet.nrows):
        texts = (
            (column, biff_text(cell, natures.get(cell.xf_index), book.datemode))
            for column, cell in enumerate(sheet.row(row))
        )
        yield row + 1, {column: text for column, text in texts if text is not None}


def style_natures(book: xlrd.Book) -> dict[int | None, str | None]:
    """Per cell style: date, time, duration or None; a damaged book may name styles it does not have."""
    natures: dict[int | None, str | None] = {}
    for index, style in enumerate(book.xf_list):
        known = book.format_map.get(style.format_key)
        code = known.format_str if known else ""
        natures[index] = builtin_nature(style.format_key) or (nature(code) if code else None)
    return natures


def biff_text(cell: xlrd.sheet.Cell, style: str | None, datemode: int) -> str | None:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return cell_text(cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return serial_text(float(cell.value), style, epoch_1904=bool(datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(error_text_from_code.get(int(cell.value), "#VALUE!"))
        case _:
            return None

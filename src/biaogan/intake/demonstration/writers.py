"""Writes sheets as the files that dealers really send: old and new Excel, text in four encodings, HTML."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from biaogan.intake.demonstration.sheets import Cell, Sheet

# Written into every workbook, so that the same region gives the same bytes.
CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed mark, not a moment
TYPED_SHAPES = frozenset({"xls-title", "xls-plain", "xlsx", "xlsx-template", "workbook", "sheet-per-month"})
SUFFIX = {
    "xls-title": ".xls", "xls-plain": ".xls", "xlsx": ".xlsx", "xlsx-template": ".xlsx",
    "workbook": ".xlsx", "sheet-per-month": ".xlsx", "html": ".xls",
    "csv-gb18030": ".csv", "csv-utf8-bom": ".csv",
    "csv-utf16": ".csv",
}  # fmt: skip
ENCODING = {"csv-gb18030": "gb18030", "csv-utf8-bom": "utf-8-sig", "csv-utf16": "utf-16"}


def write(path: Path, sheets: Sequence[Sheet], shape: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    writer: Callable[[Path, Sequence[Sheet]], None]
    if shape in ENCODING:
        _write_text(path, sheets[0], ENCODING[shape])
        return
    writer = {".xls": _write_html if shape == "html" else _write_biff, ".xlsx": _write_xlsx}[SUFFIX[shape]]
    writer(path, sheets)


def _write_text(path: Path, sheet: Sheet, encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(sheet.lines())
    path.write_bytes(text.getvalue().encode(encoding))


def _write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": CREATED})
    forms: dict[Any, Any] = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for row, cells in enumerate(sheet.lines()):
            for column, cell in enumerate(cells):
                _write_cell(page, row, column, cell, forms)
    book.close()


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, forms: dict[Any, Any]
) -> None:
    """Typed calls are twice as fast as the guessing one; text never becomes a formula."""
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, (datetime, date)):
        page.write_datetime(row, column, cell, forms[type(cell)])
    else:
        page.write_number(row, column, cell)


def _write_biff(path: Path, sheets: Sequence[Sheet]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    forms: dict[Any, Any] = {
        datetime: xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"),
        date: xlwt.easyxf(num_format_str="yyyy-mm-dd"),
    }
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        title = bool(sheet.above)
        if title:
            page.write_merge(0, 0, 0, len(sheet.headers) - 1, sheet.above[0][0])
        for row, cells in enumerate(sheet.lines()):
            if title and row == 0:
                continue
            for column, cell in enumerate(cells):
                if cell is not None and cell != "":
                    style = forms.get(type(cell))
                    page.write(row, column, cell, style) if style else page.write(row, column, cell)
    book.save(str(path))


def _write_html(path: Path, sheets: Sequence[Sheet]) -> None:
    """What a web page saves as "Excel": a menu, the data, a note; each is a table."""
    sheet = sheets[0]
    menu = "<table><tr><td>首页</td><td>报表中心</td></tr></table>"
    note = "<table><tr><td>数据仅供内部使用</td></tr></table>"
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td>{html.escape('' if cell is None else str(cell))}</td>" for cell in cells)
        + "</tr>"
        for cells in sheet.lines()
    )
    head = '<html><head><meta charset="utf-8"></head>'
    page = f'{head}<body>{menu}<table border="1">\n{rows}\n</table>{note}</body></html>'
    path.write_text(page, encoding="utf-8", newline="")

"""SpreadsheetML 2003, the XML workbook that is often named .xls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree

from .cells import SparseRow, cell_text, moment_text, number_text, sparse_frame
from .limits import Limits
from .refusal import Refusal, too_large
from .sheet import Content, RawSheet

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
XL = "{urn:schemas-microsoft-com:office:excel}"


def read_spreadsheetml(data: bytes, limits: Limits) -> Content:
    root = parse(data)
    if root.tag != f"{SS}Workbook":
        raise Refusal("not-a-table")
    worksheets = root.findall(f"{SS}Worksheet")
    if len(worksheets) > limits.max_sheets:
        raise too_large("工作表数", "sheets", len(worksheets), limits.max_sheets)
    return Content("spreadsheetml", [read_worksheet(sheet, limits) for sheet in worksheets])


def parse(data: bytes) -> etree._Element:
    # The caller has refused every DTD. huge_tree lifts lxml's own bounds; the size of the file and of this
    # process bound it instead.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("damaged", where=f"XML {error.lineno}") from error


def read_worksheet(sheet: etree._Element, limits: Limits) -> RawSheet:
    visible = sheet.findtext(f"{XL}WorksheetOptions/{XL}Visible") or ""
    table = sheet.find(f"{SS}Table")
    rows = placed_rows(table) if table is not None else iter(())
    return RawSheet(sheet.get(f"{SS}Name", ""), sparse_frame(rows, limits), visible.startswith("SheetHidden"))


def placed_rows(table: etree._Element) -> Iterator[SparseRow]:
    line = 0
    for row in table.iterfind(f"{SS}Row"):
        line = whole(row, "Index", line + 1)
        texts: dict[int, str] = {}
        column = 0
        for cell in row.iterfind(f"{SS}Cell"):
            column = whole(cell, "Index", column + 1)
            if (text := data_text(cell)) is not None:
                texts[column - 1] = text
            column += whole(cell, "MergeAcross", 0)
        yield line, texts
        line += whole(row, "Span", 0)


def whole(element: etree._Element, name: str, otherwise: int) -> int:
    digits = element.get(f"{SS}{name}", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else otherwise


def data_text(cell: etree._Element) -> str | None:
    data = cell.find(f"{SS}Data")
    if data is None:
        return None
    text = "".join(data.itertext())
    match data.get(f"{SS}Type"):
        case "Number":
            return number_or_text(text)
        case "DateTime":
            return moment_or_text(text)
        case "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
        case _:
            return cell_text(text)


def number_or_text(text: str) -> str | None:
    try:
        return number_text(float(text))
    except (ValueError, OverflowError):
        return cell_text(text)


def moment_or_text(text: str) -> str | None:
    try:
        value = dt.datetime.fromisoformat(text)
    except ValueError:
        return cell_text(text)
    return value.strftime("%H:%M:%S") if value.date() == dt.date(1899, 12, 31) else moment_text(value)

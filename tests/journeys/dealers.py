"""Files as dealer systems export them: one list of rows, put on paper in each of their ways."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[str]]
INSTRUCTION = "导入文件要求首行空行，文件内容从B列开始,(*)列为必须填写，日期列的格式为YYYY-MM-DD"
UTF8_WITH_MARK = "utf-8-sig"


def rows(text: str) -> list[list[str]]:
    """A table written with commas."""
    return [line.strip().split(",") for line in text.strip().splitlines()]


def report_xls(table: Rows) -> bytes:
    """A report with a merged title, the day of export, an empty row, and the headers in row 4."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    sheet.write_merge(0, 0, 0, len(table[0]) - 1, "维修工单查询")
    for column, text in enumerate(["导出日期:", "2026/04/01 09:00:00", "导出人:", "某某"]):
        sheet.write(1, column, text)
    for down, line in enumerate(table, 3):
        for column, text in enumerate(line):
            if text:
                sheet.write(down, column, text)
    return _bytes(book.save)


def template_xlsx(table: Rows, sheet: str = "导入模板") -> bytes:
    """An import template filled in: an instruction above, the table from column B on, a sample row first."""
    header, *lines = table
    sample = ["示例信息，导入时删除", *[""] * (len(header) - 1)]
    shifted = [["", f"{header[0]}（*）", *header[1:]], *[["", *line] for line in [sample, *lines]]]
    return workbook({sheet: [[INSTRUCTION], *shifted]})


def workbook(sheets: dict[str, Rows]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for down, line in enumerate(table):
                for column, text in enumerate(line):
                    sheet.write_string(down, column, text)
    return buffer.getvalue()


def text(table: Rows, encoding: str, delimiter: str = ",") -> bytes:
    return "".join(delimiter.join(line) + "\r\n" for line in table).encode(encoding)


def page_xls(table: Rows) -> bytes:
    """A web page under a workbook's name; the narrow table above is no data."""
    above = "<table><tr><td>打印人</td><td>某某</td></tr></table>"
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in table)
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return f"<html><head>{head}</head><body>{above}<table>{lines}</table></body></html>".encode("gb18030")


def _bytes(save: object) -> bytes:
    buffer = io.BytesIO()
    save(buffer)  # type: ignore[operator]
    return buffer.getvalue()

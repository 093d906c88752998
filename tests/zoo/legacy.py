"""Workbooks of Excel 2003 and before."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Callable

import xlwt
from xlwt.CompoundDoc import XlsDoc

from zoo.specimen import FIRST, HEADERS, ORDERS, TABLE, Sheet, Specimen

FOUR = (Sheet(4, FIRST, "三月"),)


def biff(fill: Callable[[xlwt.Workbook], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(sheet: xlwt.Worksheet, rows: list[list[str]], *, top: int = 0) -> None:
    for y, row in enumerate(rows, top):
        for x, cell in enumerate(row):
            if cell:
                sheet.write(y, x, cell)


def plain(book: xlwt.Workbook) -> None:
    write(book.add_sheet("三月"), TABLE)


def report(book: xlwt.Workbook) -> None:
    sheet = book.add_sheet("Sheet1")
    sheet.write_merge(0, 0, 0, 6, "某店维修工单报表")
    write(sheet, [["导出日期:", "2025/04/01 09:00:00", "导出人:", "张某"]], top=1)
    write(sheet, TABLE, top=3)


def typed(book: xlwt.Workbook) -> None:
    sheet = book.add_sheet("三月")
    styles = ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "h:mm", 'yyyy"年"m"月"d"日"', "0.00%", "[h]:mm"]
    values = [45809, 45809.5, 0.75, 45809, 0.101, 1.5]
    for x, (style, value) in enumerate(zip(styles, values, strict=True)):
        sheet.write(0, x, value, xlwt.easyxf(num_format_str=style))
    sheet.write(1, 0, 202506010001)
    sheet.row(1).set_cell_boolean(1, value=True)
    sheet.write(1, 2, 0.1)
    sheet.row(1).set_cell_error(3, 0x2A)
    sheet.write(1, 4, xlwt.Formula("1+1"))
    sheet.write(1, 5, dt.time(18, 30), xlwt.easyxf(num_format_str="h:mm:ss"))
    sheet.write(1, 6, 0, xlwt.easyxf(num_format_str="yyyy-mm-dd"))


TYPED = {
    (1, "c0"): "2025-06-01",
    (1, "c1"): "2025-06-01 12:00:00",
    (1, "c2"): "18:00:00",
    (1, "c3"): "2025-06-01",
    (1, "c4"): "0.101",
    (1, "c5"): "36:00:00",
    (2, "c0"): "202506010001",
    (2, "c1"): "TRUE",
    (2, "c2"): "0.1",
    (2, "c3"): "#N/A",
    (2, "c5"): "18:30:00",
    (2, "c6"): "1900-01-00",
}


def hidden(book: xlwt.Workbook) -> None:
    for state, name in enumerate(("三月", "隐藏", "深藏")):
        sheet = book.add_sheet(name)
        write(sheet, TABLE)
        sheet.visibility = state


def epoch_1904(book: xlwt.Workbook) -> None:
    book.dates_1904 = True
    book.add_sheet("三月").write(0, 0, 44347, xlwt.easyxf(num_format_str="yyyy-mm-dd"))


def container(stream: str, content: bytes = bytes(8192)) -> bytes:
    """A compound document whose only stream has this name."""
    out = io.BytesIO()
    XlsDoc().save(out, content)
    name = stream.encode("utf-16-le")
    entry = "Workbook".encode("utf-16-le") + bytes(48) + struct.pack("<H", 18)
    return out.getvalue().replace(entry, name + bytes(64 - len(name)) + struct.pack("<H", len(name) + 2))


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff5() -> bytes:
    """A bare BIFF5 stream, without container, in the code page of simplified Chinese."""
    rows = [HEADERS, *ORDERS]
    cells = b"".join(
        record(0x204, struct.pack("<HHHH", y, x, 0, len(cell.encode("gbk"))) + cell.encode("gbk"))
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        if cell
    )
    name = "三月".encode("gbk")
    head = record(0x809, struct.pack("<HHHH", 0x500, 0x05, 0x0DBB, 1996)) + record(
        0x42, struct.pack("<H", 936)
    )
    bound = record(0x85, struct.pack("<LHB", len(head) + 4 + 7 + len(name) + 4, 0, len(name)) + name)
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0x0DBB, 1996)) + cells + record(0x0A, b"")
    return head + bound + record(0x0A, b"") + sheet


def locked() -> bytes:
    return record(0x809, struct.pack("<HHHHLL", 0x600, 0x05, 0x0DBB, 1996, 0, 6)) + record(0x2F, bytes(54))


LEGACY = (
    Specimen("xls of Excel 97", "维修查询.xls", lambda: biff(plain), FOUR),
    Specimen("xls named .csv", "维修查询.csv", lambda: biff(plain), FOUR),
    Specimen(
        "xls with its header in row 4",
        "某店_维修工单.xls",
        lambda: biff(report),
        (Sheet(6, {(1, "c0"): "某店维修工单报表", (4, "c0"): "工单号", (5, "c0"): "RO2503001"}),),
    ),
    Specimen("xls with dates, flags and errors", "导出.xls", lambda: biff(typed), (Sheet(2, TYPED),)),
    Specimen(
        "xls with hidden sheets",
        "导出.xls",
        lambda: biff(hidden),
        (Sheet(4, name="三月"), Sheet(4, name="隐藏", hidden=True), Sheet(4, name="深藏", hidden=True)),
    ),
    Specimen(
        "xls counting from 1904", "导出.xls", lambda: biff(epoch_1904), (Sheet(1, {(1, "c0"): "2025-06-01"}),)
    ),
    Specimen("xls without rows", "空.xls", lambda: biff(lambda book: book.add_sheet("空")), (Sheet(0),)),
    Specimen("xls of Excel 95", "老系统.xls", biff5, FOUR),
    Specimen("xls cut short", "维修查询.xls", lambda: biff(plain)[:2000], refused="damaged"),
    Specimen("xls whose sheet is cut off", "维修查询.xls", lambda: biff(plain)[:3000], refused="damaged"),
    Specimen("xls behind a password", "维修查询.xls", locked, refused="encrypted"),
    Specimen(
        "xlsx behind a password", "维修查询.xlsx", lambda: container("EncryptedPackage"), refused="encrypted"
    ),
    Specimen(
        "Word document named .xls",
        "说明.xls",
        lambda: container("WordDocument"),
        refused="unsupported-format",
    ),
    Specimen(
        "compound document of something else", "缓存.xls", lambda: container("Thumbs"), refused="damaged"
    ),
    Specimen("compound document of noise", "坏.xls", lambda: container("Workbook"), refused="damaged"),
)

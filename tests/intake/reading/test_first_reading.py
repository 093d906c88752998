"""The two shapes most dealers send."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from biaogan.intake.reading import read_file


def test_a_workbook_is_read_with_the_lines_of_the_sheet_as_stored(tmp_path: Path) -> None:
    path = tmp_path / "维修查询.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("三月")
        sheet.write_row(3, 1, ["工单号", "金额"])
        sheet.write_row(5, 1, ["00017", 10.5])
    read = read_file(path)
    assert (read.format, read.name, [s.name for s in read.sheets]) == ("xlsx", "维修查询.xlsx", ["三月"])
    assert read.sheets[0].cells.rows() == [(4, None, "工单号", "金额"), (6, None, "00017", "10.5")]


def test_a_text_file_is_read_with_empty_records_counted(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes('工单号,备注\r\n\r\n017,"换\r\n油"\r\n'.encode("gb18030"))
    read = read_file(path)
    assert (read.format, read.encoding) == ("text", "gb18030")
    assert read.sheets[0].cells.rows() == [(1, "工单号", "备注"), (3, "017", "换\n油")]

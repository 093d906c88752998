"""A store merged over its rows is the store of each of them; an empty cell beside none is not filled."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from biaogan.intake.actions import import_paths
from biaogan.intake.models import BatchStore
from biaogan.intake.reading import read_file
from biaogan.intake.reading.limits import Limits
from biaogan.intake.staging import Options

AT = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEADERS = ("门店", "工单号", "VIN", "开单日期", "结算日期", "维修类型", "工单状态", "工时费")


def written(path, *, merged: bool):
    """Three rows of S01 under one cell, two of S02 under one, and one row that names nobody."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_row(0, 0, HEADERS)
        for at in range(1, 7):
            row = [f"R{at}", f"LBV{at:014d}", "2026-05-04", "2026-05-05", "一般维修", "已结算", 800]
            sheet.write_row(at, 1, row)
        if merged:
            sheet.merge_range(1, 0, 3, 0, "S01")
            sheet.merge_range(4, 0, 5, 0, "S02")
        else:
            sheet.write(1, 0, "S01")
            sheet.write(4, 0, "S02")
    return path


@pytest.mark.parametrize(
    ("merged", "rows", "refused"), [(True, {"S01": 3, "S02": 2}, 1), (False, {"S01": 1, "S02": 1}, 4)]
)
def test_only_merged_cells_are_filled_down(home, people, tmp_path, merged, rows, refused):
    path = written(tmp_path / "合并.xlsx", merged=merged)
    [file] = import_paths(paths=[path], options=Options(), by=None, at=AT).files
    assert dict(BatchStore.objects.values_list("store", "rows")) == rows
    assert file.sheets[0].reasons == {"missing-store": refused}


def test_the_reader_names_cells_merged_downwards_and_no_others(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "title")
        sheet.merge_range("B2:B4", "x")
        sheet.write("C2", "y")
    [read] = read_file(path, limits=Limits(), name="a.xlsx").sheets
    assert read.merged == ((1, 2, 4),)

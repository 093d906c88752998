"""Where a header may stand, and what may stand around it."""

from __future__ import annotations

import pytest
from tests.intake.formats.sheets import cells, fields, recognised, sheet

from biaogan.intake.formats import NotATable, recognise

ORDER = cells("门店,工单号,VIN,开单日期,结算日期,应付总金额")
ROW = cells("金牛店,R1,V1,2025-06-02,2025-06-03,100")


def test_the_header_may_stand_below_a_title_and_export_lines() -> None:
    found = recognised(
        ["金牛店 维修工单"], ["导出日期:", "2025/06/30 08:00:00", "导出人:", "张三"], [], ORDER, ROW
    )
    assert (found.header_row, found.kind) == (4, "repair_order")
    assert found.raw["line"].to_list() == [5]


def test_a_template_may_start_in_column_b_with_marks_and_units() -> None:
    header = ["", "工单号（*）", "VIN(必填)", "开单日期\n（*）", "应付总金额（元）", "进厂里程（KM）"]
    found = recognised(
        ["", "导入文件要求首行空行，文件内容从B列开始"], header, ["", "R1", "V1", "2025-06-02", "100", "5000"]
    )
    assert fields(found) == {
        "工单号（*）": "ro_no",
        "VIN(必填)": "vin",
        "开单日期\n（*）": "opened_at",
        "应付总金额（元）": "net_total",
        "进厂里程（KM）": "mileage_in",
    }
    assert [column.unit for column in found.columns] == [None, None, None, "元", "km"]


def test_two_header_rows_are_read_as_one() -> None:
    parent = ["门店", "工单号", "VIN", "时间", None, "金额", None, None]
    child = [None, None, None, "开单日期", "结算日期", "工时费", "配件费", "合计"]
    found = recognised(
        ["报表"], parent, child, ["金牛店", "R1", "V1", "2025-06-02", "2025-06-03", "60", "40", "100"]
    )
    assert found.header_row == 3
    assert fields(found) == {
        "门店": "store_name",
        "工单号": "ro_no",
        "VIN": "vin",
        "开单日期": "opened_at",
        "结算日期": "settled_at",
        "工时费": "labour_total",
        "配件费": "parts_total",
        "合计": "net_total",
    }


def test_a_single_header_row_is_not_mistaken_for_two() -> None:
    found = recognised(["维修工单", None, None, None, None, None], ORDER, ROW)
    assert found.header_row == 2
    partly = recognised([*ORDER, None], ["金牛店", "甲乙", "丙", "丁", "戊", "己", "庚"])
    assert partly.header_row == 1


def test_rows_that_are_no_data_are_marked() -> None:
    sample = ["示例信息，导入时删除", "R0", "V0", "2025-01-01", "2025-01-01", "1"]
    found = recognised(
        ORDER, sample, ROW, ORDER, ROW, ["合计", None, None, None, None, "200"], ["制表人：张三"]
    )
    assert found.table["noise"].to_list() == [
        "sample-row",
        None,
        "repeated-header",
        None,
        "total-row",
        "footer",
    ]


def test_the_same_headers_have_the_same_signature_wherever_they_stand() -> None:
    first = recognised(ORDER, ROW)
    second = recognised(["六月"], [], [name + "（*）" for name in ORDER], ROW)
    third = recognised(ORDER[:-1], ROW[:-1])
    assert first.signature == second.signature != third.signature


def test_what_a_person_said_of_a_source_is_applied_again() -> None:
    header = cells("门店,工单号,VIN,开单日期,结账时刻,应付总金额")
    raw = sheet(header, ROW)
    first = recognise(raw, file_name="a.xls")
    assert not isinstance(first, NotATable)
    assert first.unmapped == ("结账时刻",)
    said = {first.signature: {"kind": "repair_order", "fields": {"结账时刻": "settled_at", "应付总金额": ""}}}
    second = recognise(raw, file_name="a.xls", remembered=said)
    assert not isinstance(second, NotATable)
    assert fields(second)["结账时刻"] == "settled_at"
    assert second.unmapped == ("应付总金额",)


def test_the_kind_may_be_settled_by_the_person() -> None:
    assert recognised(ORDER, ROW, kind="settlement").kind == "settlement"


def test_headers_that_several_kinds_share_are_told_apart_by_the_file_name() -> None:
    header, row = cells("门店,岗位,月份,编制"), cells("金牛店,机修,2026-01,3")
    assert recognised(header, row, file_name="岗位编制.xlsx").kind == "position_plan"


@pytest.mark.parametrize(
    "rows", [[["随便", "写写"], ["1", "2"]], [["工单号"]], [["2025", "1", "2"], ["3", "4", "5"]]]
)
def test_a_sheet_without_a_known_table_is_left(rows: list[list[str]]) -> None:
    assert isinstance(recognise(sheet(*rows), file_name="x.csv"), NotATable)


def test_the_month_of_a_snapshot_is_taken_from_the_title_or_the_file_name() -> None:
    header, row = cells("门店,配件代码,库存数量,可用库存,库存金额"), cells("金牛店,P1,3,3,30")
    titled = recognised(["配件库存 2025年6月"], header, row)
    named = recognised(header, row, file_name="库存_2025-06.xlsx")
    assert titled.table["date"].to_list() == named.table["date"].to_list() == ["2025-06-30"]


def test_months_across_take_the_year_of_the_title() -> None:
    found = recognised(["2026年度目标"], cells("门店,指标,1月,2月"), cells("金牛店,售后产值,100,200"))
    assert {"value|month=2026-01", "value|month=2026-02"} <= set(found.table.columns)


def test_the_unit_of_a_wide_column_is_kept() -> None:
    found = recognised(cells("门店,月份,当月目标产值（万元）"), cells("金牛店,2026-01,120"))
    assert [(column.field, column.unit) for column in found.columns][2][1] == "万元"

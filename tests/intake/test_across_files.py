"""Files beside each other: settlements and lines, the mileage of a car, amounts in the wrong unit."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from biaogan.intake.across_files import AcrossFiles, across_files
from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options

AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def bring(home, people, tmp_path):
    def brought(name: str, *lines: str, kind: str | None = None):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        return import_paths(paths=[path], options=Options(kind=kind), by=None, at=AT).files[0]

    return brought


ORDERS = "门店,工单号,VIN,开单日期,结算日期,维修类型,工单状态,进厂里程"


def order(store: str, number: str, day: str, km: object = "", vin: str = "LBV00000000000001") -> str:
    return f"{store},{number},{vin},{day},{day},一般维修,已结算,{km}"


def test_mileage_that_falls_from_visit_to_visit_is_counted_where_it_was_seen(bring):
    bring("四月.csv", ORDERS, order("S01", "A1", "2026-04-04", 10_000))
    bring(
        "五月.csv", ORDERS, order("S02", "B1", "2026-05-04", 9_949), order("S02", "B2", "2026-05-20", 9_900)
    )
    assert across_files(["S01", "S02"], month="2026-05") == [
        AcrossFiles("S01", 0, 0, None, 0, 0),
        AcrossFiles("S02", 0, 0, None, 2, 1),
    ]
    assert across_files(["S01"], month="2026-04") == [AcrossFiles("S01", 0, 0, None, 0, 0)]


def test_settlements_are_held_against_the_lines_of_their_order(bring):
    days = [order("S01", number, "2026-05-04") for number in ("A1", "A2", "A3")]
    bring("工单.csv", ORDERS, *days)
    labour = "门店,工单号,项目代码,项目名称,标准工时,折后工时费"
    lines = [f"S01,A{n},B10,保养,1,{yuan}" for n, yuan in ((1, 500), (1, 300), (2, 400))]
    bring("项目.csv", labour, *lines, kind="ro_labour")
    settled = "门店,结算单号,工单号,结算日期,结算金额"
    paid = [f"S01,J{n},A{n},2026-05-04,{yuan}" for n, yuan in ((1, 801), (2, 350), (3, 700))]
    bring("结算.csv", settled, *paid, kind="settlement")
    assert across_files(["S01"], month="2026-05") == [AcrossFiles("S01", 2, 1, 100 - 5000, 0, 0)]


@pytest.mark.parametrize(("revenue", "warned"), [("85.3", True), ("853000", False)])
def test_amounts_too_small_for_yuan_are_remarked(bring, revenue, warned):
    file = bring(
        "月报.csv",
        "门店,月份,售后产值,售后毛利",
        f"S01,2026-05,{revenue},{float(revenue) / 2}",
        kind="finance_month",
    )
    assert ("looks-like-ten-thousands" in file.sheets[0].warnings) is warned
    assert file.sheets[0].accepted == 1


def test_a_unit_in_the_header_settles_it(bring):
    file = bring("月报.csv", "门店,月份,售后产值（万元）", "S01,2026-05,85.3", kind="finance_month")
    assert "looks-like-ten-thousands" not in file.sheets[0].warnings


def test_the_quality_page_shows_the_comparison(bring, people, as_):
    bring(
        "四月.csv", ORDERS, order("S01", "A1", "2026-05-01", 10_000), order("S01", "A2", "2026-05-04", 9_000)
    )
    client = as_(people.manager)
    client.cookies["django_language"] = "en"
    assert "Files against each other" in client.get("/data-quality/?month=2026-05").content.decode()

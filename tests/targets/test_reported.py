"""A store's own figure stands beside ours, with its row, and changes nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.targets.conftest import own_home

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from house_world import build

AT = datetime(2026, 6, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ORDERS = "门店,工单号,VIN,开单日期,结算日期,维修类型,工单状态,工时费"
REPORTED = "门店,月份,指标,数值"
ADDRESS = "/metrics/visits?month=2026-05"


@pytest.fixture
def world(db, tmp_path):
    with own_home(tmp_path):
        made = build()
        days = ["2026-05-04", "2026-05-05", "2026-05-06"]
        orders = [f"T-own,R{at},LBV{at:014d},{day},{day},一般维修,已结算,800" for at, day in enumerate(days)]
        told = ["T-own,2026-05,进厂台次,4", "T-own,2026-04,进厂台次,9", "T-far,2026-05,进厂台次,7"]
        for name, kind, lines in (
            ("工单.csv", "repair_order", [ORDERS, *orders]),
            ("自报.csv", "reported_kpi", [REPORTED, *told]),
        ):
            path = tmp_path / name
            path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
            import_paths(paths=[path], options=Options(kind=kind), by=None, at=AT)
        yield made


def table_of(client, address: str = ADDRESS):
    return client.get(address).context["reported"]


def test_the_two_figures_stand_side_by_side_with_the_row_they_came_from(world):
    [row] = table_of(world.client("regional_manager")).rows
    assert (row[0], row[1].text, row[2]) == ("own店", "4", "3")
    assert row[3].text == "33.3"
    assert row[3].status == "watch"
    assert "自报.csv" in world.client("regional_manager").get(row[1].url).content.decode()


def test_nothing_is_shown_where_nobody_reports_or_of_stores_outside(world):
    client = world.client("regional_manager")
    assert table_of(client, "/metrics/revenue?month=2026-05") is None
    assert table_of(client, f"{ADDRESS}&store=T-sister") is None
    assert [row[0] for row in table_of(world.client("store_manager")).rows] == ["own店"]


def test_whoever_may_not_see_rows_sees_no_link_to_them(world):
    rows = table_of(world.client("head_office")).rows
    assert {row[0]: row[1].url for row in rows} == {"own店": "", "far店": ""}

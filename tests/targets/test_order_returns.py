"""The page of an order says why it was not fixed the first time, or of what it is the comeback."""

from __future__ import annotations

import pytest
from tests.targets.conftest import own_home
from tests.targets.region import NOW

from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.intake.state import current_version
from biaogan.targets import amounts
from house_world import build

HEADER = "门店,工单号,车牌号,VIN,开单日期,交车时间,结算日期,维修类型,工单状态,工时费,材料费,客户描述"


def line(number: str, car: int, day: int, said: str) -> str:
    who = f"T-own,{number},云A0000{car},LBV0000000000000{car}"
    ready = f"2026-05-{day:02d} 16:00:00"
    return f"{who},2026-05-{day:02d} 09:00:00,{ready},{ready},一般维修,已结算,800,400,{said}"


@pytest.fixture
def client(db, tmp_path):
    with own_home(tmp_path):
        world = build()
        lines = [line("A1", 1, 4, "异响"), line("A2", 1, 11, "异响"), line("A3", 2, 11, "抖动")]
        path = tmp_path / "工单.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
        import_paths(paths=[path], options=Options(), by=None, at=NOW)
        yield world.client("regional_manager")


def test_both_sides_of_a_return_name_each_other(client, text):
    failed = text(client, "/orders/T-own/A1?counts=1")
    assert "Not fixed the first time: back 7 days after delivery" in failed
    assert 'href="/orders/T-own/A2"' in failed
    assert "the same complaint" in failed
    comeback = text(client, "/orders/T-own/A2?counts=1")
    assert "A comeback 7 days after delivery" in comeback
    assert 'href="/orders/T-own/A1"' in comeback


def test_an_order_that_nothing_followed_says_nothing(client, text):
    assert "Fixed the first time?" not in text(client, "/orders/T-own/A3?counts=1")


def test_the_page_is_the_same_once_amounts_are_kept(client, text):
    before = text(client, "/orders/T-own/A1")
    amounts.keep(current_version())
    assert "1,200.00" in before
    assert "1,200.00" in text(client, "/orders/T-own/A1")

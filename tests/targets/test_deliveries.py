"""Rules about what stores deliver: they speak of what is late, open, refused or defaulted."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.targets.conftest import own_home

from biaogan.intake import quality
from biaogan.intake.actions import import_paths
from biaogan.intake.staging import Options
from biaogan.intake.waiting import waiting_rows
from biaogan.targets.signals import deliveries
from house_world import build

ZONE = ZoneInfo("Asia/Shanghai")
HEADER = "门店,工单号,VIN,开单日期,预交车时间,结算日期,维修类型,工单状态,工时费"
UNTIL = date(2026, 5, 20)  # the newest day of the files


def order(number: int, *, opened: str = "2026-05-20 09:00:00", settled: str = "", promised: str = "") -> str:
    who, state = f"T-own,R{number:03d},LBV{number:014d}", "已结算" if settled else "在修"
    return f"{who},{opened},{promised},{settled},一般维修,{state},800"


@pytest.fixture
def bring(db, tmp_path):
    with own_home(tmp_path):
        build()
        quality._facts.cache_clear()

        def brought(name: str, lines: list[str], on: date = UNTIL) -> None:
            path = tmp_path / name
            path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8-sig")
            at = datetime(on.year, on.month, on.day, 18, 0, tzinfo=ZONE)
            import_paths(paths=[path], options=Options(), by=None, at=at, below=tmp_path)

        yield brought


def said(today: date) -> dict[str, str]:
    found = deliveries.found(["T-own", "T-sister"], today=today)
    assert {one.store for one in found} <= {"T-own"}, "a store that never sent anything is not late"
    return {one.rule.code: one.value.en for one in found}


def test_a_store_is_late_after_seven_days(bring):
    bring("a.csv", [order(1, settled="2026-05-20 16:00:00")])
    assert "late-upload" not in said(date(2026, 5, 27))
    assert said(date(2026, 5, 28))["late-upload"] == "8 days"


def test_orders_open_for_more_than_seven_days_are_named_until_they_are_settled(bring):
    stands = order(2, opened="2026-05-12 09:00:00")
    just = order(3, opened="2026-05-13 09:00:00")
    bring("a.csv", [order(1), stands, just])
    [found] = [one for one in deliveries.found(["T-own"], today=UNTIL) if one.rule.code == "open-orders"]
    assert found.value.en == "1 order"
    assert [fact.name.en for fact in found.evidence] == ["R002"]
    assert "8 days" in found.reason.en
    bring("b.csv", [order(2, opened="2026-05-12 09:00:00", settled="2026-05-20 17:00:00")])
    assert "open-orders" not in said(UNTIL)


def test_refused_rows_wait_until_they_are_mended_or_their_month_is_over(bring):
    bring("a.csv", [order(1), order(2, opened="2026-13-45"), order(3, opened="2026-13-46")])
    assert waiting_rows(["T-own"], today=date(2026, 5, 21)) == {}, "not at once"
    assert said(date(2026, 5, 22))["waiting-rows"] == "2 rows"
    bring("b.csv", [order(2)], on=date(2026, 5, 22))
    assert said(date(2026, 5, 23))["waiting-rows"] == "1 row"
    assert waiting_rows(["T-sister"], today=date(2026, 5, 23)) == {}
    assert "waiting-rows" not in said(date(2026, 6, 25))


def test_promises_that_nobody_edits_make_punctuality_unusable(bring):
    lines = [order(n, promised="2026-05-20 15:00:00", settled="2026-05-20 16:00:00") for n in range(1, 21)]
    bring("a.csv", lines)
    assert said(UNTIL)["default-promise"] == "100%"
    edited = [
        order(n, promised=f"2026-05-20 {10 + n % 10}:{n % 60:02d}:00", settled="2026-05-20 16:00:00")
        for n in range(21, 60)
    ]
    bring("b.csv", edited)
    assert "default-promise" not in said(UNTIL)


def test_the_watch_hands_these_findings_up(bring):
    from biaogan.org.models import Store
    from biaogan.targets import rules

    bring("a.csv", [order(1, settled="2026-05-20 16:00:00")])
    assert set(deliveries.RULES) <= set(rules.rules())
    found = rules.find(stores=list(Store.objects.filter(code="T-own")), today=date(2026, 6, 10))
    assert "late-upload" in {one.rule.code for one in found}

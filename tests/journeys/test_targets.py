"""A region's manager plans the year, hands it down, revises a month, and the figures answer."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.targets.conftest import own_home
from tests.targets.region import bring as bring_orders

from biaogan.intake.actions import import_paths
from biaogan.intake.models import Batch
from biaogan.intake.staging import Options
from biaogan.targets.models import GoalVersion
from house_world import build

MONTH = "2026-05"


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to("2026-05-20T12:00:00+08:00", tick=False)
    with own_home(tmp_path) as home:
        made = build()
        bring_orders(home, ["T-own", "T-sister"])
        yield made


def proposal(client, address):
    """The cells a proposal fills in, and the form as the browser would send it."""
    page = client.get(address)
    filled = page.context["filling"]
    assert filled.texts, page.context.get("spread") and page.context["spread"].errors
    return {**filled.texts, "seen": page.context["seen"], "source": filled.source, "note": filled.note}


def saved(client, data, query="metric=revenue&year=2026"):
    answer = client.post(f"/goals/save?{query}", data)
    assert answer.status_code == 302, answer.context["wrongs"]


def figure(client, address, name):
    """A card of the cockpit by its name."""
    return next(card for card in client.get(address).context["kpis"] if card.name == name)


def test_from_the_year_plan_to_the_stores_page(world):
    manager, region = world.client("regional_manager"), world.regions["own"].pk
    manager.cookies["django_language"] = "en"

    plan = f"/goals/spread?metric=revenue&year=2026&place=region:{region}&total=1200k&key=equal"
    saved(manager, proposal(manager, plan))
    saved(manager, proposal(manager, f"/goals/split?metric=revenue&year=2026&region={region}&key=equal"))
    assert GoalVersion.objects.count() == 36

    cell = f"revenue|T-own|{MONTH}"
    saved(manager, {cell: "40", "seen": json.dumps({cell: "50"}), "note": "钣喷车间停工"})
    foot = manager.get("/goals?metric=revenue&year=2026").content.decode()
    assert "90.0" in foot, "the stores together"
    assert "10.0" in foot, "the region less the stores"
    assert (
        "钣喷车间停工" in manager.get("/goals/history?metric=revenue&year=2026&place=T-own").content.decode()
    )

    card = figure(manager, f"/cockpit?month={MONTH}", "After-sales revenue")
    assert card.target == 100_000
    assert card.attainment == Decimal("86.4")
    assert round(card.elapsed) == 61
    assert card.elapsed_working != card.elapsed

    keeper = world.client("store_manager")
    keeper.cookies["django_language"] = "en"
    own = figure(keeper, f"/cockpit?month={MONTH}", "After-sales revenue")
    assert (own.target, own.attainment) == (40_000, 108)
    assert "108.0%" in keeper.get(f"/stores/T-own?month={MONTH}").content.decode()
    assert "108.0%" in keeper.get(f"/metrics/revenue-attainment?month={MONTH}&store=T-own").content.decode()


def test_a_file_of_targets_speaks_with_the_pages(world, tmp_path):
    manager = world.client("regional_manager")
    manager.cookies["django_language"] = "en"
    saved(manager, {f"revenue|T-own|{MONTH}": "40", "seen": "{}"})
    path = tmp_path / "目标.csv"
    lines = f"门店,月份,指标,目标值\nT-own,{MONTH},售后产值,86400\nT-sister,{MONTH},NPS,60\n"
    path.write_text(lines, encoding="utf-8-sig")
    later = datetime(2026, 5, 20, 13, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    import_paths(paths=[path], options=Options(), by=None, at=later, below=tmp_path)

    assert 'value="86.4"' in manager.get("/goals?metric=revenue&year=2026").content.decode()
    assert 'value="60"' in manager.get("/goals?metric=nps&year=2026").content.decode()
    manager.post(f"/imports/{Batch.objects.latest('position').code}/undo")
    assert 'value="40"' in manager.get("/goals?metric=revenue&year=2026").content.decode(), "as it was before"

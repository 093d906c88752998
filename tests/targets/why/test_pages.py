"""Why a figure changed, asked for by a region's manager, a store's manager, a viewer and a stranger."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from tests.targets.region import AMOUNT, LAST, PER_MONTH

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.org.scope import scope_of
from biaogan.targets.asked import asked
from biaogan.targets.why.queries import Against, Silence, why

TODAY = date(2026, 6, 20)
MANAGER = "regional_manager"


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def told(region, slug, *, store=None, month=LAST, today=TODAY, **how):
    about = asked(scope=scope_of(region.people[MANAGER]), today=today, store=store, month=month)
    return why(metric_of(slug), about, **how)


@pytest.mark.parametrize("against", ["month", "year"])
def test_every_gap_of_every_metric_is_explained_without_rest(region, against):
    explained = set()
    for slug in CATALOGUE:
        for store in (None, "T-own"):
            found = told(region, slug, store=store, against=against)
            assert (found.gap is None) is (found.silence is not None), slug
            if found.gap:
                explained.add(slug)
                assert abs(found.gap.rest) < Decimal("1e-9"), slug
    assert {"revenue", "visits", "on-time-delivery", "revenue-per-visit"} <= explained


def test_revenue_is_taken_apart_by_store_and_driver(region):
    found = told(region, "revenue", against="month")
    assert found.gap.after == 2 * AMOUNT * PER_MONTH
    assert set(found.money.gap.by_store) == {"T-own", "T-sister"}
    assert found.gap.rest == 0


def test_a_month_without_data_is_a_sentence(region, text):
    found = told(region, "revenue", month="2025-03", against="month")
    assert found.silence is Silence.THEN
    shown = text(region.client(MANAGER), "/metrics/revenue/why?month=2025-03")
    assert "There is no figure of Feb 2025 to hold Mar 2025 against." in shown
    assert told(region, "nps").silence is Silence.NOW


def test_without_a_target_the_page_says_so(region, text):
    assert told(region, "revenue", against="target").silence is Silence.AIM
    shown = text(region.client(MANAGER), "/metrics/revenue/why?against=target")
    assert "No target is set" in shown


def test_a_running_month_is_not_held_against_a_whole_one(region):
    running = date(2026, 5, 20)
    assert told(region, "revenue", today=running).silence is Silence.RUNNING
    assert told(region, "on-time-delivery", today=running).gap is not None


def test_an_unknown_comparison_is_the_usual_one(region):
    assert told(region, "revenue", against="nonsense").against is Against.MONTH


def test_the_page_has_a_sentence_a_waterfall_and_the_stores(region, text):
    shown = plain(text(region.client(MANAGER), f"/metrics/revenue/why?month={LAST}&against=year"))
    assert "After-sales revenue in May 2026" in shown
    assert "Not explained ¥0" in shown
    assert "What each store adds" in shown


def test_a_store_leads_to_its_rows_where_orders_may_be_seen(region, text):
    address = f"/metrics/revenue/why?month={LAST}&store=T-own"
    assert "/metrics/revenue/rows?" in text(region.client(MANAGER), address)
    assert "/metrics/revenue/rows?" not in text(region.client("viewer"), address)


def test_nobody_sees_stores_outside_the_scope(region):
    for who, store, status in [
        (MANAGER, "T-sister", 200), (MANAGER, "T-far", 404), ("store_manager", "T-own", 200),
        ("store_manager", "T-sister", 404), ("manager-far", "T-own", 404),
    ]:  # fmt: skip
        assert region.client(who).get(f"/metrics/revenue/why?store={store}").status_code == status
    assert "sister" not in region.client("store_manager").get("/metrics/revenue/why").content.decode()


def test_the_export_holds_the_waterfall_and_says_the_result(region):
    client = region.client(MANAGER)
    client.cookies["django_language"] = "en"
    answer = client.post(f"/metrics/on-time-delivery/why/export?month={LAST}")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "Not explained" in texts
    assert any(text.startswith("On-time delivery in May 2026") for text in texts)
    assert client.post("/metrics/nps/why/export").status_code == 404


def test_before_the_first_file_there_is_nothing_to_take_apart(world, text):
    shown = text(world.client(MANAGER), "/metrics/revenue/why")
    assert "A change is taken apart once files of the stores are in." in shown
    assert world.client(MANAGER).post("/metrics/revenue/why/export").status_code == 404

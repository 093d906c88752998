"""Stores compared, asked for by a region's manager, a store's manager, a viewer and a stranger."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from tests.targets.region import LAST

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.org.models import AuditEvent
from biaogan.org.scope import scope_of
from biaogan.targets.asked import asked
from biaogan.targets.comparison.queries import compared_stores

TODAY = date(2026, 6, 20)
MANAGER = "regional_manager"
PAGE = f"/metrics/on-time-delivery/comparison?month={LAST}"


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def compared(region, slug, who=MANAGER, **how):
    return compared_stores(metric_of(slug), asked(scope=scope_of(region.people[who]), today=TODAY), **how)


def test_stores_that_differ_have_bands_of_their_own(region):
    found = compared(region, "on-time-delivery")
    own, sister = found.ranked.band("T-own"), found.ranked.band("T-sister")
    assert (own.best, own.worst, sister.best, sister.worst) == (1, 1, 2, 2)
    assert [store.code for store in found.best_first] == ["T-own", "T-sister"]
    assert found.region == pytest.approx(100 * (72 - 26) / 72)


def test_a_longer_period_adds_cases_up(region):
    month, year = compared(region, "on-time-delivery"), compared(region, "on-time-delivery", span=12)
    assert year.ranked.figures["T-own"].n == 12 * month.ranked.figures["T-own"].n
    assert compared(region, "revenue", span=12).span == 1


def test_equal_stores_cannot_be_told_apart(region, text):
    shown = plain(text(region.client(MANAGER), f"/metrics/revenue-per-visit/comparison?month={LAST}"))
    assert "cannot be told apart" in shown
    assert "1–2" in shown


def test_the_page_says_who_differs_and_shows_the_work_beside(region, text):
    shown = plain(text(region.client(MANAGER), PAGE))
    assert "Worse than own店" in shown
    assert "1 pair of stores differs beyond chance: own店 (94.4%) and sister店 (33.3%)." in shown
    assert "The kind of work, in visits" in shown
    assert "Funnel" in shown


def test_a_sum_is_not_ranked_and_leads_to_a_figure_that_can_be(region, text):
    shown = text(region.client(MANAGER), "/metrics/revenue/comparison")
    assert "A sum grows with the size of the store" in shown
    assert "/metrics/revenue-per-visit/comparison" in shown
    assert "Possible rank" not in shown


def test_one_store_alone_has_nothing_to_be_compared_with(region, text):
    shown = text(region.client("store_manager"), PAGE)
    assert "There is only one store here" in shown
    assert "sister" not in shown


def test_a_metric_without_data_says_so(region, text):
    shown = text(region.client(MANAGER), "/metrics/nps/comparison")
    assert "No data in this period: own店, sister店." in shown


def test_nobody_sees_stores_outside_the_scope(region):
    for who, status in [(MANAGER, 404), ("store_manager", 404), ("manager-far", 200)]:
        assert region.client(who).get(f"{PAGE}&store=T-far").status_code == status
    assert region.client(MANAGER).get("/metrics/nothing/comparison").status_code == 404
    assert "own店" not in region.client("manager-far").get(PAGE).content.decode()


def test_every_metric_has_its_comparison_in_both_languages(region):
    client = region.client("viewer")
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        assert {client.get(f"/metrics/{slug}/comparison").status_code for slug in CATALOGUE} == {200}


def test_the_export_holds_the_tables_and_is_noted(region):
    client, taken = region.client(MANAGER), AuditEvent.objects.count()
    client.cookies["django_language"] = "en"
    answer = client.post(f"/metrics/on-time-delivery/comparison/export?month={LAST}")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any("Worse than own店" in map(str, row) for row in rows)
    assert AuditEvent.objects.count() == taken + 1
    assert client.get("/metrics/on-time-delivery/comparison/export").status_code == 405


def test_before_the_first_file_there_is_nothing_to_compare(world, text):
    assert "Stores are compared once their files are in." in text(world.client(MANAGER), PAGE)
    assert world.client(MANAGER).post("/metrics/revenue/comparison/export").status_code == 404

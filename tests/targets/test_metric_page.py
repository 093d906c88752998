"""The list of metrics and the page of each, asked for by three people."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.targets.region import AMOUNT, LAST, LATE, MONTHS, PER_MONTH

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.org.scope import scope_of
from biaogan.targets.asked import NoSuchStore, asked
from biaogan.targets.metric_page import metric_page
from biaogan.targets.numbers import figures

TODAY = date(2026, 6, 20)
MANAGER, STORE_MANAGER, STRANGER = "regional_manager", "store_manager", "manager-far"


def about(world, who=MANAGER, **more):
    return asked(scope=scope_of(world.people[who]), today=TODAY, **more)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_numbers_of_the_page_are_the_engines(region):
    own = about(region, store="T-own")
    page = metric_page(metric_of("on-time-delivery"), own)
    found = figures(["on-time-delivery"], months=MONTHS, stores=["T-own", "T-sister"], as_of=TODAY)
    assert page.own.reading == found.at("on-time-delivery", "T-own", LAST)
    assert page.region.reading == found.at("on-time-delivery", "region", LAST)
    assert list(page.trend) == found.series("on-time-delivery", "T-own", MONTHS)
    late = LATE["T-own"]
    assert (page.own.reading.numerator, page.own.reading.denominator) == (PER_MONTH - late, PER_MONTH)


def test_a_store_is_marked_only_where_its_interval_leaves_the_region(region):
    page = metric_page(metric_of("on-time-delivery"), about(region))
    marks = {one.store.code: one.comparison for one in page.stores}
    assert marks == {"T-own": "good", "T-sister": "bad"}


def test_stores_share_the_region_of_a_sum_and_differ_from_the_region_of_a_share(region):
    revenue = metric_page(metric_of("revenue"), about(region))
    assert [one.share for one in revenue.stores] == [Decimal(50), Decimal(50)]
    assert {one.gap for one in revenue.stores} == {None}
    share = metric_page(metric_of("on-time-delivery"), about(region))
    assert {one.share for one in share.stores} == {None}
    gaps = [one.gap for one in share.stores]
    assert gaps[0] > 0 > gaps[1]


def test_the_parts_of_a_sum_make_the_whole(region):
    page = metric_page(metric_of("revenue"), about(region, store="T-own"), cut="advisor")
    assert sum(part.reading.value for part in page.division.parts) == page.own.reading.value
    assert page.own.reading.value == AMOUNT * PER_MONTH
    assert sum(part.share for part in page.division.parts) == 100


def test_rival_definitions_stand_beside_ours(region):
    page = metric_page(metric_of("on-time-delivery"), about(region))
    assert [rival.reading.slug for rival in page.rivals] == [
        "on-time-delivery/strict",
        "on-time-delivery/last-promise",
    ]


def test_a_month_without_data_gives_way_to_the_newest_one(region):
    assert about(region, month="1999-01").month == LAST
    assert about(region, month="2025-06").month == "2025-06"


def test_a_running_month_is_not_compared_with_whole_ones(region):
    running = asked(scope=scope_of(region.people[MANAGER]), today=date(2026, 5, 20), month=LAST)
    page = metric_page(metric_of("visits"), running)
    assert running.running
    assert (page.own.year_on_year, page.own.month_on_month) == (None, None)
    assert metric_page(metric_of("visits"), about(region)).own.year_on_year is not None


def test_a_metric_without_its_files_has_no_value_and_is_never_nought(region, text):
    page = metric_page(metric_of("nps"), about(region))
    assert page.own.reading.value is None
    assert {reading.value for reading in page.trend} == {None}
    shown = text(region.client(MANAGER), "/metrics/nps")
    assert "—" in shown
    assert re.search(r'kpi-value">\s*<span class="absent"', shown)


def test_a_month_whose_follow_up_runs_leads_to_the_newest_reading(region, text):
    page = metric_page(metric_of("first-time-fix"), about(region, month=LAST))
    earlier = metric_page(metric_of("first-time-fix"), about(region, month=MONTHS[-3]))
    assert earlier.own.reading.value is not None
    shown = text(region.client(MANAGER), "/metrics/nps")
    assert "No reading yet" in shown
    assert "survey" in shown.lower(), "which file would bring it"
    assert page.latest == next(one for one in reversed(page.trend) if one.value is not None)


def test_nobody_sees_a_store_outside_the_scope(region):
    with pytest.raises(NoSuchStore):
        about(region, store="T-far")
    for who, store, status in [
        (MANAGER, "T-sister", 200), (MANAGER, "T-far", 404), (STORE_MANAGER, "T-own", 200),
        (STORE_MANAGER, "T-sister", 404), (STRANGER, "T-own", 404), (STRANGER, "T-far", 200),
    ]:  # fmt: skip
        assert region.client(who).get(f"/metrics/revenue?store={store}").status_code == status


def test_the_region_of_a_store_manager_is_the_own_store(region, text):
    shown = plain(text(region.client(STORE_MANAGER), "/metrics/revenue"))
    assert "sister" not in shown
    assert metric_page(metric_of("visits"), about(region, STORE_MANAGER)).region.reading.value == PER_MONTH


def test_names_of_advisors_are_masked_for_whoever_may_not_see_them(region, text):
    clear = text(region.client(MANAGER), "/metrics/revenue?cut=advisor")
    masked = text(region.client("viewer"), "/metrics/revenue?cut=advisor")
    assert "顾问甲" in clear
    assert "顾问甲" not in masked
    assert "顾*" in masked


def test_whoever_may_not_see_orders_gets_no_way_to_them(region, text):
    assert "/rows?" in text(region.client(MANAGER), "/metrics/revenue?store=T-own")
    assert "/rows?" not in text(region.client("viewer"), "/metrics/revenue?store=T-own")


def test_every_metric_has_a_page_with_data_in_both_languages(region):
    client = region.client(MANAGER)
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        statuses = {slug: client.get(f"/metrics/{slug}").status_code for slug in CATALOGUE}
        assert set(statuses.values()) == {200}


def test_metrics_are_found_by_words_of_either_language(region, text):
    client = region.client(MANAGER)
    assert plain(text(client, "/metrics?words=准时")).count("On-time delivery") == 1
    assert "On-time delivery" not in text(client, "/metrics?words=revenue")
    assert "No metric is called that" in text(client, "/metrics?words=xyzzy")


@pytest.mark.parametrize(
    ("address", "most"), [("/metrics", 14), ("/metrics/revenue", 18), ("/metrics/on-time-delivery", 18)]
)
def test_the_number_of_queries_does_not_depend_on_the_data(region, address, most):
    client = region.client(MANAGER)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= most


@pytest.mark.parametrize("address", ["/metrics", "/metrics/on-time-delivery", "/stores/T-own"])
def test_a_page_is_exported_as_seen_without_names_of_persons(region, address):
    client = region.client(MANAGER)
    client.cookies["django_language"] = "en"
    book = openpyxl.load_workbook(BytesIO(client.post(f"{address}/export").content))
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert LAST in texts
    assert not [text for text in texts if "<" in text.replace("<=", "")]
    assert not [text for text in texts if "顾问甲" in text]
    assert region.client("viewer").post(f"{address}/export").status_code == 403


def test_exported_figures_are_figures(region):
    client = region.client(MANAGER)
    client.cookies["django_language"] = "en"
    book = openpyxl.load_workbook(BytesIO(client.post("/metrics/on-time-delivery/export").content))
    rows = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["own店"] == pytest.approx(100 * (PER_MONTH - LATE["T-own"]) / PER_MONTH, abs=0.05)

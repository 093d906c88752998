"""The page of a store, asked for by three people."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.targets.region import AMOUNT, LAST, PER_MONTH

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.reading import Reading
from biaogan.org.scope import scope_of
from biaogan.targets.asked import asked
from biaogan.targets.store_page import Rank, rank, store_page

TODAY = date(2026, 6, 20)


def page_of(world, code):
    about = asked(scope=scope_of(world.people["regional_manager"]), today=TODAY, store=code)
    return store_page(about.store, about)


def share(store, good, cases):
    value = None if not cases else 100 * good / cases
    return Reading("on-time-delivery", store, LAST, {}, good, cases, value, cases, "v")


def test_a_store_that_is_late_beyond_chance_stands_out_and_the_others_do_not(region):
    assert [one.rule.slug for one in page_of(region, "T-sister").findings] == ["on-time-delivery"]
    assert page_of(region, "T-own").findings == []


def test_the_advisors_of_a_store_make_its_revenue(region):
    advisors = page_of(region, "T-own").advisors
    assert len(advisors) == 2
    assert sum(one.readings[0].value for one in advisors) == AMOUNT * PER_MONTH


def test_a_rank_is_a_band_where_intervals_overlap():
    metric = metric_of("on-time-delivery")
    readings = {one.place: one for one in (share("A", 95, 100), share("B", 93, 100), share("C", 40, 100))}
    assert rank(metric, "A", readings) == Rank(1, 2, 3)
    assert rank(metric, "B", readings) == Rank(1, 2, 3)
    assert rank(metric, "C", readings) == Rank(3, 3, 3)


def test_few_cases_are_not_ranked():
    metric = metric_of("on-time-delivery")
    readings = {one.place: one for one in (share("A", 9, 10), share("B", 93, 100), share("C", None, None))}
    assert rank(metric, "A", readings) is None
    assert rank(metric, "C", readings) is None
    assert rank(metric, "B", readings) is None, "nobody is left to be compared with"


def test_less_is_better_where_the_metric_says_so():
    metric = metric_of("comeback-rate")
    readings = {one.place: one for one in (share("A", 2, 100), share("B", 30, 100))}
    assert rank(metric, "A", readings) == Rank(1, 1, 2)
    assert rank(metric, "B", readings) == Rank(2, 2, 2)


def test_nobody_sees_a_store_outside_the_scope(region):
    for who, code, status in [
        ("regional_manager", "T-sister", 200), ("regional_manager", "T-far", 404),
        ("store_manager", "T-own", 200), ("store_manager", "T-sister", 404),
        ("manager-far", "T-own", 404), ("viewer", "T-own", 200),
    ]:  # fmt: skip
        assert region.client(who).get(f"/stores/{code}").status_code == status


def test_the_page_says_metrics_advisors_and_imports(region, text):
    shown = text(region.client("regional_manager"), "/stores/T-own")
    for word in ("On-time delivery", "Advisors", "顾问甲", "工单.csv", "T-own"):
        assert word in shown
    viewer = text(region.client("viewer"), "/stores/T-own")
    assert "顾问甲" not in viewer
    assert "工单.csv" not in viewer


@pytest.mark.parametrize("most", [30])
def test_the_number_of_queries_is_within_the_budget(region, most):
    client = region.client("regional_manager")
    client.get("/stores/T-own")
    with CaptureQueriesContext(connection) as queries:
        client.get("/stores/T-own")
    assert len(queries) <= most

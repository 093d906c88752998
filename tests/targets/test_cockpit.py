"""The first page, asked for by three people."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.targets.region import AMOUNT, LAST, MONTHS, PER_MONTH

from biaogan.engine.metrics.judging import Signal
from biaogan.org.scope import scope_of
from biaogan.targets.cockpit import KEY_METRICS, cockpit, month_links
from biaogan.targets.goals.progress import time_progress

TODAY = date(2026, 6, 20)
MANAGER = "regional_manager"


def seen_by(world, who=MANAGER, *, today=TODAY, month=None):
    return cockpit(scope=scope_of(world.people[who]), today=today, month=month)


def test_at_most_eight_numbers_and_five_things_to_do(region):
    found = seen_by(region)
    assert len(found.cards) == len(KEY_METRICS) <= 8
    assert len(found.to_do.lines) <= 5


def test_the_numbers_are_those_of_the_persons_stores(region):
    revenue = {who: seen_by(region, who).cards[0].reading.value for who in (MANAGER, "store_manager")}
    assert revenue == {MANAGER: 2 * AMOUNT * PER_MONTH, "store_manager": AMOUNT * PER_MONTH}
    assert [row.store.code for row in seen_by(region, "manager-far").heat] == ["T-far"]


def test_what_differs_beyond_chance_is_marked_and_listed(region):
    found = seen_by(region)
    marks = {
        row.store.code: cell.comparison
        for row in found.heat
        for cell in row.cells
        if cell.metric.slug == "on-time-delivery"
    }
    assert marks == {"T-own": "good", "T-sister": "bad"}
    assert [(one.store, one.says.en) for one in found.to_do.lines] == [
        ("sister店", "On-time delivery behind the other stores")
    ]
    assert "metric=on-time-delivery" in found.to_do.lines[0].task_address


def test_a_metric_without_files_is_missing_and_not_nought(region):
    nps = next(card for card in seen_by(region).cards if card.metric.slug == "nps")
    assert (nps.reading.value, nps.year_on_year, set(nps.trend)) == (None, None, {None})


def test_a_running_month_is_compared_with_the_same_days(region):
    running = seen_by(region, today=date(2026, 5, 20), month=LAST)
    assert (running.running, running.compared_until) == (True, date(2026, 5, 19))
    revenue = running.cards[0]
    assert (revenue.month_on_month, revenue.year_on_year) == (0, 0)
    assert seen_by(region).cards[0].year_on_year == 0


def test_metrics_that_look_further_back_are_not_compared_within_a_month(region):
    running = seen_by(region, today=date(2026, 5, 20), month=LAST)
    compared = {card.metric.slug for card in running.cards if card.month_on_month is not None}
    assert compared == {"revenue", "visits", "revenue-per-visit", "on-time-delivery"}


def test_part_of_a_month_is_not_judged_by_whole_ones(region):
    running = seen_by(region, today=date(2026, 5, 20), month=LAST)
    assert {card.judgement.signal for card in running.cards} == {Signal.UNKNOWN}


def test_the_page_says_what_a_running_month_is_compared_with(region, text, time_machine):
    time_machine.move_to("2026-05-20T12:00:00+08:00", tick=False)
    page = text(region.client(MANAGER), f"/cockpit?month={LAST}")
    assert "up to Tue 19 May it is compared with the same days of last month and last year" in page


def test_time_passes_by_calendar_and_by_working_days():
    half = time_progress("2026-06", date(2026, 6, 16))
    assert half.calendar == 50
    assert 50 < half.working < 53, "the festival of the second half weighs less than its last days more"
    over = time_progress("2026-06", date(2026, 7, 1))
    assert (over.calendar, over.working) == (Decimal(100), Decimal(100))
    assert time_progress("2026-06", date(2026, 6, 1)).calendar == 0


def test_the_months_before_and_after_lead_only_where_there_is_data(region):
    assert month_links(seen_by(region)) == (MONTHS[-2], None)
    assert month_links(seen_by(region, month=MONTHS[0])) == (None, MONTHS[1])


def test_before_the_first_file_there_is_nothing_to_show(world, text):
    assert seen_by(world) is None
    assert "No figures yet" in text(world.client(MANAGER), "/cockpit")


def test_the_first_page_keeps_its_budgets(region):
    client = region.client(MANAGER)
    client.get("/cockpit")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/cockpit")
    assert len(queries) <= 25
    assert len(gzip.compress(answer.content)) < 60_000
    assert LAST in answer.content.decode()

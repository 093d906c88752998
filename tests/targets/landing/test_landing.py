"""Where the running month will end: so far, range, target, and a sentence where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.urls import reverse

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.org.models import AuditEvent
from biaogan.org.scope import scope_of
from biaogan.targets.asked import asked
from biaogan.targets.goals.goal import FROM_STORES, Goal
from biaogan.targets.landing import queries, sentences, tables
from biaogan.targets.landing.history import taken
from biaogan.targets.landing.queries import Missing, every_place, month_end, month_ends
from biaogan.targets.numbers import freshness

pytestmark = pytest.mark.django_db

MANAGER = "regional_manager"
RUNNING, TODAY = "2026-05", date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ORDERS = 28  # of a store, settled up to the 19th: two a day up to the 9th, then one
ORDER_FEN = 120_000


def about(world, *, today=TODAY, month=RUNNING, person=MANAGER, store=None):
    found = asked(scope=scope_of(world.people[person]), today=today, store=store)
    return replace(found, month=month)


def test_a_store_lands_from_what_it_settled_so_far(region):
    money, visits = month_ends(about(region, store="T-own"))
    assert (money.landing.so_far, visits.landing.so_far) == (ORDERS * ORDER_FEN, ORDERS)
    assert money.until == date(2026, 5, 19)
    for end in (money, visits):
        assert end.landing.so_far < end.landing.low < end.landing.value < end.landing.high


def test_the_region_adds_its_stores_up_to_the_same_day(region):
    whole, own, sister = every_place("visits", about(region))
    assert whole.store is None
    assert whole.landing.so_far == own.landing.so_far + sister.landing.so_far == 2 * ORDERS


def test_days_add_up_to_the_month(region):
    days = taken(freshness(["T-own"]).version, "revenue", ["T-own"])
    april = [amount for day, amount in days.items() if (day.year, day.month) == (2026, 4)]
    assert len(april) == 30
    assert sum(april) == 36 * ORDER_FEN
    assert days[date(2026, 4, 30)] == 0  # a day without business, not one without data


def test_one_store_alone_makes_no_region(region):
    alone = about(region, person="store_manager")
    assert [end.store.code for end in every_place("visits", alone)] == ["T-own"]


def test_a_month_that_is_over_has_no_landing(region):
    over = about(region, today=date(2026, 6, 20))
    assert month_ends(over) == [] == every_place("revenue", over)
    assert month_end("nps", about(region)) is None


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 6, 1), Missing.FIRST_DAY),
        (date(2026, 6, 10), Missing.NO_ORDERS),
        (date(2027, 2, 8), Missing.FESTIVAL),
        (date(2026, 10, 3), Missing.HOLIDAY),
    ],
)
def test_a_month_without_data_says_why(region, today, missing):
    for end in every_place("revenue", about(region, today=today, month=f"{today:%Y-%m}")):
        assert (end.landing, end.missing) == (None, missing)
        assert sentences.sentence(end) == str(sentences.WHY[missing])


def test_a_short_history_has_an_assumed_range_and_says_so(region):
    end = month_end("revenue", about(region, store="T-own"))
    assert not end.landing.from_history
    assert any("assumed" in remark or "假设" in remark for remark in sentences.remarks(end))


def test_the_target_stands_above_within_or_below_the_range(region):
    end = month_end("visits", about(region, store="T-own"))
    low, high = round(end.landing.low), round(end.landing.high)
    aims = {low - 1: "good", low + 1: "watch", high + 1: "bad"}
    for value, status in aims.items():
        goal = Goal("visits", "T-own", RUNNING, Decimal(value), FROM_STORES)
        assert sentences.outlook(replace(end, goal=goal)) == status
    assert sentences.outlook(replace(end, goal=None)) == "none"


def test_errors_are_of_the_months_that_could_be_tested(region):
    whole, own, _ = queries.tested("revenue", about(region))
    assert whole.months == own.months == 2  # March and April 2026, after twelve to learn from
    assert sorted(own.errors) == [5, 10, 15, 20, 25]
    assert "2" in tables.summary(metric_of("revenue"), [whole])


def test_nobody_sees_a_landing_of_a_store_outside(region, text, time_machine):
    time_machine.move_to(NOW, tick=False)
    page = text(region.client("manager-own"), reverse("targets:landing"))
    assert region.stores["own"].name in page
    assert region.stores["sister"].name not in page
    assert region.stores["far"].name not in text(region.client(MANAGER), reverse("targets:landing"))


def test_the_running_month_stands_on_cockpit_metric_and_store(region, text, time_machine):
    time_machine.move_to(NOW, tick=False)
    addresses = ["/cockpit", "/metrics/visits?month=2026-05&store=T-own", "/stores/T-own?month=2026-05"]
    for address in addresses:
        assert "about nine in ten" in text(region.client(MANAGER), address), address
    assert "about nine in ten" not in text(region.client(MANAGER), "/cockpit?month=2026-01")


def test_an_export_holds_the_tables_and_is_noted(region, time_machine):
    time_machine.move_to(NOW, tick=False)
    answer = region.client(MANAGER).post(reverse("targets:export_landing") + "?metric=visits")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer) if answer.streaming else answer.content))
    names = [row[0].value for row in book.worksheets[0].iter_rows()]
    assert region.stores["own"].name in names
    assert AuditEvent.objects.filter(action="table-exported").exists()


def test_another_metric_is_not_found(region):
    assert region.client(MANAGER).get(reverse("targets:landing") + "?metric=nps").status_code == 404

"""Do surprised customers come back: like compared with like, counted a second way, silent where few."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from tests.quality.facts import ORDERS, bring, order, plate
from tests.quality.surprises.moments import NOW, surprised
from tests.targets.conftest import own_home

from biaogan.engine.methods.matched import Stratum, difference
from biaogan.org.scope import scope_of
from biaogan.quality.surprises import queries, tables
from biaogan.quality.surprises.effects import LEAST
from house_world import build

CARS = range(100, 160)  # the first thirty are surprised
BACK_IN = {100: 60, 101: 150, 102: 300, 103: 0}  # days after which every fourth comes back; others do not


@pytest.fixture
def home(db, tmp_path):
    with own_home(tmp_path) as folder:
        yield folder


@pytest.fixture
def world(home):
    return build()


def first_day(car: int) -> date:
    return date(2025, 1 + car % 2, 10)


def history(car: int) -> list[str]:
    """One visit, an earlier one for every third car, and perhaps a return."""
    days = [first_day(car)]
    if car % 3 == 0:
        days.append(first_day(car) - timedelta(days=100))
    after = BACK_IN[100 + car % 4]
    if after and (car < 130 or car % 8 < 4):  # the surprised ones come back more often
        days.append(first_day(car) + timedelta(days=after))
    return [order("T-own", f"N{car}-{at}", car, f"{day}") for at, day in enumerate(days)]


def expected(months: int) -> tuple[int, int, float]:
    """The same by hand, from the rules of the history above."""
    window = {6: 183, 12: 365}[months]
    strata: dict[tuple[int, bool], list[int]] = {}
    for car in CARS:
        after = BACK_IN[100 + car % 4]
        returns = bool(after) and (car < 130 or car % 8 < 4) and after < window
        counts = strata.setdefault((first_day(car).month, car % 3 == 0), [0, 0, 0, 0])
        place = 0 if car < 130 else 2
        counts[place] += returns
        counts[place + 1] += 1
    found = difference([Stratum(*one) for one in strata.values()])
    return found.n, found.like_n, found.difference


def fill(world, home, cars) -> None:
    lines = [line for car in CARS for line in history(car)]
    lines.append(order("T-own", "END", 999, "2026-05-01"))
    bring(home, "工单", ORDERS, lines, at=NOW)
    for car in cars:
        surprised(world, plate=plate(car), happened_on=first_day(car))


def measured(world):
    return queries.measured(scope=scope_of(world.people["regional_manager"]))


def test_like_is_compared_with_like(world, home):
    fill(world, home, range(100, 130))
    for one in measured(world):
        n, like_n, gap = expected(one.months)
        assert (one.n, one.matched.n, one.matched.like_n) == (n, n, like_n)
        assert one.matched.difference == pytest.approx(gap)


def test_with_few_customers_nothing_is_claimed_and_the_page_says_so(world, home):
    fill(world, home, range(100, 100 + LEAST - 1))
    assert [one.matched for one in measured(world)] == [None, None]
    with translation.override("en"):
        table = tables.effects(measured(world))
    assert [row[3] for row in table.rows] == [None, None]
    assert "Too few: 19 customers" in table.rows[0][5]


def test_customers_whose_time_is_not_over_do_not_count(world, home):
    bring(
        home,
        "工单",
        ORDERS,
        [order("T-own", "A1", 1, "2026-05-01"), order("T-own", "A2", 2, "2026-05-02")],
        at=NOW,
    )
    surprised(world, plate=plate(1), happened_on=date(2026, 5, 1))
    assert [(one.n, one.matched) for one in measured(world)] == [(0, None), (0, None)]


def test_without_orders_there_is_no_effect(world):
    surprised(world)
    assert [(one.n, one.like_n, one.matched) for one in measured(world)] == [(0, 0, None), (0, 0, None)]

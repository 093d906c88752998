"""The month's end: by hand, against the calendar, and how often the range holds."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.business_calendar import BusinessCalendar, china
from biaogan.engine.methods.day_weights import ASSUMED, DayWeights
from biaogan.engine.methods.landing import DayError, back_test, land, pace
from biaogan.engine.periods import days_of, month_of, months_between
from engine.region_by_day import history

EVEN = DayWeights(dict.fromkeys(ASSUMED, 1.0))
PLAIN = BusinessCalendar([])
APRIL = date(2026, 4, 10)


def landed(so_far, over=APRIL, prior=None, **more):
    return land(so_far, over, weights=EVEN, calendar=PLAIN, prior=prior, **more)


def test_without_a_past_the_month_goes_on_as_it_began():
    assert landed(1000).value == pytest.approx(3000)


def test_a_month_before_its_first_sale_goes_as_the_months_before():
    assert landed(0, prior=100).value == pytest.approx(2000)
    assert landed(0) is None


def test_the_pace_is_the_mean_of_past_and_present_weighed_by_precision():
    trust, belief = 10 / 0.25**2, 1 / 0.10**2
    rate = exp((trust * log(100) + belief * log(130)) / (trust + belief))
    assert landed(1000, prior=130).value == pytest.approx(1000 + 20 * rate)


@given(st.floats(1, 1e9), st.floats(0.1, 1e8), st.integers(0, 29))
def test_the_range_holds_the_value_and_nothing_is_taken_back(so_far, prior, day):
    found = landed(so_far, date(2026, 4, 1) + timedelta(days=day), prior=prior)
    assert so_far <= found.low <= found.value <= found.high


def test_the_range_narrows_towards_the_end_and_closes_on_the_last_day():
    widths = []
    for day in days_of("2026-04"):
        found = landed(100.0 * day.day, day, prior=100)
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_days_on_which_the_store_is_closed_bring_nothing():
    closed = frozenset(day for day in days_of("2026-04") if day.day > 20)
    assert landed(1000, closed=closed).value == pytest.approx(2000)


def test_the_range_of_a_back_test_is_taken_from_its_day():
    errors = {
        5: DayError(5, 0.05, 0.8, 1.3, 0.9, 24, 240),
        10: DayError(10, 0.04, 0.9, 1.1, 0.9, 24, 240),
        15: DayError(15, 0.03, 0.99, 1.01, 0.9, 24, 240),
    }
    found = landed(1000, errors=errors)
    assert (found.low, found.high, found.from_history) == (pytest.approx(2800), pytest.approx(3200), True)
    assert landed(300, date(2026, 4, 3), errors=errors).from_history is False
    few = {5: DayError(5, 0.05, 0.8, 1.3, 0.9, 11, 110)}
    assert landed(1000, errors=few).from_history is False


def test_the_pace_is_that_of_the_three_months_before():
    taken = {
        day: float(day.month) for month in months_between("2026-01", "2026-04") for day in days_of(month)
    }
    expected = sum(day.month for day in taken if day.month < 4) / 90
    assert pace(taken, "2026-04", EVEN, PLAIN) == pytest.approx(expected)
    assert pace(taken, "2026-01", EVEN, PLAIN) is None
    assert pace({}, "2026-01", EVEN, PLAIN) is None


@pytest.fixture(scope="module")
def region():
    return history("2022-01", "2025-12", stores=10, day_noise=0.25, month_noise=0.08, seed=12)


@pytest.fixture(scope="module")
def tested(region):
    return back_test(region, china(), learn=24)


def by_calendar(region, day):
    """What office walls do: what is in, divided by the share of days that are over."""
    errors = []
    for taken in region.values():
        for month in months_between("2024-01", "2025-12"):
            days = days_of(month)
            actual = sum(taken[each] for each in days)
            errors.append(abs(sum(taken[each] for each in days[:day]) * len(days) / day / actual - 1))
    return sum(errors) / len(errors)


@pytest.mark.parametrize("day", [5, 10, 15, 20, 25])
def test_weighted_days_and_pace_land_nearer_than_the_calendar(region, tested, day):
    assert tested[day].error < 0.75 * by_calendar(region, day)


def test_the_error_shrinks_through_the_month(tested):
    errors = [tested[day].error for day in (3, 5, 10, 15, 20, 25)]
    assert errors == sorted(errors, reverse=True)
    assert errors[1] < 0.08
    assert errors[-1] < 0.025


def test_the_range_holds_about_nine_months_in_ten(tested):
    for each in tested.values():
        assert (each.months, each.cases) == (24, 240)
        assert 0.8 <= each.held <= 0.97
        assert each.low < 1 < each.high


def test_a_back_test_learns_from_earlier_months_alone(region):
    short = {
        store: {day: x for day, x in taken.items() if month_of(day) <= "2023-03"}
        for store, taken in region.items()
    }
    spoilt = {
        store: {
            day: x * (50 if day.day > 20 and month_of(day) > "2023-01" else 1) for day, x in taken.items()
        }
        for store, taken in short.items()
    }
    first = back_test({"S": short["S0"]}, china(), days=[10], learn=12)
    other = back_test({"S": spoilt["S0"]}, china(), days=[10], learn=12)
    assert (first[10].months, other[10].months) == (3, 3)
    only = {day: x for day, x in short["S0"].items() if month_of(day) <= "2023-01"}
    ruined = {day: x for day, x in spoilt["S0"].items() if month_of(day) <= "2023-01"}
    assert back_test({"S": only}, china(), days=[10]) == back_test({"S": ruined}, china(), days=[10])


def test_a_history_too_short_to_test_gives_no_errors():
    assert back_test(history("2025-01", "2025-06", stores=1), china()) == {}
    assert back_test({}, china()) == {}

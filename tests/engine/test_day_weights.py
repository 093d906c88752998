"""Day weights: known weights come back, sums agree, short histories keep what is assumed."""

from __future__ import annotations

from datetime import date

import pytest

from biaogan.engine.methods.business_calendar import china
from biaogan.engine.methods.day_weights import (
    ASSUMED,
    GROUPS,
    WEEKDAYS,
    DayWeights,
    adjusted,
    fit,
    levels_of,
)
from biaogan.engine.periods import days_of, month_of, months_between
from engine.region_by_day import TRUE, history


def test_the_levels_of_a_day():
    assert levels_of(date(2026, 2, 14), china()) == ("weekday-6", "make-up", "festival-before", "month")
    assert levels_of(date(2026, 2, 17), china()) == ("weekday-2", "holiday", "festival-during", "month")
    assert levels_of(date(2026, 2, 25), china()) == ("weekday-3", "ordinary", "festival-after", "month-end")
    assert levels_of(date(2026, 11, 26), china())[3] == "month"
    assert levels_of(date(2026, 11, 27), china())[3] == "month-end"


def test_known_weights_come_back_from_their_own_figures():
    found = fit(history("2023-01", "2025-12"), china())
    scale = sum(TRUE.levels[level] for level in WEEKDAYS) / 7
    for level, weight in TRUE.levels.items():
        assert found.levels[level] == pytest.approx(weight / (scale if level in WEEKDAYS else 1), rel=0.01), (
            level
        )
    assert found.fitted == frozenset(ASSUMED)


def test_noisy_weights_come_near():
    found = fit(history("2023-01", "2025-12", stores=10, day_noise=0.25, month_noise=0.1), china())
    for level in ("festival-during", "festival-before", "holiday", "month-end", "weekday-6"):
        scale = sum(TRUE.levels[each] for each in WEEKDAYS) / 7 if level in WEEKDAYS else 1
        assert found.levels[level] == pytest.approx(TRUE.levels[level] / scale, rel=0.06), level


def test_at_the_end_every_level_takes_what_was_really_taken():
    """The condition of the maximum likelihood, with loops: it does not know how the weights were found."""
    taken = history("2024-01", "2025-06", day_noise=0.3, month_noise=0.1)
    weights = fit(taken, china())
    real, expected = dict.fromkeys(ASSUMED, 0.0), dict.fromkeys(ASSUMED, 0.0)
    for days in taken.values():
        for month in {month_of(day) for day in days}:
            whole = sum(days[day] for day in days_of(month))
            weight = weights.total(days_of(month), china())
            for day in days_of(month):
                for level in levels_of(day, china()):
                    real[level] += days[day]
                    expected[level] += whole * weights.of(day, china()) / weight
    assert real == pytest.approx(expected, rel=0.003)


def test_size_and_growth_of_stores_change_nothing():
    taken = history("2024-01", "2024-12", stores=5)
    grown = {
        store: {day: amount * (9 if month_of(day) > "2024-06" else 1) for day, amount in days.items()}
        for store, days in taken.items()
    }
    assert fit(grown, china()).levels == pytest.approx(fit(taken, china()).levels, rel=0.01)


def test_what_a_short_history_has_not_seen_stays_as_assumed():
    found = fit(history("2025-06", "2025-08"), china())
    for level in ("festival-before", "festival-during", "festival-after", "make-up"):
        assert level not in found.fitted
        assert found.levels[level] == ASSUMED[level]
    assert "weekday-6" in found.fitted


def test_no_history_leaves_the_assumed_weights():
    for nothing in ({}, {"S1": {}}, {"S1": {date(2025, 6, 1): 0.0}}):
        assert fit(nothing, china()) == DayWeights()


@pytest.mark.parametrize("weekday", [0, 6])
def test_a_store_that_never_opens_on_a_weekday_has_no_weight_there(weekday):
    taken = history("2025-03", "2025-12", stores=1)
    for day in taken["S0"]:
        taken["S0"][day] *= day.weekday() != weekday
    found = fit(taken, china())
    assert found.levels[WEEKDAYS[weekday]] == 0
    assert sum(found.levels[level] for level in WEEKDAYS) == pytest.approx(7)


def test_time_progress_runs_from_nothing_to_all():
    weights = DayWeights()
    steps = [weights.progress("2026-02", day, china()) for day in days_of("2026-02")]
    assert steps == sorted(steps)
    assert steps[-1] == 1
    assert weights.progress("2026-02", date(2026, 1, 31), china()) == 0
    assert steps[14] > 15 / 28  # before the festival a day counts for more


def test_a_closed_day_weighs_nothing():
    closed = frozenset(days_of("2026-03"))
    assert DayWeights().total(days_of("2026-03"), china(), closed) == 0
    assert DayWeights().progress("2026-03", date(2026, 3, 9), china(), closed) is None


def test_an_adjusted_series_of_even_business_is_even():
    (taken,) = history("2024-01", "2025-12", stores=1).values()
    months = dict.fromkeys(months_between("2024-01", "2025-12"), 0.0)
    for day, amount in taken.items():
        months[month_of(day)] += amount
    raw = list(months.values())
    even = adjusted(months, TRUE, china())
    assert max(raw) / min(raw) > 1.2
    assert max(even.values()) / min(even.values()) == pytest.approx(1)
    assert adjusted({"2025-01": None}, TRUE, china()) == {"2025-01": None}
    assert adjusted({}, TRUE, china()) == {}


def test_the_first_level_of_every_group_is_what_others_are_measured_against():
    found = fit(history("2023-01", "2025-12", day_noise=0.2), china())
    assert [found.levels[group[0]] for group in GROUPS[1:]] == [1, 1, 1]
    assert sum(found.levels[level] for level in WEEKDAYS) == pytest.approx(7)

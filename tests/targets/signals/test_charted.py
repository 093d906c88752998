"""Readings on their control charts: what is compared, what is frozen, what a cause begins anew."""

from __future__ import annotations

import pytest
from tests.targets.signals.quiet import CASES, MONTHS, amount, reading, share

from biaogan.engine.methods.chart_rules import Rule as Mark
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.targets.signals.charted import BASELINE, Basis, charted

EVEN = dict.fromkeys(MONTHS, 1.0)
STEADY = (91, 90, 92, 91, 90, 92)


def shares(values, slug="on-time-delivery"):
    return [
        share(slug, "A", month, round(value * CASES / 100))
        for month, value in zip(MONTHS, values, strict=False)
    ]


def chart(readings, slug="on-time-delivery", weights=EVEN, causes=None):
    return charted(metric_of(slug), readings, weights=weights, causes=causes)


def steady(months):
    return [STEADY[at % len(STEADY)] for at in range(months)]


def test_a_fall_below_the_limits_is_marked_with_them():
    found = chart(shares([*steady(30), 70]))
    last = found.points[-1]
    assert (found.basis, found.stretch.baseline, found.stretch.frozen) == (Basis.SHARE, 23, False)
    assert Mark.BEYOND_LIMIT in last.marks
    assert last.side == -1
    assert 70 < last.low < last.centre < last.high <= 100


def test_limits_stay_as_they_are_while_bad_months_follow():
    before, after = (chart(shares([*steady(32), *[70] * months])).points[40 - 9] for months in (0, 4))
    assert (before.centre, before.low) == (after.centre, after.low)


def test_the_baseline_grows_to_two_years_and_then_stays():
    sizes = [chart(shares(steady(months))).stretch.baseline for months in (8, 16, 20, 32, 36)]
    assert sizes == [8, 8, 12, BASELINE, BASELINE]


def test_a_store_opened_last_month_has_no_limits_and_no_signal():
    found = chart(shares([91, 20]))
    assert found.stretch.baseline == 0
    assert found.judged() == []
    assert all(point.centre is None and point.marks == () for point in found.points)


def test_a_recorded_cause_begins_limits_of_its_own():
    readings = shares([*steady(24), *[80] * 12])
    without = chart(readings)
    caused = chart(readings, causes={MONTHS[24]: "新车间"})
    assert without.points[-1].marks
    assert caused.points[-1].marks == ()
    assert [(one.month, one.cause) for one in caused.stretches] == [(MONTHS[0], ""), (MONTHS[24], "新车间")]
    assert caused.points[-1].centre == pytest.approx(80)
    assert caused.points[0].centre == without.points[0].centre


def test_a_month_without_data_is_a_gap_and_not_nought():
    readings = shares(steady(30))
    readings[12] = share("on-time-delivery", "A", MONTHS[12], 0, 0)
    found = chart(readings)
    assert found.points[12].distance is None
    assert all(not point.marks for point in found.points)


def test_a_handful_of_cases_is_not_judged():
    readings = shares(steady(30))
    readings[-1] = share("on-time-delivery", "A", MONTHS[29], 2, 9)
    assert chart(readings).points[-1].distance is None


def test_too_few_cases_to_compare_stores_are_judged_by_limits_that_widen():
    """29 cases are one too few to rank a store; 12 of them late are no chance where 9 of 100 are."""
    readings = shares(steady(30))
    assert readings[-1].n == 300
    few = [share("on-time-delivery", "A", MONTHS[29], hits, 29) for hits in (17, 28)]
    bad, usual = (chart([*readings[:-1], one]).points[-1] for one in few)
    assert Mark.BEYOND_LIMIT in bad.marks
    assert usual.marks == ()
    assert bad.low < chart(readings).points[-1].low


def test_a_month_of_half_the_working_time_is_no_fall():
    weights = EVEN | {MONTHS[31]: 0.5}
    values = [1_000_000 + 10_000 * (at % 3) for at in range(32)]
    values[31] = 505_000
    readings = [amount("revenue", "A", month, value) for month, value in zip(MONTHS, values, strict=False)]
    put_right, plain = (chart(readings, "revenue", weight) for weight in (weights, EVEN))
    assert (put_right.basis, put_right.points[-1].marks) == (Basis.PER_DAY, ())
    assert Mark.BEYOND_LIMIT in plain.points[-1].marks
    assert put_right.points[-1].centre == pytest.approx(505_000, rel=0.01)


def test_a_month_in_which_all_were_closed_has_no_place_on_the_chart():
    weights = EVEN | {MONTHS[20]: 0.0}
    readings = [amount("revenue", "A", month, 1000 + at % 3) for at, month in enumerate(MONTHS)]
    assert chart(readings, "revenue", weights).points[20].distance is None


def test_rolling_figures_are_judged_by_their_change():
    values = [60 + at * 0.5 + (at % 2) * 0.1 for at in range(30)]
    readings = [reading("retention", "A", month, value) for month, value in zip(MONTHS, values, strict=False)]
    found = chart(readings, "retention")
    assert found.basis is Basis.CHANGE
    assert all(not point.marks for point in found.points), "a steady rise is no signal at every month"


def test_a_series_that_never_moved_gives_no_limits():
    readings = [amount("visits", "A", month, 40) for month in MONTHS]
    found = chart(readings, "visits")
    assert found.judged() == []


def test_a_plan_that_is_always_two_is_no_process():
    weights = {month: 0.8 + 0.05 * (at % 9) for at, month in enumerate(MONTHS)}
    readings = [amount("mystery-shop-count", "A", month, 2) for month in MONTHS]
    found = chart(readings, "mystery-shop-count", weights)
    assert found.judged() == []
    assert not any(point.marks for point in found.points)


def test_a_state_that_lasts_makes_no_run_but_still_leaves_its_limits():
    values = [*[20 + 3 * (at % 4) for at in range(len(MONTHS) - 10)], *[31] * 9]
    months = list(zip(MONTHS, [*values, 90], strict=False))
    readings = [amount("wip-orders", "A", month, value) for month, value in months]
    marks = [point.marks for point in chart(readings, "wip-orders").points]
    assert Mark.BEYOND_LIMIT in marks[-1]
    assert not any(Mark.RUN_OF_EIGHT in one for one in marks)

"""Intervals against published figures; status and signal of a reading."""

from __future__ import annotations

from decimal import Decimal

import pytest

from biaogan.engine.methods.intervals import of_mean, of_nps, wilson
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.judging import Signal, Status, against_past, against_target, few_cases, judge
from biaogan.engine.metrics.reading import Reading

FIX = CATALOGUE["first-time-fix"]


def reading(top, bottom, metric=FIX):
    value = None if top is None else Decimal(top) * 100 / bottom
    return Reading(metric.slug, "S1", "2025-01", {}, top, bottom, value, bottom, "v")


def test_eighteen_of_twenty_is_between_70_and_97_percent():
    interval = wilson(18, 20)
    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (69.9, 97.2)


def test_an_interval_of_nothing_is_none():
    assert wilson(0, 0) is None
    assert of_nps(0, 0, 0) is None
    assert of_mean(5, 25, 1) is None


def test_more_than_all_is_refused():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_shares_at_the_ends_stay_inside():
    assert wilson(0, 10).low == 0
    assert wilson(10, 10).high == 1


def test_nps_of_30_12_8_is_44_give_or_take_20_9():
    interval = of_nps(30, 12, 8)
    assert round((interval.high + interval.low) / 2, 6) == 44
    assert round((interval.high - interval.low) / 2, 1) == 20.9


def test_the_interval_of_a_mean_uses_the_sample_variance():
    interval = of_mean(total=10, squares=30, n=4)  # 1, 2, 3, 4
    assert round((interval.high - interval.low) / 2, 3) == 2.054


def test_a_lower_figure_is_better_where_the_metric_says_so():
    comeback = CATALOGUE["comeback-rate"]
    assert against_target(comeback, Decimal(4), Decimal(5)) is Status.GOOD
    assert against_target(comeback, Decimal("5.2"), Decimal(5)) is Status.WATCH
    assert against_target(comeback, Decimal(9), Decimal(5)) is Status.BAD


def test_a_band_metric_is_not_judged_by_a_target():
    assert against_target(CATALOGUE["revenue-per-visit"], Decimal(1), Decimal(2)) is Status.UNKNOWN


def test_a_missed_target_within_the_interval_is_only_watched():
    assert judge(FIX, reading(16, 20), target=Decimal(90)).status is Status.WATCH
    assert judge(FIX, reading(800, 1000), target=Decimal(90)).status is Status.BAD


def test_no_data_is_said():
    judged = judge(FIX, reading(None, None), target=Decimal(90))
    assert (judged.status, judged.signal, judged.reason.en) == (Status.UNKNOWN, Signal.UNKNOWN, "No data")


def test_a_jump_out_of_the_usual_spread_is_a_signal():
    past = [90, 91, 90, 92, 91, 90]
    assert against_past(Decimal(91), past) is Signal.NOISE
    assert against_past(Decimal(80), past) is Signal.FALL
    assert against_past(Decimal(99), past) is Signal.RISE
    assert against_past(Decimal(99), past[:5]) is Signal.UNKNOWN


def test_few_cases_are_not_ranked():
    assert few_cases(FIX, reading(18, 20))
    assert not few_cases(FIX, reading(270, 305))

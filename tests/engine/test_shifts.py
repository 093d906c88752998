"""How sure a shift is: against Student's tables, and against series drawn by chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import t

from biaogan.engine.methods.shifts import shift


def naive(distances, baseline, upwards):
    """The same by scipy's distribution, window by window."""
    chances = []
    for length in (1, 3, 8):
        window = distances[-length:]
        if len(window) < length or None in window:
            continue
        mean = sum(window) / length * (1 if upwards else -1)
        at = mean / math.sqrt(1 / length + 1 / baseline)
        chances.append(t.sf(at, max(1, 0.62 * (baseline - 1))))
    return min(1, 3 * min(chances))


def test_the_chance_is_that_of_the_plain_formula():
    chance = np.random.default_rng(5)
    for _ in range(50):
        distances = list(chance.normal(0, 1.5, 12))
        for upwards in (True, False):
            found = shift(distances, baseline=24, upwards=upwards)
            assert found.p == pytest.approx(naive(distances, 24, upwards))


def test_one_month_far_out_three_months_and_eight_months_are_seen():
    quiet = [0.1, -0.2, 0.1, 0.0, -0.1, 0.2, 0.0]
    assert shift([*quiet, -5.0], baseline=24, upwards=False).months == 1
    assert shift([*quiet, -2.6, -2.4, -2.5], baseline=24, upwards=False).months == 3
    assert shift([-1.3] * 8, baseline=24, upwards=False).months == 8


def test_a_rise_is_no_fall():
    assert shift([5.0], baseline=24, upwards=False).p == 1


def test_a_short_baseline_is_believed_less():
    far = [shift([-4.0], baseline=size, upwards=False).p for size in (8, 16, 24)]
    assert far == sorted(far, reverse=True)


def test_without_a_newest_month_nothing_is_said():
    assert shift([], baseline=24, upwards=True) is None
    assert shift([3.0, None], baseline=24, upwards=True) is None


def test_chance_alone_gives_small_chances_as_rarely_as_it_should():
    """Bonferroni over the windows: at most 5 of 100 below .05, within the error of 2,000 draws."""
    chance = np.random.default_rng(7)
    false = 0
    for _ in range(2000):
        series = chance.normal(0, 1, 32)
        first = series[:24]
        spread = np.abs(np.diff(first)).mean() / 1.128
        distances = list((series[24:] - first.mean()) / spread)
        false += shift(distances, baseline=24, upwards=True).p < 0.05
    assert false / 2000 < 0.06

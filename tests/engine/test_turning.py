"""The turning point: a new centre's first half year, a search with loops, and chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from biaogan.engine.methods.turning import turning_point


@pytest.mark.parametrize(
    "series",
    [
        [72, 75, 78, 74, 70, 65],  # net promoter score
        [3.2, 3.1, 3.0, 3.5, 4.1, 4.8],  # hours waited
        [26, 25.5, 25, 28, 32, 36],  # share of parts cost
    ],
)
def test_a_new_centre_turned_in_its_third_or_fourth_month(series):
    turn = turning_point(series)
    assert turn.at + 1 in {3, 4}
    assert turn.reversed


def searched(y):
    """Every knot, by least squares in NumPy, one at a time."""
    x = np.arange(len(y))
    left = {}
    for knot in x[1:-1]:
        columns = np.column_stack([np.ones(len(y)), np.minimum(x, knot), np.maximum(x, knot)])
        left[int(knot)] = float(np.sum((columns @ np.linalg.lstsq(columns, y, rcond=None)[0] - y) ** 2))
    return left


@given(st.lists(st.integers(-50, 50), min_size=5, max_size=14))
def test_no_other_period_fits_better(series):
    turn = turning_point(series)
    assume(turn is not None)
    left = searched(np.array(series, dtype=float))
    assert left[turn.at] == pytest.approx(min(left.values()), abs=1e-6)
    assert 0 < turn.p <= 1


def test_a_clear_bend_has_its_place_and_slopes():
    random = np.random.default_rng(3)
    series = [50 + 2 * min(t, 10) - 3 * max(0, t - 10) + random.normal(0, 1) for t in range(24)]
    turn = turning_point(series)
    assert abs(turn.at - 10) <= 1
    assert (turn.before, turn.after) == (pytest.approx(2, abs=0.4), pytest.approx(-3, abs=0.4))
    assert turn.p <= 0.002


def test_a_straight_trend_with_noise_bends_by_chance_only():
    random = np.random.default_rng(9)
    found = [turning_point(random.normal(0, 1, 12) + np.arange(12)).p for _ in range(200)]
    assert np.mean(np.array(found) <= 0.05) < 0.09


def test_a_missing_month_keeps_the_places_of_the_others():
    assert turning_point([10, 12, None, 16, 18, 15, 12, 9]).at == 4


@pytest.mark.parametrize("series", [[1, 2, None, 4, 5], [7.0] * 9, [0.1 * t for t in range(9)], []])
def test_too_little_or_a_straight_line_has_no_turning_point(series):
    assert turning_point(series) is None

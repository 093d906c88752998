"""A straight line through a few months, against the textbook, scipy and a line drawn by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from biaogan.engine.methods.trends import trend

# NIST StRD "Norris" has too many digits for a test; these are Anscombe's first y in order of x (1973).
ANSCOMBE = [4.26, 5.68, 7.24, 4.82, 6.95, 8.81, 8.04, 8.33, 10.84, 7.58, 9.96]


def test_anscombes_line_is_found():
    found = trend(ANSCOMBE)
    assert found.change / 10 == pytest.approx(0.5001, abs=1e-4)  # the published slope
    assert 2 * found.rise == pytest.approx(0.00217, abs=1e-5)  # the published p-value


@given(st.lists(st.floats(-100, 100).map(lambda value: round(value, 2)), min_size=4, max_size=12))
def test_the_line_is_that_of_scipy(values):
    if len(set(values)) < 3:
        return
    found, other = trend(values), linregress(range(len(values)), values)
    assert found.change == pytest.approx(other.slope * (len(values) - 1), abs=1e-6)
    up = other.pvalue / 2 if other.slope > 0 else 1 - other.pvalue / 2
    assert found.rise == pytest.approx(up, abs=1e-4)
    assert found.rise + found.fall == pytest.approx(1)


def test_a_missing_month_keeps_its_place():
    assert trend([1, 2, None, 4, 5]).change == pytest.approx(4)


def test_a_perfect_line_is_beyond_doubt_and_a_flat_one_says_nothing():
    assert (trend([1, 2, 3, 4]).rise, trend([4, 3, 2, 1]).fall) == (0, 0)
    assert trend([5, 5, 5, 5]).rise == 0.5


def test_three_months_are_too_few():
    assert trend([1, 2, 3]) is None
    assert trend([1, None, 3, 4]) is None

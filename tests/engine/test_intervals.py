"""Intervals against published figures, against a search by hand, and against chance itself."""

from __future__ import annotations

from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.intervals import (
    cases_needed,
    detectable_gap,
    exact,
    of_difference,
    of_mean,
    of_nps,
    wilson,
)

SHARES = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_difference_of_two_shares_is_newcombes(one, other, low, high):
    assert of_difference(one, other) == pytest.approx((low, high), abs=5e-5)


def at_least(k: int, n: int, p: float) -> float:
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


def searched(k: int, n: int, tail: float) -> float:
    """The share at which k or more of n happens with the chance `tail`, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at_least(k, n, middle) < tail else (low, middle)
    return low


@pytest.mark.parametrize(("k", "n"), [(0, 10), (1, 10), (4, 20), (19, 20), (20, 20)])
def test_the_exact_interval_is_the_one_found_by_search(k, n):
    low = searched(k, n, 0.025) if k else 0.0
    high = searched(k + 1, n, 0.975) if k < n else 1.0
    assert exact(k, n) == pytest.approx((low, high), abs=1e-9)


def test_none_of_ten_may_still_be_31_percent():
    assert round(exact(0, 10).high, 4) == 0.3085


@given(SHARES)
def test_both_intervals_hold_the_share(share):
    k, n = share
    for interval in (wilson(k, n), exact(k, n)):
        assert 0 <= interval.low <= k / n <= interval.high <= 1


@given(SHARES, SHARES)
def test_a_difference_read_backwards_has_the_opposite_interval(one, other):
    forth, back = of_difference(one, other), of_difference(other, one)
    assert forth == pytest.approx((-back.high, -back.low))
    assert -1 - 1e-9 <= forth.low <= forth.high <= 1 + 1e-9


def test_the_mean_of_few_is_wider_than_the_normal_interval():
    values = [4.1, 4.4, 3.9, 4.6, 4.0]
    interval = of_mean(sum(values), sum(v * v for v in values), 5)
    half = 2.776445 * np.std(values, ddof=1) / sqrt(5)
    assert interval == pytest.approx((4.2 - half, 4.2 + half), abs=1e-5)


def test_intervals_of_means_and_nps_hold_the_truth_about_as_often_as_they_say():
    random = np.random.default_rng(7)
    means = random.normal(4, 1, (4000, 6))
    held = [of_mean(row.sum(), (row**2).sum(), 6).holds(4) for row in means]
    assert 0.94 < np.mean(held) < 0.96
    answers = random.multinomial(80, [0.6, 0.25, 0.15], 4000)
    assert 0.93 < np.mean([of_nps(*map(int, row)).holds(45) for row in answers]) < 0.965


def test_nothing_counted_gives_no_interval():
    assert exact(0, 0) is None
    assert of_difference((0, 0), (1, 2)) is None
    assert detectable_gap(0.8, 0) is None


def test_more_than_all_is_refused():
    with pytest.raises(ValueError, match="3 of 2"):
        exact(3, 2)


def test_how_many_answers_a_comparison_needs():
    assert [round(100 * detectable_gap(0.8, n)) for n in (15, 30, 60, 120)] == [41, 29, 20, 14]
    assert (
        detectable_gap(0.8, cases_needed(0.8, 0.1)) <= 0.1 < detectable_gap(0.8, cases_needed(0.8, 0.1) - 1)
    )
    with pytest.raises(ValueError, match="gap of nothing"):
        cases_needed(0.8, 0)

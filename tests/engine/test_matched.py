"""Two groups compared within strata: a published example, a naive second way, and what cannot be said."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.intervals import of_difference
from biaogan.engine.methods.matched import Stratum, difference

Z90 = 1.6448536269514722
UGDP = [Stratum(8, 106, 5, 120), Stratum(22, 98, 16, 85)]


def test_the_published_example_is_met():
    """Rothman, Greenland and Lash 2008, table 15-1: 0.035, 90 % from -0.018 to 0.088 (0.0874 exactly)."""
    found = difference(UGDP, Z90)
    assert found.difference == pytest.approx(0.0349, abs=5e-5)
    assert found.interval == pytest.approx((-0.0176, 0.0874), abs=5e-5)
    assert (found.n, found.like_n) == (204, 205)


@st.composite
def stratum(draw) -> Stratum:
    n, like_n = draw(st.integers(1, 30)), draw(st.integers(1, 60))
    return Stratum(draw(st.integers(0, n)), n, draw(st.integers(0, like_n)), like_n)


def naive(strata: list[Stratum]) -> tuple[float, float]:
    """Value and variance as Sato's paper writes them, table by table."""
    top = bottom = p = q = 0.0
    for one in strata:
        x, n, y, m = one.k, one.n, one.like_k, one.like_n
        t = n + m
        top += x * m / t - y * n / t
        bottom += n * m / t
        p += (n / t) ** 2 * y - (m / t) ** 2 * x + (n / t) * (m / t) * (m - n) / 2
        q += (x * (m - y) / t + y * (n - x) / t) / 2
    value = top / bottom
    return value, max(0.0, (value * p + q) / bottom**2)


@given(st.lists(stratum(), min_size=1, max_size=8))
def test_a_second_way_gives_the_same(strata):
    value, variance = naive(strata)
    found = difference(strata)
    assert found.difference == pytest.approx(value, abs=1e-9)
    half = 1.959963984540054 * math.sqrt(variance)
    low, high = max(-1.0, value - half), min(1.0, value + half)
    assert found.interval == pytest.approx((low, high), abs=1e-6)
    swapped = difference([Stratum(one.like_k, one.like_n, one.k, one.n) for one in strata])
    assert swapped.difference == pytest.approx(-value, abs=1e-9)


def test_in_one_large_stratum_it_is_the_difference_of_two_shares():
    found = difference([Stratum(560, 700, 480, 800)])
    assert found.difference == pytest.approx(0.2)
    assert found.interval == pytest.approx(tuple(of_difference((560, 700), (480, 800))), abs=0.003)


def test_strata_keep_a_difference_of_sizes_from_looking_like_an_effect():
    """Everybody in the first month comes back, nobody in the second, whoever was surprised."""
    strata = [Stratum(30, 30, 5, 5), Stratum(0, 5, 0, 30)]
    assert difference(strata).difference == 0.0


def test_without_like_cases_nothing_is_said_and_bad_counts_are_refused():
    assert difference([]) is None
    assert difference([Stratum(1, 2, 0, 0)]) is None
    with pytest.raises(ValueError, match="no shares"):
        difference([Stratum(3, 2, 0, 1)])

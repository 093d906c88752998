"""The effect against the other stores: published numbers, and a second, naive counting."""

from __future__ import annotations

from itertools import combinations
from math import comb
from statistics import fmean

import numpy as np
import pytest

from biaogan.engine.methods.effects.comparison import change, compared


def naive(changes, treated, taken):
    """p by plain loops, with the effect taken off the treated stores."""
    left = [one - (taken if place in treated else 0) for place, one in enumerate(changes)]

    def difference(picked):
        rest = [one for place, one in enumerate(left) if place not in picked]
        return fmean(left[place] for place in picked) - fmean(rest)

    own = abs(difference(treated))
    ways = list(combinations(range(len(changes)), len(treated)))
    return sum(abs(difference(picked)) >= own - 1e-9 for picked in ways) / len(ways)


@pytest.mark.parametrize("treated", [1, 2, 3])
def test_p_is_the_share_of_all_assignments_that_differ_as_much(treated):
    chance = np.random.default_rng(treated)
    for _ in range(12):
        changes = list(chance.normal(0, 3, 7))
        picked = tuple(range(treated))
        found = compared(changes, picked, level=0.1)
        assert found.p == pytest.approx(naive(changes, picked, 0))
        assert found.effect == pytest.approx(fmean(changes[:treated]) - fmean(changes[treated:]))


@pytest.mark.parametrize(("stores", "treated", "level"), [(10, 1, 0.1), (7, 2, 0.1), (8, 3, 0.05)])
def test_the_interval_holds_just_the_effects_that_are_not_rejected(stores, treated, level):
    chance = np.random.default_rng(stores)
    for _ in range(6):
        changes = list(chance.normal(0, 1, stores))
        changes[0] += 2
        picked = tuple(range(treated))
        found = compared(changes, picked, level=level)
        assert found.low < found.effect < found.high
        for bound, outwards in ((found.low, -1), (found.high, 1)):
            assert naive(changes, picked, bound + outwards * 1e-6) <= level + 1e-9
            assert naive(changes, picked, bound - outwards * 1e-6) > level
        for far in (-50, 50):
            assert naive(changes, picked, found.effect + far) <= level + 1e-9


def test_so_many_ways_there_are_to_choose_stores_of_ten():
    changes = [float(place) for place in range(10)]
    counted = [compared(changes, range(size), level=0.1).assignments for size in (1, 2, 3, 5)]
    assert counted == [10, 45, 120, 252]


def test_one_store_of_ten_never_falls_below_a_tenth_and_bounds_nothing_at_five_percent():
    changes = [100.0, *np.linspace(-1, 1, 9)]
    found = compared(changes, [0], level=0.05)
    assert found.p == pytest.approx(0.1)
    assert (found.low, found.high) == (None, None)
    assert compared(changes, [0], level=0.1).low > 0


def test_equal_stores_show_no_effect():
    found = compared([1.0] * 6, [2], level=0.1)
    assert (found.effect, found.p) == (0, 1)


def test_chance_alone_is_called_an_effect_as_rarely_as_promised():
    """Three of ten at .05: 6 of 120 assignments at the most, so exactly 5 of 100 in the long run."""
    chance = np.random.default_rng(11)
    called = sum(compared(list(chance.normal(0, 1, 10)), [0, 1, 2], level=0.05).p <= 0.05 for _ in range(300))
    assert called <= 27  # 15 expected; more than 27 once in a thousand


def test_a_change_is_the_mean_after_less_the_mean_before_of_the_months_that_are_known():
    assert change([1, None, 3], [5, 7]) == 4
    assert change([None], [1]) is None
    assert change([1], []) is None


@pytest.mark.parametrize(
    ("changes", "treated", "level"),
    [([1.0], [0], 0.1), ([1.0, 2.0], [], 0.1), ([1.0, 2.0], [5], 0.1), ([1.0, float("nan")], [0], 0.1),
     ([1.0, 2.0], [0], 0), ([0.0] * 60, range(20), 0.1)],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(changes, treated, level):
    with pytest.raises(ValueError, match=r"\w"):
        compared(changes, treated, level=level)
    assert comb(60, 20) > 200_000

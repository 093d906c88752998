"""What a few visits can show, against the published figures and a count of every outcome."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.detection import RATES, chance_to_detect, visits_to_detect, what_visits_prove


@pytest.mark.parametrize(("visits", "published"), [(2, (0.19, 0.51, 0.75)), (4, (0.34, 0.76, 0.94))])
def test_the_chances_are_the_published_ones(visits, published):
    assert tuple(round(chance_to_detect(rate, visits), 2) for rate in RATES) == published
    assert tuple(round(one, 2) for one in what_visits_prove(visits).chances) == published


def test_the_visits_for_95_percent_are_the_published_ones():
    assert [visits_to_detect(rate) for rate in (0.05, 0.10, 0.20, 0.30)] == [59, 29, 14, 9]


def test_half_of_two_visits_leaves_almost_everything_possible():
    half = what_visits_prove(2).half
    assert (round(half.low, 3), round(half.high, 3)) == (0.095, 0.905)
    assert what_visits_prove(1).passes == 0


@pytest.mark.parametrize("visits", range(1, 9))
def test_the_chance_is_that_of_every_outcome_counted(visits):
    """Naive: the weight of all sequences of visits in which the fault is met at least once."""
    for rate in (0.0, 0.07, 0.3, 0.5, 1.0):
        weight = 0.0
        for met in product((True, False), repeat=visits):
            if any(met):
                chance = 1.0
                for one in met:
                    chance *= rate if one else 1 - rate
                weight += chance
        assert chance_to_detect(rate, visits) == pytest.approx(weight)


@given(st.floats(0.001, 0.999), st.floats(0.01, 0.999))
def test_the_fewest_visits_are_found_and_one_less_is_too_few(rate, chance):
    visits = visits_to_detect(rate, chance)
    assert chance_to_detect(rate, visits) >= chance
    assert visits == 1 or chance_to_detect(rate, visits - 1) < chance


def test_the_ends_and_what_is_no_share():
    assert visits_to_detect(0.0) is None
    assert visits_to_detect(1.0) == 1
    assert visits_to_detect(0.5, 0.0) == 0
    for wrong in (lambda: chance_to_detect(1.2, 2), lambda: chance_to_detect(0.1, -1),
                  lambda: visits_to_detect(0.1, 1.0), lambda: what_visits_prove(0)):  # fmt: skip
        with pytest.raises(ValueError, match=r"no |nothing"):
            wrong()

"""What can be proven before anything is begun: the published table, and drawn series."""

from __future__ import annotations

import numpy as np
import pytest

from biaogan.engine.methods.effects.power import smallest_effect, smallest_p, spread_of, variance_of_mean


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [(12, 6, (2.64, 1.98, 1.73, 1.58)), (24, 12, (1.96, 1.47, 1.29, 1.18))],
)
def test_the_smallest_effects_of_the_published_table(before, after, wanted):
    """In units of a month's spread, for 1, 2, 3 and 5 of 10 stores, correlation one half."""
    found = [
        smallest_effect(stores=10, treated=treated, before=before, after=after) for treated in (1, 2, 3, 5)
    ]
    assert [round(one, 2) for one in found] == list(wanted)


def test_the_smallest_p_of_ten_stores():
    assert [round(1 / smallest_p(10, treated)) for treated in (1, 2, 3, 5)] == [10, 45, 120, 252]


def test_the_variance_of_a_mean_is_that_of_series_drawn():
    chance, months, weight = np.random.default_rng(3), 6, 0.5
    noise = chance.normal(0, 1, (20_000, months + 50))
    series = np.zeros_like(noise)
    for at in range(1, months + 50):
        series[:, at] = weight * series[:, at - 1] + noise[:, at] * np.sqrt(1 - weight**2)
    drawn = series[:, -months:].mean(axis=1).var()
    assert variance_of_mean(months, weight) == pytest.approx(drawn, rel=0.03)
    assert variance_of_mean(1) == 1
    assert variance_of_mean(4, 0) == pytest.approx(1 / 4)


def test_the_spread_of_a_drifting_series_is_that_of_its_noise():
    chance = np.random.default_rng(5)
    drifting = list(np.linspace(0, 10, 400) + chance.normal(0, 2, 400))
    assert spread_of(drifting) == pytest.approx(2, rel=0.1)
    assert spread_of([5, 5, 5]) is None
    assert spread_of([None, 5]) is None


@pytest.mark.parametrize(("stores", "treated"), [(2, 1), (5, 0), (5, 5)])
def test_too_few_stores_are_refused(stores, treated):
    with pytest.raises(ValueError, match="store"):
        smallest_effect(stores=stores, treated=treated, before=6, after=3)


def test_a_side_without_months_is_refused():
    with pytest.raises(ValueError, match="month"):
        variance_of_mean(0)

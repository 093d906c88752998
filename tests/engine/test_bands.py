"""Which stores can be told apart: against chance, against a second implementation, and at the edges."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind_from_stats

from biaogan.engine.methods.bands import Band, compare, holm
from biaogan.engine.methods.estimates import Estimate, of_mean, of_nps, of_rate, with_spread

RUNS = 2000  # the worst true rate found in longer runs is 0.042
SMALL_AND_LARGE = [12, 15, 20, 25, 30, 45, 60, 90, 120, 200]
ANSWERS = np.array([10, 9, 8, 6, 1])


def rates(random, n):
    return of_rate(int(random.binomial(n, 0.5)), n)


def means(random, n):
    values = random.choice(ANSWERS, size=n, p=[0.5, 0.25, 0.15, 0.07, 0.03])
    return of_mean(values.sum(), (values**2).sum(), n)


def tickets(random, n):
    values = random.normal(1500, 400, n)
    return of_mean(values.sum(), (values**2).sum(), n)


def scores(random, n):
    return of_nps(*map(int, random.multinomial(n, [0.5, 0.3, 0.2])))


def region(random, draw, sizes):
    return {f"S{i}": draw(random, n) for i, n in enumerate(sizes)}


@pytest.mark.parametrize("sizes", [[30] * 10, SMALL_AND_LARGE], ids=["thirty", "mixed"])
@pytest.mark.parametrize("draw", [rates, means, tickets, scores])
def test_ten_identical_stores_raise_at_most_one_false_difference_in_twenty_runs(draw, sizes):
    random = np.random.default_rng(20)
    false = sum(bool(compare(region(random, draw, sizes)).apart) for _ in range(RUNS))
    assert false <= RUNS / 20


def test_a_store_that_really_differs_is_found():
    random = np.random.default_rng(3)
    found = 0
    for _ in range(100):
        stores = region(random, rates, [200] * 9)
        stores["worse"] = of_rate(int(random.binomial(200, 0.25)), 200)
        result = compare(stores)
        found += result.bands["worse"] == Band(10, 10)
    assert found >= 85


def naive(stores, alpha=0.05):
    """Every pair by SciPy's Welch test, stepped down with loops."""
    names = list(stores)
    spread = dict(zip(names, with_spread(list(stores.values())), strict=True))
    tests = []
    for a, b in combinations(names, 2):
        one, two = spread[a], spread[b]
        p = ttest_ind_from_stats(
            one.value,
            one.error * one.n**0.5,
            one.n,
            two.value,
            two.error * two.n**0.5,
            two.n,
            equal_var=False,
        ).pvalue
        tests.append((p, a, b))
    told = set()
    for step, (p, a, b) in enumerate(sorted(tests)):
        if p > alpha / (len(tests) - step):
            break
        told.add((a, b) if stores[a].value > stores[b].value else (b, a))
    return told


ESTIMATES = st.builds(
    Estimate, st.floats(0, 100).map(lambda x: round(x, 2)), st.floats(0.5, 12), st.integers(2, 200)
)
STORES = st.dictionaries(st.sampled_from("ABCDEFGH"), ESTIMATES, min_size=2)


@given(STORES)
def test_pairs_told_apart_are_those_of_the_naive_implementation(stores):
    assert {(pair.better, pair.worse) for pair in compare(stores).apart} == naive(stores)


@given(STORES)
def test_a_band_lies_within_the_ranks_and_holds_the_rank_of_the_raw_figure(stores):
    result = compare(stores)
    for name, band in result.bands.items():
        above = sum(other.value > stores[name].value for other in stores.values())
        assert 1 <= band.best <= above + 1 <= band.worst <= len(stores)
        assert (name in result.alike(name)) is False


@given(STORES)
def test_where_lower_is_better_the_bands_are_mirrored(stores):
    high, low = compare(stores), compare(stores, higher_is_better=False)
    k = len(stores)
    for name, band in high.bands.items():
        assert low.bands[name] == Band(k + 1 - band.worst, k + 1 - band.best)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_holm_raises_every_p_and_keeps_their_order(p):
    adjusted = holm(np.array(p))
    assert all(a >= b for a, b in zip(adjusted, p, strict=True))
    assert adjusted.max() <= 1
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()


def test_holm_of_four_is_the_textbooks():
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_one_store_holds_the_first_rank_and_is_compared_with_nobody():
    result = compare({"A": of_rate(3, 10)})
    assert (result.bands, result.apart) == ({"A": Band(1, 1)}, ())


def test_a_store_without_cases_holds_no_rank_and_takes_none():
    result = compare({"A": of_rate(190, 200), "B": of_rate(0, 0), "C": of_rate(20, 200)})
    assert result.bands == {"A": Band(1, 1), "B": None, "C": Band(2, 2)}
    assert result.alike("B") == ()
    (pair,) = result.apart
    assert (pair.better, pair.worse, round(pair.gap, 3)) == ("A", "C", 0.85)


def test_equal_figures_share_all_ranks():
    result = compare({name: of_rate(5, 10) for name in "ABC"})
    assert set(result.bands.values()) == {Band(1, 3)}
    assert result.alike("A") == ("B", "C")


def test_three_happy_answers_are_not_beyond_doubt():
    stores = {"A": of_mean(30, 300, 3), "B": of_mean(850, 7425, 100), "C": of_mean(855, 7500, 100)}
    assert stores["A"].error == 0
    assert compare(stores).apart == ()


def test_figures_without_any_spread_are_certain():
    stores = {"A": Estimate(5, 0, 3), "B": Estimate(4, 0, 3), "C": Estimate(4, 0, 3)}
    assert compare(stores).bands == {"A": Band(1, 1), "B": Band(2, 3), "C": Band(2, 3)}


def test_what_is_no_estimate_is_refused():
    for value, error, n in [(1, -1, 5), (1, 1, 0), (float("nan"), 1, 5)]:
        with pytest.raises(ValueError, match="no estimate"):
            Estimate(value, error, n)
    with pytest.raises(ValueError, match="3 of 2"):
        of_rate(3, 2)
    assert (of_rate(0, 0), of_mean(1, 1, 1), of_nps(0, 0, 0)) == (None, None, None)

"""Exact chances of survey signs, against published numbers and against counting every case."""

from __future__ import annotations

from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.survey_signs import longest_run, more_often, run_by_chance, run_in_any_order


def test_fishers_tea_lady():
    assert more_often(3, 4, 1, 4) == pytest.approx(17 / 70)
    assert more_often(4, 4, 0, 4) == pytest.approx(1 / 70)
    assert more_often(0, 0, 3, 4) is None


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_fishers_test_is_the_sum_over_all_tables(a, b, c, d):
    k, n, other_k, other_n = a, a + b, c, c + d
    found = more_often(k, n, other_k, other_n)
    if not n or not other_n:
        assert found is None
        return
    hits = k + other_k
    whole = comb(n + other_n, hits)
    tables = sum(comb(n, at) * comb(other_n, hits - at) for at in range(k, min(n, hits) + 1))
    assert found == pytest.approx(tables / whole)


def test_agrees_with_scipy():
    from scipy.stats import fisher_exact

    for table in ([[26, 5], [335, 376]], [[10, 23], [0, 361]], [[2, 50], [30, 700]]):
        (k, missed), (other_k, other_missed) = table
        found = more_often(k, k + missed, other_k, other_k + other_missed)
        assert found == pytest.approx(fisher_exact(table, alternative="greater").pvalue, rel=1e-6)


def test_wrong_counts_are_refused():
    with pytest.raises(ValueError, match="are no shares"):
        more_often(3, 2, 0, 1)
    with pytest.raises(ValueError, match="cannot be"):
        run_in_any_order(3, 4, 1)
    with pytest.raises(ValueError, match="cannot be"):
        run_by_chance(3, 1.5, 1)


def test_four_heads_in_ten_tosses_as_in_the_textbook():
    assert run_by_chance(10, 0.5, 4) == pytest.approx(251 / 1024)
    assert run_by_chance(3, 0.5, 4) == 0.0
    assert run_by_chance(5, 1.0, 5) == 1.0


@pytest.mark.parametrize("length", [1, 2, 3, 5])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_run_by_chance_is_the_sum_over_all_orders(share, length):
    n = 9
    by_hand = sum(
        share ** sum(order) * (1 - share) ** (n - sum(order))
        for order in product((0, 1), repeat=n)
        if longest_run([bool(one) for one in order])[0] >= length
    )
    assert run_by_chance(n, share, length) == pytest.approx(by_hand)


@given(st.integers(1, 9), st.integers(0, 9), st.integers(1, 6))
def test_a_run_in_any_order_is_the_share_of_all_orders(n, hits, length):
    hits = min(hits, n)
    orders = [[at in places for at in range(n)] for places in combinations(range(n), hits)]
    long = sum(longest_run(order)[0] >= length for order in orders)
    assert run_in_any_order(n, hits, length) == pytest.approx(long / len(orders))


def test_the_longest_run_is_found_with_its_place():
    assert longest_run([True, False, True, True, False]) == (2, 2)
    assert longest_run([]) == (0, 0)

"""Two shares told apart: published numbers, a naive second implementation, and chance itself."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.apart import fisher, stratified

SHARES = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
# Admissions at Berkeley in autumn 1973 by department: men, women (Bickel, Hammel and O'Connell 1975).
BERKELEY = [
    ((512, 825), (89, 108)),
    ((353, 560), (17, 25)),
    ((120, 325), (202, 593)),
    ((138, 417), (131, 375)),
    ((53, 191), (94, 393)),
    ((22, 373), (24, 341)),
]


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        ((8, 10), (1, 6), 0.034965),
        ((3, 4), (1, 4), 0.485714),
        ((5, 5), (5, 5), 1.0),
        ((0, 9), (9, 9), 2 / comb(18, 9)),
    ],
)
def test_fishers_exact_p_is_the_published_one(one, other, p):
    assert fisher(one, other) == pytest.approx(p, abs=5e-7)


def naive_fisher(one, other):
    """All tables with the same sums, in fractions."""
    (k, n), (j, m) = one, other
    passed, all_ways = k + j, comb(n + m, k + j)
    chances = {at: Fraction(comb(n, at) * comb(m, passed - at), all_ways)
               for at in range(n + 1) if 0 <= passed - at <= m}  # fmt: skip
    return float(sum(chance for chance in chances.values() if chance <= chances[k]))


@given(SHARES, SHARES)
def test_fishers_p_agrees_with_all_tables_counted(one, other):
    if one[1] == 0 or other[1] == 0:
        assert fisher(one, other) is None
    else:
        assert fisher(one, other) == pytest.approx(naive_fisher(one, other), abs=1e-9)


def test_berkeley_by_department_is_the_published_test():
    found = stratified(BERKELEY)
    assert found.strata == 6
    assert found.p == pytest.approx(0.2169, abs=5e-5)
    assert found.difference == pytest.approx(naive_difference(BERKELEY))
    crude = sum(k for (k, _), _ in BERKELEY) / 2691 - sum(j for _, (j, _) in BERKELEY) / 1835
    assert crude > 0.14
    assert found.difference < 0, "pooled crudely it would say the opposite"


def naive_difference(pairs):
    above = below = 0.0
    for (k, n), (j, m) in pairs:
        if n and m:
            weight = n * m / (n + m)
            above += weight * (k / n - j / m)
            below += weight
    return above / below


@given(st.lists(st.tuples(SHARES, SHARES), max_size=8))
def test_the_pooled_difference_agrees_with_a_naive_one(pairs):
    found = stratified(pairs)
    if not any(one[1] and other[1] for one, other in pairs):
        assert found is None
        return
    assert found.difference == pytest.approx(naive_difference(pairs), abs=1e-9)
    assert -1 <= found.difference <= 1
    swapped = stratified([(other, one) for one, other in pairs])
    assert swapped.difference == pytest.approx(-found.difference, abs=1e-9)
    assert swapped.p == (None if found.p is None else pytest.approx(found.p))


def test_where_everything_passed_nothing_can_be_said():
    found = stratified([((3, 3), (5, 5)), ((2, 2), (1, 1))])
    assert (found.difference, found.p) == (0.0, None)


def test_equal_witnesses_are_told_apart_about_as_seldom_as_promised():
    """Forty items of which each was looked at 3 times by one and 2 times by the other."""
    draw = np.random.default_rng(7)
    shares = draw.uniform(0.5, 0.95, 40)
    found = []
    for _ in range(1000):
        one, other = draw.binomial(3, shares), draw.binomial(2, shares)
        found.append(stratified([((int(k), 3), (int(j), 2)) for k, j in zip(one, other, strict=True)]).p)
    assert np.mean(np.array(found) < 0.05) <= 0.07


@pytest.mark.parametrize("one", [(3, 2), (-1, 2)])
def test_what_is_no_share_is_refused(one):
    with pytest.raises(ValueError, match="not a share"):
        fisher(one, (1, 2))
    with pytest.raises(ValueError, match="not a share"):
        stratified([(one, (1, 2))])

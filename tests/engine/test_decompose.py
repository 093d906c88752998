"""A gap in money: published figures, all orders by hand, and sums that agree to the fen."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.decompose import (
    COMING_OR_GOING,
    CUSTOMERS,
    UNALLOCATED,
    VISITS,
    Activity,
    TooManyFactors,
    of_money,
    rounded,
    shapley,
)

BEFORE = [Fraction(3800), Fraction("1.62"), Fraction(1450)]
AFTER = [Fraction(3900), Fraction("1.50"), Fraction(1490)]


def product(factors):
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


def all_orders(whole, before, after):
    """The mean over every order in which the factors can be changed one by one."""
    effects = [Fraction(0)] * len(before)
    orders = list(permutations(range(len(before))))
    for order in orders:
        now = list(before)
        for i in order:
            old = whole(now)
            now[i] = after[i]
            effects[i] += (whole(now) - old) / len(orders)
    return effects


def test_the_worked_example_of_three_factors():
    effects = shapley(product, BEFORE, AFTER)
    assert effects == [229_280, -679_180, 240_200]
    assert sum(effects) == product(AFTER) - product(BEFORE) == -209_700


def test_the_logarithmic_mean_agrees_nearly():
    """LMDI-I (Ang 2005), a rival that is exact too but fails at zero."""
    one, other = float(product(AFTER)), float(product(BEFORE))
    mean = (one - other) / log(one / other)
    rival = [mean * log(a / b) for a, b in zip(AFTER, BEFORE, strict=True)]
    assert [round(each) for each in rival] == [229_128, -678_868, 240_040]
    assert [float(each) for each in shapley(product, BEFORE, AFTER)] == pytest.approx(rival, rel=0.002)


VALUES = st.fractions(min_value=-20, max_value=20, max_denominator=12)
BOTH = st.integers(1, 5).flatmap(
    lambda n: st.tuples(st.lists(VALUES, min_size=n, max_size=n), st.lists(VALUES, min_size=n, max_size=n))
)


@given(BOTH)
def test_the_effects_are_the_mean_over_all_orders_and_sum_to_the_gap(both):
    before, after = both
    effects = shapley(product, before, after)
    assert effects == all_orders(product, before, after)
    assert sum(effects) == product(after) - product(before)


@given(BOTH, st.randoms(use_true_random=False))
def test_the_order_of_the_factors_does_not_matter(both, random):
    before, after = both
    order = list(range(len(before)))
    random.shuffle(order)
    moved = shapley(product, [before[i] for i in order], [after[i] for i in order])
    assert moved == [shapley(product, before, after)[i] for i in order]


@given(BOTH)
def test_back_again_is_the_opposite(both):
    before, after = both
    assert shapley(product, after, before) == [-each for each in shapley(product, before, after)]


@given(st.lists(st.fractions(max_denominator=97, min_value=-1000, max_value=1000), max_size=9))
def test_rounding_keeps_the_sum_and_moves_nothing_by_a_whole_fen(parts):
    found = rounded(parts)
    assert abs(sum(found) - sum(parts)) <= Fraction(1, 2)
    assert all(abs(whole - part) < 1 for whole, part in zip(found, parts, strict=True))


COUNTS = st.integers(1, 5000)
FEN = st.integers(-(10**6), 10**9)
ACTIVITIES = st.builds(
    Activity,
    st.one_of(st.none(), st.integers(0, 3), COUNTS),
    st.one_of(st.integers(0, 3), COUNTS),
    st.fixed_dictionaries({"labour": FEN, "parts": FEN}, optional={"accessories": FEN, "value-added": FEN}),
)
REGIONS = st.dictionaries(st.sampled_from(["S1", "S2", "S3", "S4"]), ACTIVITIES)


@given(REGIONS, REGIONS)
def test_every_sum_agrees_to_the_fen(before, after):
    found = of_money(before, after)
    money = [sum(sum(each.money.values()) for each in side.values()) for side in (before, after)]
    assert found.gap == money[1] - money[0] == sum(found.by_factor.values())
    for store, effects in found.by_store.items():
        sides = [sum(side[store].money.values()) if store in side else 0 for side in (before, after)]
        assert sum(effects.values()) == sides[1] - sides[0]


def naive(before: Activity, after: Activity) -> dict[str, float]:
    """Three factors a part, since money is a sum of products; then the effects are added up."""
    found = {CUSTOMERS: 0.0, VISITS: 0.0}
    sides = [
        [
            (each.customers, each.visits / each.customers, each.money[part] / each.visits)
            for part in each.money
        ]
        for each in (before, after)
    ]
    for part, old, new in zip(before.money, *sides, strict=True):
        (c0, v0, t0), (c1, v1, t1) = old, new
        found[CUSTOMERS] += (c1 - c0) * (2 * v0 * t0 + v0 * t1 + v1 * t0 + 2 * v1 * t1) / 6
        found[VISITS] += (v1 - v0) * (2 * c0 * t0 + c0 * t1 + c1 * t0 + 2 * c1 * t1) / 6
        found[part] = (t1 - t0) * (2 * c0 * v0 + c0 * v1 + c1 * v0 + 2 * c1 * v1) / 6
    return found


def test_a_store_is_taken_apart_down_to_the_parts_of_its_ticket():
    last = Activity(
        1200, 1800, {"labour": 90_000_000, "parts": 140_000_000, "accessories": 9_000_000, "value-added": 0}
    )
    now = Activity(
        1150, 1900, {"labour": 98_000_000, "parts": 139_000_000, "accessories": 7_000_001, "value-added": 333}
    )
    found = of_money({"S1": last}, {"S1": now}).by_store["S1"]
    assert list(found) == [CUSTOMERS, VISITS, "labour", "parts", "accessories", "value-added"]
    assert found == pytest.approx(naive(last, now), abs=1)
    assert found[CUSTOMERS] < 0 < found[VISITS]


def test_a_new_store_is_a_bar_of_its_own():
    store = Activity(100, 150, {"labour": 1000})
    found = of_money({"old": store}, {"old": store, "new": store})
    assert found.by_store == {"old": {CUSTOMERS: 0, VISITS: 0, "labour": 0}, "new": {COMING_OR_GOING: 1000}}
    assert of_money({"old": store}, {}).by_store == {"old": {COMING_OR_GOING: -1000}}


def test_a_target_for_money_alone_is_not_allocated():
    found = of_money({"S1": Activity(None, None, {"labour": 900})}, {"S1": Activity(10, 20, {"labour": 700})})
    assert found.by_store["S1"] == {UNALLOCATED: -200}


def test_a_month_without_visits_has_no_ticket():
    found = of_money({"S1": Activity(10, 20, {"labour": 700})}, {"S1": Activity(10, 0, {"labour": 5})})
    assert found.by_store["S1"] == {UNALLOCATED: -695}


def test_seven_factors_are_refused():
    with pytest.raises(TooManyFactors, match="7 factors"):
        shapley(product, [Fraction(1)] * 7, [Fraction(2)] * 7)


def test_nothing_against_nothing_is_no_gap():
    found = of_money({}, {})
    assert (found.gap, found.by_factor) == (0, {})

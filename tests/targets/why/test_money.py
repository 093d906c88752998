"""Money taken apart: exact to the fen, the same as the mean over all orders of changing the drivers."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.decompose import COMING_OR_GOING, CUSTOMERS, UNALLOCATED, VISITS, Activity
from biaogan.targets.why.money import VISIT_COUNT, MoneyWhy, taken_apart
from biaogan.targets.why.queries import Gap, money_gap

PARTS = ("labour", "parts")


def naive(before: Activity, after: Activity) -> list[Fraction]:
    """Change one driver after the other, in every order, and take the mean."""

    def drivers(one):
        tickets = [Fraction(one.money[part], one.visits) for part in PARTS]
        return [Fraction(one.customers), Fraction(one.visits, one.customers), *tickets]

    def whole(values):
        return values[0] * values[1] * sum(values[2:])

    old, new = drivers(before), drivers(after)
    effects, orders = [Fraction(0)] * 4, list(permutations(range(4)))
    for order in orders:
        now = list(old)
        for driver in order:
            then = whole(now)
            now[driver] = new[driver]
            effects[driver] += (whole(now) - then) / len(orders)
    return effects


def activities():
    money = st.fixed_dictionaries({part: st.integers(-50_000, 9_000_000) for part in PARTS})
    return st.builds(Activity, st.integers(1, 4000), st.integers(1, 6000), money)


@given(activities(), activities())
def test_every_driver_is_the_mean_over_all_orders(before, after):
    found = taken_apart({"A": before}, {"A": after}).by_store["A"]
    for name, expected in zip([CUSTOMERS, VISITS, *PARTS], naive(before, after), strict=True):
        assert abs(found[name] - expected) < 1
    assert sum(found.values()) == after.total - before.total


@given(st.lists(st.tuples(activities(), activities()), min_size=1, max_size=5))
def test_nothing_is_left_of_any_region(stores):
    before = {str(at): pair[0] for at, pair in enumerate(stores)}
    after = {str(at): pair[1] for at, pair in enumerate(stores)}
    gap = money_gap(MoneyWhy(taken_apart(before, after)))
    assert gap.rest == 0
    assert gap.gap * 100 == sum(one.total for one in after.values()) - sum(
        one.total for one in before.values()
    )


def test_the_published_numbers():
    before = Activity(3800, 6156, {"ticket": 6156 * 1450 * 100})
    after = Activity(3900, 5850, {"ticket": 5850 * 1490 * 100})
    found = taken_apart({"A": before}, {"A": after}).by_store["A"]
    yuan = {name: fen / 100 for name, fen in found.items()}
    expected = {CUSTOMERS: 229_280, VISITS: -679_180, "ticket": 240_200}
    assert yuan == pytest.approx(expected)
    assert sum(found.values()) == -20_970_000


def test_a_store_opened_since_is_a_bar_of_its_own():
    known, opened = Activity(10, 20, {"labour": 500}), Activity(4, 5, {"labour": 300})
    found = taken_apart({"A": known}, {"A": known, "B": opened})
    assert found.by_factor[COMING_OR_GOING] == 300
    assert sum(found.by_factor.values()) == found.gap == 300


def test_where_customers_are_not_known_the_visits_stand_for_them():
    found = taken_apart(
        {"A": Activity(None, 20, {"labour": 4000})}, {"A": Activity(None, 30, {"labour": 6600})}
    )
    assert found.by_store["A"] == {VISIT_COUNT: 2100, "labour": 500}


def test_money_without_visits_is_not_divided():
    found = taken_apart({"A": Activity(None, None, {"x": 400})}, {"A": Activity(9, 9, {"x": 700})})
    assert found.by_store["A"] == {UNALLOCATED: 300}


def test_against_targets_of_money_alone_the_steps_are_the_stores():
    aims = {store: Activity(None, None, {"x": 400}) for store in "AB"}
    gap = money_gap(MoneyWhy(taken_apart(aims, {store: Activity(9, 9, {"x": 700}) for store in "AB"})))
    assert [step.name for step in gap.steps] == ["A", "B"]
    assert gap.rest == 0


def test_the_two_largest_drivers_are_named():
    before, after = (
        Activity(100, 200, {"labour": 1000, "parts": 1000}),
        Activity(100, 100, {"labour": 1500, "parts": 500}),
    )
    gap: Gap = money_gap(MoneyWhy(taken_apart({"A": before}, {"A": after})))
    sizes = [abs(step.amount) for step in gap.steps]
    assert [abs(step.amount) for step in gap.largest] == sorted(sizes, reverse=True)[:2]

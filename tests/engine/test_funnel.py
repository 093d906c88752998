"""The funnel against regression values, against loops, and against chance."""

from __future__ import annotations

from math import comb, exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.funnel import TAILS, binomial_limits, of_counts, of_rates, poisson_limits, spread


def test_the_limits_of_a_fifth_of_fifty():
    assert [round(at, 4) for at in binomial_limits(0.2, 50)] == [0.0348, 0.0844, 0.3071, 0.3791]


def walked(chances, tail):
    """The first count at which the chances add up to the tail, and how much of its own chance is too much."""
    below = 0.0
    for r, chance in enumerate(chances):
        below += chance
        if below >= tail:
            return r - (below - tail) / chance
    raise AssertionError("the chances do not add up")


@given(st.integers(1, 80), st.floats(0.02, 0.98))
def test_binomial_limits_are_those_of_a_walk_through_the_counts(n, p):
    chances = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    expected = [1 if sum(chances[:n]) < tail else max(0, walked(chances, tail) / n) for tail in TAILS]
    assert binomial_limits(p, n) == pytest.approx(expected, abs=1e-6)


@given(st.floats(0.05, 3), st.integers(1, 20))
def test_poisson_limits_are_those_of_a_walk_through_the_counts(rate, months):
    mean = rate * months
    chances = [exp(-mean) * mean**k / factorial(k) for k in range(150)]
    expected = [max(0, walked(chances, tail) / months) for tail in TAILS]
    assert poisson_limits(rate, months) == pytest.approx(expected, abs=1e-6)


@given(st.integers(1, 3000), st.floats(0, 1))
def test_limits_stand_in_order_around_the_target(n, p):
    alarm_low, warning_low, warning_high, alarm_high = binomial_limits(p, n)
    assert 0 <= alarm_low <= warning_low <= p + 1e-9
    assert p - 1 / n - 1e-9 <= warning_high <= alarm_high <= 1


def test_larger_stores_have_narrower_limits():
    small, large = binomial_limits(0.2, 50), binomial_limits(0.2, 500)
    assert small[0] < large[0] < large[3] < small[3]


def test_overdispersion_is_that_of_the_formula_done_by_hand():
    gaps = np.array([-0.10, -0.05, -0.01, 0.02, 0.04, 0.12])
    errors = np.array([0.02, 0.03, 0.02, 0.025, 0.02, 0.03])
    z = sorted(g / e for g, e in zip(gaps, errors, strict=True))
    low, high = z[0] + 0.5 * (z[1] - z[0]), z[4] + 0.5 * (z[5] - z[4])  # 10 % and 90 % of six points
    phi = sum(min(high, max(low, each)) ** 2 for each in z) / 6
    w = [1 / e**2 for e in errors]
    between = (6 * phi - 5) / (sum(w) - sum(x * x for x in w) / sum(w))
    assert spread(gaps, errors) == pytest.approx((phi, between))


def test_stores_by_chance_alone_stay_inside_nearly_always():
    random = np.random.default_rng(5)
    sizes = [20, 30, 40, 60, 80, 100, 150, 200, 300, 400]
    alarms = 0
    for _ in range(300):
        cases = {f"S{n}": (int(random.binomial(n, 0.1)), n) for n in sizes}
        alarms += sum(point.outside == "alarm" for point in of_rates(cases).stores.values())
    assert alarms / 3000 < 0.004


def test_a_store_far_off_raises_an_alarm_and_a_small_one_as_far_does_not():
    cases = dict.fromkeys("ABCDEFGH", (40, 200)) | {"far": (90, 200), "small": (2, 4)}
    stores = of_rates(cases, target=0.2).stores
    assert stores["far"].outside == "alarm"
    assert (stores["small"].value, stores["small"].outside) == (0.5, None)


def test_where_stores_scatter_widely_the_limits_widen():
    cases = {f"S{k}": (k, 200) for k in (20, 25, 30, 50, 60, 70, 80, 85)}
    found = of_rates(cases)
    assert found.overdispersion > 5
    assert found.between > 0
    point, exact = found.stores["S50"], binomial_limits(found.target, 200)
    assert point.limits.alarm_low < exact[0] < exact[3] < point.limits.alarm_high
    assert abs(point.z) < abs(50 / 200 - found.target) / (found.target * (1 - found.target) / 200) ** 0.5


def test_complaints_are_counted_over_their_orders():
    found = of_counts({"A": (2, 1000), "B": (1, 900), "C": (15, 1100), "none": (0, 0)}, target=0.005)
    assert found.stores["C"].outside == "alarm"
    assert found.stores["none"] is None


def test_ten_of_ten_is_no_surprise_where_nearly_all_succeed():
    stores = of_rates({"A": (10, 10), "B": (940, 990)}).stores
    assert stores["A"].outside is None


def test_few_stores_say_nothing_of_their_spread():
    assert of_rates({"A": (1, 10)}).overdispersion is None
    assert of_rates({"A": (0, 0)}) is None
    assert of_counts({}) is None


def test_a_target_of_everything_is_missed_by_one_failure():
    point = of_rates({"A": (99, 100), "B": (100, 100)}, target=1.0).stores
    assert (point["A"].z, point["A"].outside, point["B"].outside) == (None, "alarm", None)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: of_rates({"A": (3, 2)}), "A: 3 of 2"),
        (lambda: of_counts({"A": (-1, 2)}), "A: -1 over 2"),
        (lambda: binomial_limits(1.5, 10), "share of 1.5"),
        (lambda: poisson_limits(1, 0), "over 0"),
    ],
)
def test_what_is_no_figure_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()

"""False discoveries: the published example, a naive second implementation, and chance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.discovery import discoveries, p_of

PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip


def test_of_the_fifteen_of_benjamini_and_hochberg_four_remain():
    found = discoveries(dict(enumerate(PUBLISHED)), rate=0.05)
    assert [key for key, each in found.items() if each.remains] == [0, 1, 2, 3]


def naive(p, rate):
    """The largest k with p(k) <= k/m x rate; all up to it remain."""
    ordered, limit = sorted(p), -1.0
    for k, each in enumerate(ordered, start=1):
        if each <= k / len(p) * rate:
            limit = each
    return [each <= limit for each in p]


P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(P_VALUES)
def test_what_remains_is_what_the_definition_says(p):
    found = discoveries(dict(enumerate(p)))
    close = any(abs(each.q - 0.1) < 1e-12 for each in found.values())
    assert close or [each.remains for each in found.values()] == naive(p, 0.10)


@given(P_VALUES)
def test_a_smaller_p_never_has_a_larger_q(p):
    found = sorted(discoveries(dict(enumerate(p))).values(), key=lambda each: each.p)
    assert all(a.q <= b.q for a, b in pairwise(found))
    assert all(each.p <= each.q * (1 + 1e-12) <= 1 + 1e-12 for each in found)


def test_of_three_hundred_quiet_figures_hardly_any_remains():
    random = np.random.default_rng(2)
    runs = [discoveries(dict(enumerate(random.uniform(size=300)))) for _ in range(200)]
    assert np.mean([any(each.remains for each in run.values()) for run in runs]) < 0.15


def test_a_figure_without_a_p_value_is_not_counted():
    found = discoveries({("S1", "csi"): 0.04, ("S2", "csi"): None})
    assert found[("S2", "csi")] is None
    assert found[("S1", "csi")].q == 0.04
    assert discoveries({}) == {}


def test_what_is_no_p_value_is_refused():
    with pytest.raises(ValueError, match=r"a: 1\.2"):
        discoveries({"a": 1.2})


def test_two_standard_errors_are_about_one_in_twenty():
    assert p_of(-1.959963984540054) == pytest.approx(0.05)
    assert p_of(0) == 1

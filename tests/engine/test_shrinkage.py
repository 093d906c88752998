"""Shrinkage against Efron and Morris's hitters, against loops, and at the edges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaogan.engine.methods.estimates import Estimate, with_spread
from biaogan.engine.methods.shrinkage import of_estimates, of_rates

# Hits of the first 45 times at bat in 1970, and the average of the rest (Efron and Morris 1975).
HITTERS = {
    "Clemente": (18, 0.346), "F. Robinson": (17, 0.298), "F. Howard": (16, 0.276), "Johnstone": (15, 0.222),
    "Berry": (14, 0.273), "Spencer": (14, 0.270), "Kessinger": (13, 0.263), "L. Alvarado": (12, 0.210),
    "Santo": (11, 0.269), "Swoboda": (11, 0.230), "Unser": (10, 0.264), "Williams": (10, 0.256),
    "Scott": (10, 0.303), "Petrocelli": (10, 0.264), "E. Rodriguez": (10, 0.226), "Campaneris": (9, 0.285),
    "Munson": (8, 0.316), "Alvis": (7, 0.200),
}  # fmt: skip


def test_the_eighteen_hitters_of_efron_and_morris():
    found = of_rates({name: (hits, 45) for name, (hits, _) in HITTERS.items()})
    assert round(found.mean, 3) == 0.265
    assert round(found.stores["Clemente"].trust, 3) == pytest.approx(0.212, abs=0.001)
    assert (found.stores["Clemente"].raw, round(found.stores["Clemente"].value, 3)) == (0.4, 0.294)
    raw = sum((each.raw - HITTERS[name][1]) ** 2 for name, each in found.stores.items())
    shrunken = sum((each.value - HITTERS[name][1]) ** 2 for name, each in found.stores.items())
    assert raw == pytest.approx(0.0753, abs=0.0003)
    assert shrunken == pytest.approx(0.0213, abs=0.0003)


def naive(stores):
    """DerSimonian and Laird's variance and Morris's factor, with loops."""
    k = len(stores)
    weights = [1 / each.error**2 for each in stores]
    middle = sum(w * each.value for w, each in zip(weights, stores, strict=True)) / sum(weights)
    q = sum(w * (each.value - middle) ** 2 for w, each in zip(weights, stores, strict=True))
    between = max(0.0, (q - (k - 1)) / (sum(weights) - sum(w * w for w in weights) / sum(weights)))
    full = [1 / (each.error**2 + between) for each in stores]
    mean = sum(w * each.value for w, each in zip(full, stores, strict=True)) / sum(full)
    factor = (k - 3) / (k - 1) if k >= 4 else 0
    return [
        each.value + factor * each.error**2 / (each.error**2 + between) * (mean - each.value)
        for each in stores
    ]


STORES = st.lists(
    st.builds(Estimate, st.floats(-50, 50).map(lambda x: round(x, 3)), st.floats(1, 9), st.just(30)),
    min_size=2,
    max_size=12,
)


@given(STORES)
def test_the_shrunken_figures_are_those_of_the_naive_implementation(stores):
    found = of_estimates({str(i): each for i, each in enumerate(stores)})
    assert [each.value for each in found.stores.values()] == pytest.approx(naive(with_spread(stores)))


@given(STORES)
def test_a_figure_moves_towards_the_mean_and_never_past_it(stores):
    found = of_estimates({str(i): each for i, each in enumerate(stores)})
    for each in found.stores.values():
        assert 0 <= each.trust <= 1
        low, high = sorted((each.raw, found.mean))
        assert low - 1e-9 <= each.value <= high + 1e-9


def test_the_smaller_store_is_drawn_more():
    found = of_rates(
        {"small": (9, 10), "large": (180, 200), "B": (120, 200), "C": (150, 200), "D": (100, 200)}
    )
    assert found.stores["small"].raw == found.stores["large"].raw == 0.9
    assert found.stores["small"].value < found.stores["large"].value


def test_nothing_counted_stays_without_a_figure():
    found = of_rates({"A": (0, 0), "B": (1, 2)})
    assert found.stores["A"] is None
    assert (found.stores["B"].raw, found.stores["B"].value) == (0.5, 0.5)
    assert of_rates({"A": (0, 0)}).mean is None
    assert of_estimates({"A": None}).stores == {"A": None}


def test_below_four_stores_nobody_is_moved():
    found = of_rates({"A": (1, 10), "B": (5, 10), "C": (9, 10)})
    assert [each.trust for each in found.stores.values()] == [1, 1, 1]


def test_equal_figures_stay_where_they_are():
    found = of_rates(dict.fromkeys("ABCDE", (8, 10)))
    assert found.between == 0
    assert {round(each.value, 12) for each in found.stores.values()} == {0.8}


def test_a_share_of_all_or_nothing_leaves_nothing_to_chance():
    found = of_rates(dict.fromkeys("ABCDE", (10, 10)))
    assert {each.value for each in found.stores.values()} == {1.0}


def test_more_than_all_is_refused():
    with pytest.raises(ValueError, match="A: 3 of 2"):
        of_rates({"A": (3, 2)})

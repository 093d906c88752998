"""The closed forms against their published numbers, and against the money they speak of."""

from __future__ import annotations

import pytest

from biaogan.engine.methods.three_year.screen import (
    extra_visits_needed,
    lifetime_multiple,
    retention_elasticity,
)


@pytest.mark.parametrize(
    ("discountable", "published"), [(0.45, (0.11, 0.18, 0.25, 0.43)), (1.0, (0.29, 0.50, 0.80, 2.00))]
)
def test_extra_visits_as_published(discountable, published):
    found = [extra_visits_needed(d, 0.45, discountable=discountable) for d in (0.10, 0.15, 0.20, 0.30)]
    assert found == pytest.approx(published, abs=0.005)


def test_with_so_many_extra_visits_gross_profit_is_what_it_was():
    for depth, margin, part, maker in ((0.1, 0.45, 0.45, 0.0), (0.25, 0.38, 0.7, 0.5), (0.3, 0.5, 1.0, 0.2)):
        more = extra_visits_needed(depth, margin, discountable=part, manufacturer_share=maker)
        price = 1 - part * depth * (1 - maker)
        assert (1 + more) * (price - (1 - margin)) == pytest.approx(margin)


def test_a_discount_that_eats_the_margin_is_never_earned_back():
    assert extra_visits_needed(0.45, 0.45, discountable=1.0) is None
    assert extra_visits_needed(0.9, 0.45, discountable=1.0) is None
    assert extra_visits_needed(0.0, 0.45) == 0
    assert extra_visits_needed(0.9, 0.45, discountable=1.0, manufacturer_share=1.0) == 0
    with pytest.raises(ValueError, match="not a share from 0 to 1: depth"):
        extra_visits_needed(1.3, 0.45)


def test_retention_elasticities_as_published():
    found = [retention_elasticity(r, 0.12) for r in (0.8, 0.9, 0.92)]
    assert found == pytest.approx((3.50, 5.09, 5.60), abs=0.005)


def test_the_multiple_is_the_sum_over_all_years_and_its_elasticity_the_slope():
    assert lifetime_multiple(0.9, 0.12) == pytest.approx(sum((0.9 / 1.12) ** year for year in range(1, 400)))
    slope = (lifetime_multiple(0.9009, 0.12) / lifetime_multiple(0.9, 0.12) - 1) / 0.001
    assert retention_elasticity(0.9, 0.12) == pytest.approx(slope, rel=0.01)
    with pytest.raises(ValueError, match="must be a share"):
        lifetime_multiple(1.1, 0.12)

"""A figure at the region's mix."""

from __future__ import annotations

from decimal import Decimal

import pytest

from biaogan.targets.comparison.case_mix import at_mix

REGION = {"maintenance": (Decimal(120), Decimal(600)), "accident": (Decimal(200), Decimal(400))}


def test_a_store_is_weighed_as_the_region_is():
    store = {"maintenance": (Decimal(9), Decimal(90)), "accident": (Decimal(6), Decimal(10))}
    assert at_mix(store, REGION, 100) == pytest.approx(Decimal(30))  # .6 x 10 % + .4 x 60 %


def test_a_store_with_the_regions_mix_keeps_its_figure():
    store = {"maintenance": (Decimal(3), Decimal(60)), "accident": (Decimal(7), Decimal(40))}
    assert at_mix(store, REGION, 100) == 10


def test_with_too_little_in_common_there_is_no_such_figure():
    assert at_mix({"maintenance": (Decimal(3), Decimal(60))}, REGION, 100) is None
    assert at_mix({}, REGION, 100) is None
    assert at_mix({"maintenance": (Decimal(3), Decimal(60))}, {}, 100) is None


def test_a_small_segment_that_is_missing_is_left_out():
    region = {**REGION, "wash": (Decimal(0), Decimal(50))}
    store = {"maintenance": (Decimal(9), Decimal(90)), "accident": (Decimal(6), Decimal(10))}
    assert at_mix(store, region, 100) == pytest.approx(Decimal(30))

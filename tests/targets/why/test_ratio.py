"""Ratios taken apart: the published example, and that nothing is left."""

from __future__ import annotations

from decimal import Decimal

import pytest

from biaogan.engine.methods.mix import of_ratio
from biaogan.targets.why.queries import MIX, MOST_STEPS, OTHERS, ratio_gap
from biaogan.targets.why.ratio import RatioWhy

# Shares and margins of methods.md: every line rose and the whole fell.
BEFORE = {"a": (250.0, 500.0), "b": (120.0, 300.0), "c": (40.0, 200.0)}
AFTER = {"a": (182.0, 350.0), "b": (126.0, 300.0), "c": (73.5, 350.0)}


def why(before, after) -> RatioWhy:
    gap = of_ratio(before, after)
    assert gap
    return RatioWhy("biz_type", gap, {}, {})


def test_simpsons_paradox_is_seen_with_its_published_parts():
    found = why(BEFORE, AFTER)
    gap = ratio_gap(found, 100)
    steps = {step.name: float(step.amount) for step in gap.steps}
    assert (float(gap.before), float(gap.after)) == (pytest.approx(41.0), pytest.approx(38.15))
    assert steps[MIX] == pytest.approx(-4.575)
    assert sum(amount for name, amount in steps.items() if name != MIX) == pytest.approx(1.725)
    assert all(amount > 0 for name, amount in steps.items() if name != MIX)
    assert found.gap.paradox
    assert abs(gap.rest) < Decimal("1e-12")


def test_small_segments_stand_together_and_nothing_is_lost():
    before = {f"s{number}": (10.0 + number, 100.0) for number in range(12)}
    after = {f"s{number}": (12.0 + 2 * number, 90.0 + number) for number in range(12)}
    gap = ratio_gap(why(before, after), 100)
    assert len(gap.steps) == MOST_STEPS
    assert gap.steps[-1].name == OTHERS
    assert abs(gap.rest) < Decimal("1e-12")

"""Other ways to the same aim: they pass, reach it and differ; the search can be watched and stopped."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from biaogan.engine.methods.three_year.alternatives import (
    combinations,
    difference,
    most_different,
    other_preset,
    search,
)
from biaogan.engine.methods.three_year.assumptions import Badge, Preset, Range, assumptions_of
from biaogan.engine.methods.three_year.change import change_of
from biaogan.engine.methods.three_year.forecast import SEED
from biaogan.engine.methods.three_year.levers import BadLevers, Levers
from biaogan.engine.methods.three_year.region import reference_region
from biaogan.engine.methods.three_year.verdict import Verdict, judge
from engine.three_year.proposals import ONE_YEAR

REGION = reference_region()
LITERATURE = assumptions_of(Preset.LITERATURE)


@pytest.fixture(scope="module")
def found():
    steps = []
    result = search(ONE_YEAR, REGION, LITERATURE, seed=SEED, progress=lambda *step: steps.append(step))
    return result, steps


def test_the_search_tells_how_far_it_is(found):
    result, steps = found
    assert steps == [(done, 192) for done in range(1, 193)]
    assert (result.tried, result.complete) == (192, True)


def test_three_sustainable_ways_reach_the_aim_of_the_discount(found):
    result, _ = found
    assert len(result.alternatives) == 3
    assert 30 <= result.passing <= 60  # published: 46 of 192
    for one in result.alternatives:
        assert one.reaches
        assert one.revenue_fen >= result.aim_fen > 0
        assert one.value_fen > 0
        for preset in Preset:
            change = change_of(one.levers, REGION, assumptions_of(preset), 500, SEED)
            assert judge(change).verdict is Verdict.PASS


def test_the_best_way_is_the_published_one(found):
    best = found[0].alternatives[0]
    assert best.levers == replace(Levers(), reminders=1.0, app=1.0, lost_depth=0.30, lost_leak=0.05)
    assert best.rests_on == "response_lost"
    assert best.value_fen == max(one.value_fen for one in found[0].alternatives)


def test_the_three_ways_differ(found):
    ways = found[0].alternatives
    for one, other in pairwise((*ways, ways[0])):
        assert difference(one, other) >= 2
    assert len({one.rests_on for one in ways}) > 1
    assert difference(ways[0], ways[0]) == 0


def test_a_cancelled_search_returns_what_it_has():
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 5

    result = search(ONE_YEAR, REGION, LITERATURE, seed=SEED, draws=100, cancelled=cancelled)
    assert (result.tried, result.complete) == (5, False)
    assert len(asked) == 6


def test_an_aim_nobody_reaches_is_said_and_the_nearest_are_shown():
    grid = 192
    result = search(ONE_YEAR, REGION, LITERATURE, seed=SEED, draws=100, aim_fen=10**12)
    assert (result.tried, result.reaching) == (grid, 0)
    assert result.alternatives
    assert not any(one.reaches for one in result.alternatives)


def test_combinations_are_all_different_and_hold_what_the_maker_pays():
    shared = replace(ONE_YEAR, manufacturer_share=0.5)
    grid = list(combinations(shared))
    assert len(set(grid)) == len(grid) == 192
    assert {one.manufacturer_share for one in grid} == {0.5}


def test_nothing_found_is_nothing_shown():
    assert most_different([]) == ()


def test_the_other_preset_keeps_what_was_measured():
    own = Range(0.40, 0.42, 0.44, Badge.CALIBRATED, "the region")
    other = other_preset(LITERATURE.measured(discountable=own))
    assert other.preset is Preset.CAUTIOUS
    assert other.of("discountable") == own
    assert other == assumptions_of(Preset.CAUTIOUS).measured(discountable=own)


def test_a_proposal_that_cannot_be_is_not_searched():
    with pytest.raises(BadLevers, match="Quarters the discount lasts cannot be -3"):
        search(Levers(discount_for=-3), REGION, LITERATURE, seed=SEED)

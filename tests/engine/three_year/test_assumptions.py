"""Ranges are drawn as they say, carry their badge and source, and can be measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from biaogan.engine.methods.three_year.assumptions import NAMES, WORDS, Badge, Preset, Range, assumptions_of

LITERATURE = assumptions_of(Preset.LITERATURE)


def test_triangular_quantiles_against_draws_of_numpy():
    one = Range(1.0, 1.6, 2.5, Badge.LITERATURE, "Kalyanaram and Winer 1995")
    theirs = np.random.default_rng(1).triangular(1.0, 1.6, 2.5, 400_000)
    shares = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    assert one.at(shares) == pytest.approx(np.quantile(theirs, shares), abs=0.005)
    assert one.at(np.array([0.0, 0.4, 1.0])) == pytest.approx([1.0, 1.6, 2.5])


def test_draws_fill_their_range_evenly():
    for name, values in LITERATURE.draw(1000, 7).items():
        own = LITERATURE.of(name)
        assert own.low <= values.min() <= values.max() <= own.high
        assert values.mean() == pytest.approx((own.low + own.likely + own.high) / 3, rel=0.002)


def test_assumptions_do_not_hang_together():
    drawn = np.array(list(LITERATURE.draw(2000, 7).values()))
    apart = np.corrcoef(drawn) - np.eye(len(NAMES))
    assert np.abs(apart).max() < 0.1


def test_a_measured_value_is_drawn_as_measured_and_moves_no_other():
    fixed = replace(LITERATURE.of("discountable"), low=0.4, likely=0.4, high=0.4, badge=Badge.CALIBRATED)
    before, after = LITERATURE.draw(50, 1), LITERATURE.measured(discountable=fixed).draw(50, 1)
    assert set(after["discountable"]) == {0.4}
    assert all(np.array_equal(before[name], after[name]) for name in NAMES if name != "discountable")
    with pytest.raises(KeyError, match="no such assumption: luck"):
        LITERATURE.measured(luck=fixed)


def test_a_range_that_does_not_rise_is_refused():
    with pytest.raises(ValueError, match="rises from low to high"):
        Range(0.5, 0.4, 0.6, Badge.ASSUMPTION, "")


def test_every_assumption_has_words_a_source_and_a_badge():
    assert set(WORDS) == set(NAMES)
    for preset in Preset:
        for name in NAMES:
            assert assumptions_of(preset).of(name).source
            assert assumptions_of(preset).of(name).badge in {Badge.LITERATURE, Badge.ASSUMPTION}


def test_the_cautious_preset_expects_more_harm_and_never_less():
    cautious = assumptions_of(Preset.CAUTIOUS)
    for name in NAMES:
        assert cautious.of(name).likely >= LITERATURE.of(name).likely

"""Forecasts looked back upon."""

from __future__ import annotations

import numpy as np
import pytest

from biaogan.engine.methods.three_year.assumptions import Preset, assumptions_of
from biaogan.engine.methods.three_year.change import change_of
from biaogan.engine.methods.three_year.forecast import Fan, run
from biaogan.engine.methods.three_year.region import reference_region
from biaogan.engine.methods.three_year.scoring import (
    MEASURES,
    Score,
    brier,
    calibration,
    changes_at,
    interval_score,
    score,
)
from engine.three_year.proposals import CONTRACT, ONE_YEAR

REGION, LITERATURE = reference_region(), assumptions_of(Preset.LITERATURE)
FORECAST = run(ONE_YEAR, REGION, LITERATURE, draws=1000, seed=5)


def test_the_interval_score_by_hand():
    assert interval_score(2, 6, 4) == 4
    assert interval_score(2, 6, 7) == pytest.approx(4 + 10 * 1)
    assert interval_score(2, 6, 1.5, nominal=0.5) == pytest.approx(4 + 4 * 0.5)
    with pytest.raises(ValueError, match="no interval"):
        interval_score(6, 2, 4)


def test_the_true_quantiles_score_best():
    """The score is proper: no other interval does better on average, whatever the distribution."""
    values = np.random.default_rng(3).gamma(2.0, 1.0, 20_000)
    low, high = np.quantile(values, [0.1, 0.9])

    def mean(a, b):
        return np.mean([interval_score(a, b, value) for value in values[:5000]])

    honest = mean(low, high)
    for a, b in ((low * 1.5, high * 0.8), (low * 0.3, high * 1.3), (low + 0.4, high + 0.8)):
        assert honest < mean(a, b)


def test_each_look_back_meets_its_part_of_the_forecast():
    assert changes_at(FORECAST, 3) == FORECAST.quarters[0]
    assert [changes_at(FORECAST, month) for month in (12, 24, 36)] == list(FORECAST.years)
    with pytest.raises(ValueError, match="no look-back at 6 months"):
        changes_at(FORECAST, 6)


def test_what_happened_is_inside_or_outside_the_fan():
    fan = FORECAST.years[1].gross_profit_fen
    (middle,) = score(FORECAST, 24, {"gross_profit_fen": fan.p50, "retention_points": None})
    assert (middle.inside, middle.inside_half, middle.miss) == (True, True, 0)
    (edge,) = score(FORECAST, 24, {"gross_profit_fen": fan.p10})
    assert (edge.inside, edge.inside_half) == (True, False)
    (out,) = score(FORECAST, 24, {"gross_profit_fen": fan.p10 - 1000})
    assert not out.inside
    assert out.interval_score == pytest.approx(fan.p90 - fan.p10 + 10_000)
    with pytest.raises(KeyError, match="no such measure: profit"):
        score(FORECAST, 24, {"profit": 1})
    assert "satisfaction_points" in MEASURES


def test_a_world_like_the_model_is_inside_eight_times_in_ten():
    truth = change_of(ONE_YEAR, REGION, LITERATURE, 1000, 99).by_year("profit")[:, 1]
    inside = [score(FORECAST, 24, {"gross_profit_fen": value})[0].inside for value in truth]
    assert np.mean(inside) == pytest.approx(0.8, abs=0.05)


def _scored(happened: float) -> Score:
    fan = Fan(-2, -1, 0, 1, 2)
    return Score(12, "retention_points", happened, fan, abs(happened) <= 2, abs(happened) <= 1, 4, happened)


def test_a_proposer_is_judged_only_beyond_chance():
    hopeful = [("Lin", _scored(-3.0))] * 15 + [("Lin", _scored(0.0))] * 5
    sound = [("Chen", _scored(0.5))] * 8 + [("Chen", _scored(3.0)), ("Chen", _scored(-3.0))]
    chen, lin = calibration(hopeful + sound)
    assert (chen.proposer, chen.n, chen.inside, chen.below, chen.above) == ("Chen", 10, 0.8, 0.1, 0.1)
    assert not chen.told_apart
    assert (lin.inside, lin.below, lin.above, lin.told_apart) == (0.25, 0.75, 0.0, True)
    assert calibration([]) == ()
    (once,) = calibration([("Wu", _scored(3.0))])
    assert once.inside == 0
    assert once.told_apart == (not once.interval.holds(0.8))


def test_the_brier_score_by_hand():
    assert brier([]) is None
    assert brier([(1.0, True), (0.0, False)]) == 0
    assert brier([(0.5, True), (0.5, False)]) == 0.25
    chances = run(CONTRACT, REGION, LITERATURE, draws=200).judgement.chances
    assert 0 <= brier((chance, False) for chance in chances.values()) < 0.25

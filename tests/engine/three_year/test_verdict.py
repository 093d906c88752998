"""Verdicts of the nine proposals, what turns them, and the forecast as it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from biaogan.engine.methods.three_year.assumptions import Preset, assumptions_of
from biaogan.engine.methods.three_year.change import Rule, change_of
from biaogan.engine.methods.three_year.forecast import SEED, Forecast, run, run_again, run_both
from biaogan.engine.methods.three_year.levers import BadLevers, Levers
from biaogan.engine.methods.three_year.region import reference_region
from biaogan.engine.methods.three_year.verdict import (
    RULE_WORDS,
    Side,
    Verdict,
    agreed,
    assumption_flips,
    judge,
    lever_flips,
    verdict_of,
)
from engine.three_year.proposals import (
    ALWAYS,
    CONTRACT,
    HALF_TRAINING,
    LASTING,
    LOST_ONLY,
    ONE_QUARTER,
    ONE_YEAR,
    PUBLISHED,
    SHARED,
)

REGION = reference_region()
LITERATURE, CAUTIOUS = (assumptions_of(preset) for preset in Preset)
NOTHING_MEASURED = MappingProxyType({})


@pytest.mark.parametrize("assumptions", [LITERATURE, CAUTIOUS], ids=lambda one: one.preset)
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_verdicts_come_out_under_both_presets(name, assumptions):
    levers, verdict, _ = PUBLISHED[name]
    assert run(levers, REGION, assumptions).judgement.verdict == verdict


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_changes_come_out_nearly(name):
    levers, _, published = PUBLISHED[name]
    change = change_of(levers, REGION, LITERATURE, 2000, SEED)
    revenue, profit = change.by_year("revenue")[:, 0], change.by_year("profit")
    year = change.base.profit[:, :4].sum(axis=1)
    found = (
        100 * (revenue / change.base.revenue[:, :4].sum(axis=1)).mean(),
        *(100 * profit / year[:, None]).mean(axis=0),
        100 * change.of("retention")[:, -1].mean(),
        100 * change.of("dependence")[:, -1].mean(),
        change.value().mean() / 1e8,
    )
    tolerance = (0.5, 0.7, 0.7, 0.7, 0.25, 0.8, 2.0)
    assert all(abs(a - b) <= t for a, b, t in zip(found, published, tolerance, strict=True)), found


def test_what_speaks_against_a_proposal_is_named():
    assert set(run(ALWAYS, REGION, LITERATURE).judgement.against) == set(Rule)
    assert set(run(SHARED, REGION, LITERATURE).judgement.against) == LASTING
    assert set(run(ONE_QUARTER, REGION, LITERATURE).judgement.against) == {Rule.CASH, Rule.VALUE}
    training = run(HALF_TRAINING, REGION, LITERATURE).judgement
    assert (training.rule, training.against) == (Rule.SATISFACTION, (Rule.SATISFACTION,))
    assert set(RULE_WORDS) == set(Rule)


def test_half_the_training_lies_on_the_line_whatever_the_seed():
    for seed in range(4):
        judgement = judge(change_of(HALF_TRAINING, REGION, LITERATURE, 2000, seed))
        assert judgement.chances[Rule.SATISFACTION] == pytest.approx(0.603, abs=0.007)
        assert judgement.verdict is Verdict.VETO


def test_the_chance_of_harm_by_lost_training_is_the_integral_over_its_two_ranges():
    shares = (np.arange(3000) + 0.5) / 3000
    points, lag = LITERATURE.of("training_quality").at(shares), LITERATURE.of("quality_lag").at(shares)
    exact = (np.outer(0.5 * points, 1 - (1 - 1 / lag) ** 12) > 5).mean()
    assert exact == pytest.approx(0.603, abs=0.001)


def test_the_lines_between_the_verdicts():
    assert [verdict_of(chance) for chance in (0.0, 0.25, 0.254, 0.26, 0.59, 0.594, 0.596, 0.60, 1.0)] == [
        *[Verdict.PASS] * 3,
        *[Verdict.PILOT] * 3,
        *[Verdict.VETO] * 3,
    ]


def test_presets_that_disagree_mean_a_pilot_first():
    assert agreed((Verdict.PASS, Verdict.VETO)) == Verdict.PILOT
    assert agreed((Verdict.VETO, Verdict.VETO)) == Verdict.VETO
    trial = run_both(Levers(discount_depth=0.06, discount_for=1), REGION, NOTHING_MEASURED, draws=400)
    verdicts = (trial.literature.judgement.verdict, trial.cautious.judgement.verdict)
    assert trial.verdict == agreed(verdicts)


def test_one_poorer_year_alone_does_not_veto():
    forecast = run(replace(LOST_ONLY, own_cost_fen=100_000_000), REGION, LITERATURE)
    assert forecast.lower_profit[0] > 0.6
    assert forecast.judgement.verdict is not Verdict.VETO
    assert forecast.lower_profit[2] < 0.25


def test_the_fans_are_the_quantiles_of_the_draws():
    forecast = run(ONE_YEAR, REGION, LITERATURE)
    change = change_of(ONE_YEAR, REGION, LITERATURE, 2000, SEED)
    second = change.by_year("profit")[:, 1]
    fan = forecast.years[1].gross_profit_fen
    inside = ((second >= fan.p10) & (second <= fan.p90)).mean()
    assert inside == pytest.approx(0.8, abs=0.002)
    assert forecast.years[1].retention_points == forecast.quarters[7].retention_points
    assert forecast.years[0].revenue_percent.p50 > 2
    assert forecast.lower_profit[0] == (change.by_year("profit")[:, 0] < 0).mean()
    for changes in (*forecast.years, *forecast.quarters):
        for one in vars(changes).values():
            assert one.p10 <= one.p25 <= one.p50 <= one.p75 <= one.p90
    assert isinstance(fan.p50, int)


def test_a_kept_forecast_comes_back_equal_and_can_be_run_again():
    forecast = run(replace(CONTRACT, discount_in=(2, 4)), REGION, CAUTIOUS, draws=200, seed=7)
    kept = json.loads(json.dumps(forecast.to_dict()))
    back = Forecast.from_dict(kept)
    assert back == forecast
    assert kept["years"][0]["revenue_fen"]["p50"] == forecast.years[0].revenue_fen.p50
    assert back.preset is Preset.CAUTIOUS
    assert run_again(back) == forecast
    other = replace(back, assumptions=LITERATURE)
    assert run_again(other).years != forecast.years


def test_a_lost_customer_coupon_rests_on_their_response():
    name, strength = run(LOST_ONLY, REGION, LITERATURE).rests_on[0]
    assert name == "response_lost"
    assert strength == pytest.approx(0.94, abs=0.03)  # published
    assert run(Levers(), REGION, LITERATURE, draws=100).rests_on == ()


def test_a_lever_turned_past_its_point_does_turn_the_verdict():
    found = {(flip.name, flip.side): flip for flip in lever_flips(SHARED, REGION, LITERATURE, seed=SEED)}
    flip = found["discount_depth", Side.BELOW]
    kept = judge(change_of(SHARED, REGION, LITERATURE, 500, SEED)).verdict
    turned = replace(SHARED, discount_depth=flip.value)
    before = replace(SHARED, discount_depth=flip.value + 0.2 / 128)
    assert judge(change_of(turned, REGION, LITERATURE, 500, SEED)).verdict == flip.verdict != kept
    assert judge(change_of(before, REGION, LITERATURE, 500, SEED)).verdict == kept
    assert isinstance(found["discount_for", Side.BELOW].value, int)
    assert lever_flips(Levers(), REGION, LITERATURE, draws=100, seed=SEED) == ()


def test_the_assumption_that_turns_a_verdict_is_found_and_others_are_not():
    change = change_of(HALF_TRAINING, REGION, LITERATURE, 2000, SEED)
    names = {flip.name for flip in assumption_flips(change)}
    assert "training_quality" in names
    assert names <= {"training_quality", "quality_lag"}
    flip = next(one for one in assumption_flips(change) if one.name == "training_quality")
    end = change.draws["training_quality"] < flip.value - 2
    assert flip.side is Side.BELOW
    assert change.harms()[Rule.SATISFACTION][end].mean() < 0.60
    assert assumption_flips(change_of(ALWAYS, REGION, LITERATURE, 500, SEED)) == ()


def test_spare_capacity_and_no_habit_make_a_shared_year_a_matter_for_a_pilot():
    free = replace(REGION, load=0.6)
    none = replace(LITERATURE.of("habit"), low=0.0, likely=0.0, high=0.0)
    shared = replace(ONE_YEAR, manufacturer_share=0.5)
    assert run(shared, free, LITERATURE.measured(habit=none)).judgement.verdict is not Verdict.VETO
    assert run(ONE_YEAR, REGION, LITERATURE.measured(habit=none)).judgement.verdict is Verdict.VETO


def test_a_proposal_that_cannot_be_is_not_run():
    with pytest.raises(BadLevers, match="cannot be 130 %"):
        run(Levers(discount_depth=1.3), REGION, LITERATURE)

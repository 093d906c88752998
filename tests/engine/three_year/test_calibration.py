"""The base from a region's own figures, and what stays an assumption."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from biaogan.engine.methods.three_year.assumptions import Badge, Preset, assumptions_of
from biaogan.engine.methods.three_year.calibration import Observed, calibrate, steady_parc
from biaogan.engine.methods.three_year.change import yearly
from biaogan.engine.methods.three_year.forecast import run
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.region import AGES, reference_region
from biaogan.engine.methods.three_year.simulation import status_quo, world_of

LITERATURE = assumptions_of(Preset.LITERATURE)
USUAL = reference_region()


def grown() -> Observed:
    """A region unlike the reference in everything, with its figures as facts would give them."""
    age = np.arange(AGES)
    watched = np.full(AGES, 4000.0)
    visits = watched * (0.55 - 0.005 * (age // 4))
    return Observed(
        cars=list(800 * 0.985**age),
        car_quarters=list(watched),
        visits=list(visits),
        visits_value_fen=list(visits * (240_000 + 10_000 * (age // 4))),
        gone=list(
            watched * np.where(age < 4, 0.01, np.where(age < 12, 0.02, np.where(age == 12, 0.08, 0.025)))
        ),
        lost_quarters=20_000,
        returned=140,
        revenue_fen=9_000_000_000,
        gross_profit_fen=3_780_000_000,
        discountable_fen=3_600_000_000,
        dependent=900,
        judged=4500,
        visits_year=38_000,
        capacity_year=47_500,
        training_fen=90_000_000,
    )


def test_all_that_is_observed_replaces_the_reference():
    found = calibrate(grown())
    region = found.region
    assert found.assumed == ()
    assert region.visits[0] == pytest.approx(0.55)
    assert region.visits[39] == pytest.approx(0.505)
    assert region.ticket_fen[8] == pytest.approx(260_000)
    assert (region.churn[0], region.churn[12], region.churn[13]) == pytest.approx((0.01, 0.08, 0.025))
    assert (region.margin, region.dependent, region.returning) == pytest.approx((0.42, 0.2, 0.007))
    assert region.load == pytest.approx(0.8)
    assert region.cars().sum() == pytest.approx(sum(grown().cars))
    assert region.training_fen * region.cars().sum() == pytest.approx(90_000_000)
    assert found.ranges["discountable"].likely == pytest.approx(0.4)
    assert found.ranges["discountable"].badge is Badge.CALIBRATED
    assert all("本区域" in one.note.zh for one in found.footing)


def test_the_settled_base_shows_the_region_as_observed():
    found = calibrate(grown())
    measured = LITERATURE.measured(**found.ranges)
    world = world_of(found.region, measured, 200, 1)
    base = status_quo(found.region, measured, 200, 1)
    assert world.start.cars.total() == pytest.approx(sum(grown().cars), rel=1e-6)
    assert base.dependence[:, 0].mean() == pytest.approx(0.2, abs=0.001)
    assert base.load.mean() == pytest.approx(0.8, abs=0.01)
    training = yearly(base.profit)[:, 0].mean() + 90_000_000
    assert training / yearly(base.revenue)[:, 0].mean() == pytest.approx(0.42, abs=0.001)
    assert run(Levers(discount_depth=0.2), found.region, measured, draws=200).judgement.against


def test_without_facts_everything_stays_an_assumption_and_says_so():
    found = calibrate(Observed())
    assert found.region == USUAL
    assert dict(found.ranges) == {}
    assert {one.badge for one in found.footing} == {Badge.ASSUMPTION}
    assert len(found.footing) == 10
    assert all("采用参考值" in one.note.zh and "reference value" in one.note.en for one in found.footing)


def test_too_few_cases_stay_an_assumption_band_by_band():
    watched = [0.0] * AGES
    watched[0:4] = [50.0] * 4
    watched[12] = 99.0
    gone = [0.0] * AGES
    gone[0:4] = [1.0] * 4
    gone[12] = 50.0
    found = calibrate(replace(Observed(), car_quarters=watched, gone=gone, judged=99, dependent=50))
    assert found.region.churn[0] == pytest.approx(0.02)
    assert found.region.churn[12] == USUAL.churn[12]
    assert found.region.dependent == USUAL.dependent
    assert "dependent" in found.assumed
    churn = next(one for one in found.footing if one.name == "churn")
    assert (churn.badge, churn.n) == (Badge.CALIBRATED, 200)


def test_a_figure_without_a_count_does_not_claim_one():
    found = calibrate(Observed(revenue_fen=9_000_000_000, gross_profit_fen=4_000_000_000, training_fen=1))
    notes = {one.name: one for one in found.footing}
    assert notes["margin"].n is None
    assert notes["margin"].note.zh == "毛利率：按本区域实际数据。"
    assert notes["training_fen"].badge is Badge.CALIBRATED


def test_more_visits_than_capacity_mean_full_stores():
    found = calibrate(Observed(visits_year=5000, capacity_year=4000))
    assert found.region.load == 1.0


def test_a_growing_region_and_a_shrinking_one_keep_their_number_of_cars():
    for cars in (
        [1000 * 0.97**age for age in range(AGES)],
        [500 + 20 * age for age in range(AGES)],
        [10] * AGES,
    ):
        new, leaving = steady_parc(cars)
        assert sum(new * (1 - leaving) ** age for age in range(AGES)) == pytest.approx(sum(cars), rel=1e-9)
        assert 0 <= leaving < 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cars": [1.0] * 39}, "cars: one number"),
        ({"gone": [-1.0] * AGES}, "gone: one number"),
        ({"dependent": 500, "judged": 400}, "500 of 400 is not a share"),
        ({"gone": [300.0] * AGES, "car_quarters": [200.0] * AGES}, "more cars gone than were watched"),
    ],
)
def test_figures_that_cannot_be_are_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        calibrate(Observed(**wrong))

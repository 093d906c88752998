"""The simulation: its eight properties, a base that stands still, and a slow second implementation."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biaogan.engine.methods.three_year.assumptions import Preset, assumptions_of
from biaogan.engine.methods.three_year.change import change_of, yearly
from biaogan.engine.methods.three_year.forecast import SEED
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.region import reference_region
from biaogan.engine.methods.three_year.simulation import STATUS_QUO, aged, paths, world_of
from engine.three_year.proposals import ALWAYS, ONE_QUARTER, ONE_YEAR, PUBLISHED
from engine.three_year.slow import Store, quarter

REGION = reference_region()
LITERATURE, CAUTIOUS = (assumptions_of(preset) for preset in Preset)
DRAWS = 300
MIXED = Levers(
    discount_depth=0.12,
    discount_reach=0.8,
    discount_from=2,
    discount_for=7,
    discount_in=(1, 3),
    manufacturer_share=0.3,
    lost_depth=0.25,
    contract=0.2,
    reminders=0.6,
    app=0.4,
    training=0.7,
    price_level=1.04,
    own_cost_fen=9_000_000,
)


def run(levers, region=REGION, assumptions=LITERATURE, draws=DRAWS, seed=SEED, quarters=12):
    return paths(world_of(region, assumptions, draws, seed), levers, quarters)


def same(one, other) -> bool:
    series = ("revenue", "profit", "retention", "dependence", "quality", "served", "load")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in series)


@pytest.mark.parametrize(
    "levers",
    [
        Levers(discount_depth=0.0, discount_reach=0.3),
        Levers(discount_depth=0.3, discount_reach=0.0),
        Levers(discount_depth=0.3, discount_for=0),
        Levers(manufacturer_share=0.5),
        Levers(lost_leak=0.4, contract_depth=0.5),
    ],
)
def test_a_lever_that_moves_nothing_leaves_the_status_quo_to_the_last_bit(levers):
    assert same(run(levers), run(STATUS_QUO))
    assert not same(run(ALWAYS), run(STATUS_QUO))


@pytest.mark.parametrize("assumptions", [LITERATURE, CAUTIOUS])
@pytest.mark.parametrize("levers", [MIXED, *(row[0] for row in PUBLISHED.values())])
def test_cars_are_conserved_and_shares_stay_shares_over_five_years(levers, assumptions):
    world = world_of(REGION, assumptions, DRAWS, SEED)
    seen = paths(world, levers, 20)
    assert np.allclose(seen.end.total(), world.start.cars.total(), rtol=1e-12)
    for cars in (seen.end.loyal, seen.end.dependent, seen.end.lost):
        assert cars.min() >= 0
    for share in (seen.retention, seen.dependence):
        assert share.min() >= 0
        assert share.max() <= 1
    assert (seen.served <= world.capacity[:, None] * (1 + 1e-12)).all()


def test_deeper_discounts_make_more_customers_dependent_in_every_draw():
    depths = [run(Levers(discount_depth=depth)).dependence[:, -1] for depth in (0, 0.06, 0.12, 0.2, 0.3, 0.5)]
    for shallow, deep in pairwise(depths):
        assert (deep > shallow).all()


def test_deeper_discounts_cost_more_in_year_three():
    base = run(STATUS_QUO).profit
    depths = (0.0, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30)
    lost = [
        yearly(run(Levers(discount_depth=d, discount_reach=0.95)).profit - base)[:, 2].mean() / 1e8
        for d in depths
    ]
    assert lost == sorted(lost, reverse=True)
    published = (0, -0.7, -1.7, -4.2, -7.9, -11.8, -15.9)  # million yuan
    assert lost == pytest.approx(published, abs=1.0)


def test_common_random_numbers_take_most_of_the_noise_from_a_difference():
    change = change_of(ONE_YEAR, REGION, LITERATURE, 1000, SEED)
    other = run(STATUS_QUO, draws=1000, seed=SEED + 1)
    common = change.by_year("profit")[:, 2].std()
    apart = (yearly(change.proposal.profit) - yearly(other.profit))[:, 2].std()
    assert apart > 10 * common  # published: 13 times
    assert common / 1e8 == pytest.approx(0.24, abs=0.04)  # million yuan, as published


def test_three_times_the_region_is_three_times_the_effect():
    large = replace(REGION, new_cars=3 * REGION.new_cars)
    levers = replace(MIXED, own_cost_fen=0)
    small_change = change_of(levers, REGION, LITERATURE, DRAWS, SEED).of("profit")
    large_change = change_of(levers, large, LITERATURE, DRAWS, SEED).of("profit")
    assert np.allclose(large_change, 3 * small_change, rtol=1e-9, atol=1e-3 * np.abs(small_change).max())


@pytest.mark.parametrize("assumptions", [LITERATURE, CAUTIOUS])
def test_the_base_stands_still(assumptions):
    seen = run(STATUS_QUO, replace(REGION, noise=0.0), assumptions, quarters=20)
    for share in (seen.retention, seen.dependence):
        assert np.abs(np.diff(share, axis=1)).max() < 5e-5
        assert np.abs(np.diff(share.mean(axis=0))).max() < 1e-5
    assert np.abs(seen.quality).max() == 0


def test_the_base_is_the_region_of_the_trial():
    world, seen = world_of(REGION, LITERATURE, DRAWS, SEED), run(STATUS_QUO)
    assert world.start.cars.total().mean() == pytest.approx(53_853, rel=0.005)
    assert world.start.cars.active().mean() == pytest.approx(37_565, rel=0.02)
    assert yearly(seen.revenue)[:, 0].mean() / 1e8 == pytest.approx(170, rel=0.01)
    assert yearly(seen.profit)[:, 0].mean() / 1e8 == pytest.approx(77, rel=0.03)
    assert seen.dependence[:, 0].mean() == pytest.approx(0.148, abs=0.001)


@pytest.mark.parametrize(
    "levers",
    [
        MIXED,
        ALWAYS,
        ONE_QUARTER,
        Levers(lost_depth=0.9, lost_leak=0.5),
        Levers(discount_depth=0.9, discount_in=(1,)),
    ],
)
@pytest.mark.parametrize("assumptions", [LITERATURE, CAUTIOUS])
def test_a_second_implementation_with_plain_loops_agrees(levers, assumptions):
    world = world_of(REGION, assumptions, DRAWS, SEED)
    fast = paths(world, levers)
    for row in (0, 17, 299):
        draw = {name: float(values[row]) for name, values in world.draws.items()}
        cars = world.start.cars
        store = Store(*(list(map(float, part[row])) for part in (cars.loyal, cars.dependent, cars.lost)))
        fixed = (REGION, draw, float(world.background[row]), float(world.capacity[row]))
        for number in range(1, 13):
            noise = float(world.noise[row, number - 1])
            revenue, profit, served, load = quarter(store, *fixed, noise, levers, number)
            active = sum(store.loyal) + sum(store.dependent)
            slow = (revenue, profit, served, load, sum(store.dependent) / active, store.quality)
            names = ("revenue", "profit", "served", "load", "dependence", "quality")
            quick = tuple(float(getattr(fast, name)[row, number - 1]) for name in names)
            assert quick == pytest.approx(slow, rel=1e-9, abs=1e-9)
            kept = active / (active + sum(store.lost))
            assert float(fast.retention[row, number - 1]) == pytest.approx(kept, rel=1e-12)


def test_the_settled_base_carries_on_by_the_slow_step():
    world = world_of(REGION, LITERATURE, 3, SEED)
    cars = world.start.cars
    store = Store(*(list(map(float, part[1])) for part in (cars.loyal, cars.dependent, cars.lost)))
    draw = {name: float(values[1]) for name, values in world.draws.items()}
    for number in range(1, 9):
        quarter(store, REGION, draw, float(world.background[1]), 1e9, 0.0, STATUS_QUO, number)
    assert store.loyal == pytest.approx(list(cars.loyal[1]), rel=2e-3)
    assert store.lost == pytest.approx(list(cars.lost[1]), rel=2e-3, abs=1e-6)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    world_of.cache_clear()
    first = run(MIXED)
    world_of.cache_clear()
    assert same(first, run(MIXED))
    assert not same(first, run(MIXED, seed=SEED + 1))


def test_cars_grow_older_one_quarter_at_a_time():
    cars = world_of(REGION, LITERATURE, 3, SEED).start.cars
    older = aged(REGION, cars)
    assert older.loyal[0, 5] == pytest.approx(cars.loyal[0, 4] * (1 - REGION.leaving))
    assert older.loyal[0, 0] == REGION.new_cars
    assert older.lost[0, 0] == 0


def later_loss(assumptions) -> float:
    """Visits lost in the eleven quarters after a quarter at 20 % off, over those gained in it."""
    promotion = Levers(discount_depth=0.20, discount_reach=0.95, discount_for=1)
    change = change_of(promotion, replace(REGION, noise=0.0), assumptions, 1000, SEED).of("served")
    return float(-change[:, 1:].sum(axis=1).mean() / change[:, 0].mean())


def test_later_losses_after_one_promotion_are_of_the_published_size():
    assert later_loss(LITERATURE) == pytest.approx(0.38, abs=0.05)
    assert later_loss(CAUTIOUS) == pytest.approx(1.01, abs=0.15)


SHARE = st.floats(0, 1)
ANY_LEVERS = st.builds(
    Levers,
    discount_depth=SHARE,
    discount_reach=SHARE,
    discount_from=st.integers(1, 12),
    discount_for=st.integers(0, 12),
    discount_in=st.sets(st.integers(1, 4), min_size=1).map(tuple),
    manufacturer_share=SHARE,
    lost_depth=SHARE,
    lost_leak=SHARE,
    contract=SHARE,
    contract_depth=SHARE,
    reminders=SHARE,
    app=SHARE,
    training=st.floats(0, 2),
    price_level=st.floats(0.5, 1.5),
)


@settings(max_examples=60, deadline=None)
@given(levers=ANY_LEVERS, assumptions=st.sampled_from([LITERATURE, CAUTIOUS]))
def test_any_allowed_levers_give_finite_numbers_and_conserve_cars(levers, assumptions):
    world = world_of(REGION, assumptions, 20, SEED)
    seen = paths(world, levers)
    for series in (seen.revenue, seen.profit, seen.quality, seen.load):
        assert np.isfinite(series).all()
    assert np.allclose(seen.end.total(), world.start.cars.total(), rtol=1e-12)
    for share in (seen.retention, seen.dependence):
        assert share.min() >= 0
        assert share.max() <= 1


def test_everything_free_of_charge_ends_without_an_overflow():
    seen = run(Levers(discount_depth=1.0, discount_for=11), assumptions=CAUTIOUS, draws=50)
    assert np.isfinite(seen.profit).all()
    usual = run(STATUS_QUO, assumptions=CAUTIOUS, draws=50).profit
    assert (seen.profit[:, 0] < 0.3 * usual[:, 0]).all()

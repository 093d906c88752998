"""Cars of each age as loyal, promotion-dependent or lost customers, by quarters, over many draws at once.

The model is that of the design's methods, section 1. Where it left something open:
a visit turned away for want of capacity is not pulled forward and forms no habit; a returning car makes one
visit at the price of its coupon; a deal at or below the threshold of 5 % lets habits fade as no deal does;
quality suffers from the usual load, not from a quarter busy by chance; skill follows training
spending as slowly as quality does; costs of a measure grow with the active cars.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from biaogan.engine.methods.three_year.assumptions import Assumptions, Draws
from biaogan.engine.methods.three_year.levers import QUARTERS, Levers, checked
from biaogan.engine.methods.three_year.region import Region

Array = NDArray[np.float64]

BURN_IN = 48
LONGEST = 40
THRESHOLD = 0.05  # Gupta and Cooper 1992: below it a discount is hardly noticed
STEEPNESS = 0.15
COMFORTABLE_LOAD = 0.95
MOST_RETURNING = 0.2
REPAID = (0.6, 0.4)
LARGEST_LOSS = 1.0  # a price felt as doubled; only reached after discounts of more than half
STATUS_QUO = Levers()


@dataclass(frozen=True)
class Cars:
    """Cars by customer state, each of shape (draws, 40 quarters of age)."""

    loyal: Array
    dependent: Array
    lost: Array

    def active(self) -> Array:
        active: Array = self.loyal.sum(axis=1) + self.dependent.sum(axis=1)
        return active

    def total(self) -> Array:
        total: Array = self.active() + self.lost.sum(axis=1)
        return total


@dataclass(frozen=True)
class State:
    """What one quarter hands to the next; all but `cars` of shape (draws,).

    `remembered` price; visits `owed` next quarter and `owed_later` the one after, because they were
    pulled forward; `quality` in points of CSI against the base; `skill` 1 at today's training.
    """

    cars: Cars
    remembered: Array
    owed: Array
    owed_later: Array
    quality: Array
    skill: Array


@dataclass(frozen=True)
class World:
    """Everything that does not depend on the proposal: the draws and the base they settle into."""

    region: Region
    draws: Draws
    noise: Array  # (draws, LONGEST): demand of the quarter, log scale
    background: Array  # share of loyal cars that become promotion-dependent per quarter without any deal
    capacity: Array  # visits per quarter
    start: State


@dataclass(frozen=True)
class Paths:
    """Quarter paths, each of shape (draws, quarters). Money in fen, shares 0 to 1, quality in points of CSI.

    `profit` is gross profit less training and the cost of the measure.
    """

    revenue: Array
    profit: Array
    retention: Array
    dependence: Array
    quality: Array
    served: Array
    load: Array
    end: Cars


@dataclass(frozen=True)
class Offer:
    """What customers meet in one quarter: depth times reach as regulars see it, as lost customers see it."""

    general: float
    regular: float
    returning: float
    price: float


def offer_in(levers: Levers, quarter: int) -> Offer:
    depth = levers.depth_in(quarter)
    general = depth * levers.discount_reach
    leaked = levers.lost_leak * max(levers.lost_depth - depth, 0.0)
    regular = general + leaked
    return Offer(general, regular, max(levers.lost_depth, general), levers.price_level * (1 - regular))


def _gain_and_loss(state: State, offer: Offer) -> tuple[Array, Array]:
    gap = (state.remembered - offer.price) / state.remembered
    return np.maximum(gap, 0), np.clip(-gap, 0, LARGEST_LOSS)


def response(draws: Draws, name: str, state: State, offer: Offer) -> Array:
    """Visits at the offer's price over visits at the list price."""
    gain, loss = _gain_and_loss(state, offer)
    weight = draws["relative_weight"]
    felt = (1 - weight) * (1 - offer.price) + weight * (gain - draws["loss_aversion"] * loss)
    return np.exp(draws[name] * felt)


@dataclass(frozen=True)
class Visits:
    """Visits of a quarter, shape (draws,): wanted, served, pulled forward; full value in fen."""

    wanted: Array
    served: Array
    usual_load: Array  # wanted over capacity, the chance of the quarter left out
    regular_rate: Array  # visits made by a loyal car over those the region's table has for its age
    pulled: Array
    regular_value: Array
    returning_value: Array


def returns(world: World, levers: Levers, offer: Offer, cars: Cars) -> Array:
    """Lost cars that come back, shape (draws, 40)."""
    lift = 1 + world.draws["response_lost"] * (5 * levers.lost_depth + 2 * offer.general)
    share = np.minimum(world.region.returning * lift, MOST_RETURNING)
    return share[:, None] * cars.lost


def visits(world: World, levers: Levers, offer: Offer, state: State, back: Array, noise: Array) -> Visits:
    draws, region = world.draws, world.region
    rate, worth = np.array(region.visits), np.array(region.visits) * np.array(region.ticket_fen)
    lift = 1 + levers.reminders * draws["reminder_lift"] + levers.contract * draws["contract_lift"]
    usual = np.exp(noise) * lift
    loyal = usual * response(draws, "response_loyal", state, offer)
    dependent = usual * response(draws, "response_dependent", state, offer)
    cars = state.cars
    loyal_visits, dependent_visits = (cars.loyal @ rate) * loyal, (cars.dependent @ rate) * dependent
    asked = loyal_visits + dependent_visits + back.sum(axis=1)
    wanted = np.maximum(asked - state.owed, 0)
    served = np.minimum(wanted, world.capacity)
    kept = served / asked
    without_deal = usual * ((cars.loyal + cars.dependent) @ rate)
    return Visits(
        wanted=wanted,
        served=served,
        usual_load=np.maximum(
            (loyal_visits + dependent_visits) / np.exp(noise) + back.sum(axis=1) - state.owed, 0
        )
        / world.capacity,
        regular_rate=kept * loyal,
        pulled=draws["pulled_forward"] * np.maximum(np.minimum(wanted, world.capacity) - without_deal, 0),
        regular_value=kept * ((cars.loyal @ worth) * loyal + (cars.dependent @ worth) * dependent),
        returning_value=kept * (back @ np.array(region.ticket_fen)),
    )


def money(world: World, levers: Levers, offer: Offer, state: State, seen: Visits) -> tuple[Array, Array]:
    """Revenue, and gross profit less training and the cost of the measure, in fen of the quarter."""
    draws, region = world.draws, world.region
    full = seen.regular_value + seen.returning_value
    off = draws["discountable"] * (
        offer.regular * seen.regular_value + offer.returning * seen.returning_value
    )
    package = draws["discountable"] * levers.contract * levers.contract_depth * seen.regular_value
    revenue = levers.price_level * full - off - package
    gross = revenue - (1 - region.margin) * full + levers.manufacturer_share * off
    unskilled = draws["training_profit"] * (1 - state.skill) * region.margin * full
    active, all_cars = state.cars.active(), state.cars.total()
    running = levers.reminders * region.reminders_fen + levers.app * region.app_fen
    cost = (running + levers.contract * region.contract_fen) * active
    cost = cost + levers.training * region.training_fen * all_cars + levers.own_cost_fen
    return revenue, gross - unskilled - cost / 4


def moved(world: World, levers: Levers, offer: Offer, state: State, back: Array, rate: Array) -> Cars:
    """The cars after churn, return and habit, before they age by a quarter."""
    draws, cars, region = world.draws, state.cars, world.region
    churn = np.array(region.churn)
    _, loss = _gain_and_loss(state, offer)
    mood = np.exp(-draws["satisfaction_churn"] * state.quality) * levers.price_level ** draws["price_churn"]
    mood = mood * (1 - levers.contract * draws["contract_lock"])
    regret = 0.1 * draws["regret_churn"] * offer.general
    anger = np.exp(draws["loss_churn"] * loss)
    loyal_gone = np.minimum(np.outer(mood * anger, churn) + regret[:, None], 1) * cars.loyal
    dependent_mood = draws["dependent_churn"] * mood * anger**2
    dependent_gone = np.minimum(np.outer(dependent_mood, churn), 1) * cars.dependent
    strength = draws["habit"] * max(offer.regular - THRESHOLD, 0.0) / STEEPNESS
    stays_loyal = np.exp(-np.outer(rate * strength, np.array(region.visits))) if strength.any() else 1.0
    taught = (cars.loyal - loyal_gone) * (1 - (1 - world.background[:, None]) * stays_loyal)
    fades = draws["habit_fades"] if offer.regular <= THRESHOLD else np.zeros_like(rate)
    forgets = (cars.dependent - dependent_gone) * fades[:, None]
    return Cars(
        loyal=cars.loyal - loyal_gone - taught + forgets + back / 2,
        dependent=cars.dependent - dependent_gone + taught - forgets + back / 2,
        lost=cars.lost + loyal_gone + dependent_gone - back,
    )


def aged(region: Region, cars: Cars) -> Cars:
    """A quarter older: cars sold away or ten years old leave, new ones come in as loyal."""

    def shifted(of: Array, new: float) -> Array:
        older = np.empty_like(of)
        older[:, 0] = new
        np.multiply(of[:, :-1], 1 - region.leaving, out=older[:, 1:])
        return older

    return Cars(shifted(cars.loyal, region.new_cars), shifted(cars.dependent, 0.0), shifted(cars.lost, 0.0))


def step(world: World, levers: Levers, quarter: int, state: State) -> tuple[State, Visits, Array, Array]:
    """One quarter (counted from 1): the next state, the visits, revenue and profit in fen."""
    draws = world.draws
    offer = offer_in(levers, quarter)
    back = returns(world, levers, offer, state.cars)
    seen = visits(world, levers, offer, state, back, world.noise[:, quarter - 1])
    revenue, profit = money(world, levers, offer, state, seen)
    over = np.maximum(seen.usual_load - COMFORTABLE_LOAD, 0)
    aim = (
        levers.app * draws["app_boost"]
        - draws["training_quality"] * (1 - levers.training)
        - draws["overload"] * over
    )
    memory = draws["price_memory"]
    after = State(
        cars=aged(world.region, moved(world, levers, offer, state, back, seen.regular_rate)),
        remembered=memory * state.remembered + (1 - memory) * offer.price,
        owed=state.owed_later + REPAID[0] * seen.pulled,
        owed_later=REPAID[1] * seen.pulled,
        quality=state.quality + (aim - state.quality) / draws["quality_lag"],
        skill=state.skill + (levers.training - state.skill) / draws["quality_lag"],
    )
    return after, seen, revenue, profit


def _first_guess(region: Region, count: int) -> Cars:
    """Cars of each age by the region's own churn, as if nobody returned; the burn-in does the rest."""
    active = region.cars() * np.concatenate([[1.0], np.cumprod(1 - np.array(region.churn))[:-1]])
    shape = (count, len(active))
    return Cars(
        np.broadcast_to(active * (1 - region.dependent), shape),
        np.broadcast_to(active * region.dependent, shape),
        np.broadcast_to(region.cars() - active, shape),
    )


def _between(world: World, few: Cars, many: Cars) -> tuple[Array, Cars]:
    """The background share that keeps the dependent at the region's share, and the cars it gives."""
    least, most = few.dependent.sum(axis=1), many.dependent.sum(axis=1)
    share = np.clip((world.region.dependent * few.active() - least) / (most - least), 0, 1)
    turned = share[:, None] * (many.dependent - few.dependent)
    return share, Cars(few.loyal - turned, few.dependent + turned, few.lost)


def _settled(world: World) -> World:
    """48 quarters at the status quo: all cars of the first guess have left, the base stands still."""
    state, offer, none = world.start, offer_in(STATUS_QUO, 1), np.zeros_like(world.background)
    for _ in range(BURN_IN):
        back = returns(world, STATUS_QUO, offer, state.cars)
        few, many = (
            moved(replace(world, background=none + share), STATUS_QUO, offer, state, back, none)
            for share in (0.0, 1.0)
        )
        background, cars = _between(world, aged(world.region, few), aged(world.region, many))
        world, state = replace(world, background=background), replace(state, cars=cars)
    rate = np.array(world.region.visits)
    usual = (state.cars.loyal + state.cars.dependent) @ rate + world.region.returning * state.cars.lost.sum(
        axis=1
    )
    return replace(world, start=state, capacity=usual / world.region.load)


@lru_cache(maxsize=8)
def world_of(region: Region, assumptions: Assumptions, draws: int, seed: int) -> World:
    """The base of a region, settled; kept for the last eight, since every proposal starts from it."""
    none, one = np.zeros(draws), np.ones(draws)
    start = State(_first_guess(region, draws), one, none, none, none, one)
    noise = region.noise * np.random.default_rng([seed, 2]).standard_normal((draws, LONGEST))
    return _settled(World(region, assumptions.draw(draws, seed), noise, none, none, start))


def paths(world: World, levers: Levers, quarters: int = QUARTERS) -> Paths:
    """Run a proposal for up to 40 quarters. Raises BadLevers when it cannot be tested."""
    checked(levers)
    state, kept = world.start, []
    for quarter in range(1, quarters + 1):
        state, seen, revenue, profit = step(world, levers, quarter, state)
        active = state.cars.active()
        shares = (active / state.cars.total(), state.cars.dependent.sum(axis=1) / active)
        kept.append((revenue, profit, *shares, state.quality, seen.served, seen.wanted / world.capacity))
    columns: list[Array] = [np.stack(column, axis=1) for column in zip(*kept, strict=True)]
    revenue, profit, retention, dependence, quality, served, load = columns
    return Paths(revenue, profit, retention, dependence, quality, served, load, state.cars)


@lru_cache(maxsize=8)
def status_quo(region: Region, assumptions: Assumptions, draws: int, seed: int) -> Paths:
    """Three years without any decision, against which every proposal of the region is set."""
    return paths(world_of(region, assumptions, draws, seed), STATUS_QUO)

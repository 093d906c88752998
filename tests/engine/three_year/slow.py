"""The quarter step a second time: one draw, plain numbers and loops, written from the formulas alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp


@dataclass
class Store:
    """One draw: lists of forty numbers of cars, and what is remembered from the quarters before."""

    loyal: list[float]
    dependent: list[float]
    lost: list[float]
    remembered: float = 1.0
    owed: tuple[float, float] = (0.0, 0.0)
    quality: float = 0.0
    skill: float = 1.0


def quarter(store, region, draw, background, capacity, noise, levers, number):  # noqa: PLR0915 - all formulas in one place, to be read beside the design
    """Changes the store; returns revenue, profit, served, load."""
    runs = levers.discount_from <= number < levers.discount_from + levers.discount_for
    in_season = ((number - 1) % 4) + 1 in levers.discount_in
    depth = levers.discount_depth if runs and in_season else 0.0
    general = depth * levers.discount_reach
    seen = general + (levers.lost_leak * (levers.lost_depth - depth) if levers.lost_depth > depth else 0.0)
    coupon = max(levers.lost_depth, general)
    price = levers.price_level * (1 - seen)
    gain = max(store.remembered - price, 0) / store.remembered
    loss = min(max(price - store.remembered, 0) / store.remembered, 1)

    def reacts(elasticity):
        w = draw["relative_weight"]
        return exp(elasticity * ((1 - w) * (1 - price) + w * (gain - draw["loss_aversion"] * loss)))

    usual = exp(noise) * (
        1 + levers.reminders * draw["reminder_lift"] + levers.contract * draw["contract_lift"]
    )
    loyal_rate, dependent_rate = (
        usual * reacts(draw["response_loyal"]),
        usual * reacts(draw["response_dependent"]),
    )
    back_share = min(
        region.returning * (1 + draw["response_lost"] * (5 * levers.lost_depth + 2 * general)), 0.2
    )

    by_loyal = by_dependent = returning = plain = 0.0
    regular_value = returning_value = 0.0
    for age in range(40):
        rate, ticket = region.visits[age], region.ticket_fen[age]
        by_loyal += store.loyal[age] * rate * loyal_rate
        by_dependent += store.dependent[age] * rate * dependent_rate
        plain += (store.loyal[age] + store.dependent[age]) * rate * usual
        regular_value += (
            rate * ticket * (store.loyal[age] * loyal_rate + store.dependent[age] * dependent_rate)
        )
        returning += back_share * store.lost[age]
        returning_value += back_share * store.lost[age] * ticket
    asked = by_loyal + by_dependent + returning
    wanted = max(asked - store.owed[0], 0)
    served = min(wanted, capacity)
    kept = served / asked
    regular_value, returning_value = kept * regular_value, kept * returning_value
    pulled = draw["pulled_forward"] * max(served - plain, 0)

    full = regular_value + returning_value
    off = draw["discountable"] * (seen * regular_value + coupon * returning_value)
    package = draw["discountable"] * levers.contract * levers.contract_depth * regular_value
    revenue = levers.price_level * full - off - package
    active = sum(store.loyal) + sum(store.dependent)
    profit = revenue - (1 - region.margin) * full + levers.manufacturer_share * off
    profit -= draw["training_profit"] * (1 - store.skill) * region.margin * full
    profit -= levers.own_cost_fen / 4
    profit -= levers.training * region.training_fen * (active + sum(store.lost)) / 4
    per_car = (
        levers.reminders * region.reminders_fen
        + levers.app * region.app_fen
        + levers.contract * region.contract_fen
    )
    profit -= per_car * active / 4

    mood = exp(-draw["satisfaction_churn"] * store.quality) * levers.price_level ** draw["price_churn"]
    mood *= 1 - levers.contract * draw["contract_lock"]
    habit = draw["habit"] * max(seen - 0.05, 0) / 0.15
    new_loyal, new_dependent, new_lost = [region.new_cars], [0.0], [0.0]
    for age in range(39):
        loyal, dependent, lost = store.loyal[age], store.dependent[age], store.lost[age]
        leave_loyal = loyal * min(
            region.churn[age] * mood * exp(draw["loss_churn"] * loss) + 0.1 * draw["regret_churn"] * general,
            1,
        )
        leave_dependent = dependent * min(
            draw["dependent_churn"] * region.churn[age] * mood * exp(2 * draw["loss_churn"] * loss), 1
        )
        visits_each = kept * loyal_rate * region.visits[age]
        turn = (loyal - leave_loyal) * (1 - (1 - background) * exp(-visits_each * habit))
        forget = (dependent - leave_dependent) * (draw["habit_fades"] if seen <= 0.05 else 0)
        back = back_share * lost
        stay = 1 - region.leaving
        new_loyal.append(stay * (loyal - leave_loyal - turn + forget + back / 2))
        new_dependent.append(stay * (dependent - leave_dependent + turn - forget + back / 2))
        new_lost.append(stay * (lost + leave_loyal + leave_dependent - back))
    without_chance = max((by_loyal + by_dependent) / exp(noise) + returning - store.owed[0], 0)
    aim = levers.app * draw["app_boost"] - draw["training_quality"] * (1 - levers.training)
    aim -= draw["overload"] * max(without_chance / capacity - 0.95, 0)
    store.loyal, store.dependent, store.lost = new_loyal, new_dependent, new_lost
    store.owed = (store.owed[1] + 0.6 * pulled, 0.4 * pulled)
    store.remembered = draw["price_memory"] * store.remembered + (1 - draw["price_memory"]) * price
    store.quality += (aim - store.quality) / draw["quality_lag"]
    store.skill += (levers.training - store.skill) / draw["quality_lag"]
    return revenue, profit, served, wanted / capacity

"""Where the month will end: a range from what is in, the days that are left, and the store's own pace."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

import numpy as np

from biaogan.engine.methods.business_calendar import BusinessCalendar
from biaogan.engine.methods.day_weights import DayWeights, History, fit
from biaogan.engine.periods import days_of, month_of, months_between, shifted

PACE_DEVIATION = 0.10  # of the logarithm of a month's pace around that of the three months before
DAY_DEVIATION = 0.25  # of the logarithm of a day's takings around its weight
PRIOR_MONTHS = 3
NINE_IN_TEN = 1.6448536269514722  # 95 % point of the standard normal distribution
DAYS = (3, 5, 10, 15, 20, 25)
ENOUGH_MONTHS = 12
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class DayError:
    """How good the landing was on one day of the month, in the months tested.

    `error`: mean of |forecast - actual| / actual, a share. `low`, `high`: 5 % and 95 % of the ratio of
    what came after that day to what was forecast to come. `held`: share of the actual months inside the
    range that the other months would have given.
    """

    day: int
    error: float
    low: float
    high: float
    held: float
    months: int
    cases: int


@dataclass(frozen=True)
class Landing:
    """The month's end in the unit of the figures (fen, visits): so far, most likely, and from low to high.

    The range holds about nine months in ten. `from_history` says whether it comes from a back-test or, for
    want of twelve months, from assumed deviations.
    """

    so_far: float
    value: float
    low: float
    high: float
    from_history: bool


def pace(
    taken: Mapping[date, float], month: str, weights: DayWeights, calendar: BusinessCalendar
) -> float | None:
    """What the three months before took for each weighted working day; None without any business in them."""
    months = months_between(shifted(month, -PRIOR_MONTHS), shifted(month, -1))
    days = [day for each in months for day in days_of(each) if day in taken]
    weight = weights.total(days, calendar)
    found = sum(taken[day] for day in days)
    return found / weight if weight and found > 0 else None


def land(
    so_far: float,
    over: date,
    *,
    weights: DayWeights,
    calendar: BusinessCalendar,
    prior: float | None,
    errors: Mapping[int, DayError] | None = None,
    closed: frozenset[date] = frozenset(),
) -> Landing | None:
    """The month's end, seen from the evening of the day `over`.

    F = so far + rho x weights left; log rho is the mean of the pace of the months before (`prior`,
    deviation 0.10) and the pace of this month (deviation 0.25 / sqrt(days over)), weighed by precision.
    An own construction, so `back_test` measures it and gives the range where it saw twelve months. None
    where nothing is in yet and no pace is known.
    """
    days = [day for day in days_of(month_of(over)) if day not in closed]
    done, left = [day for day in days if day <= over], [day for day in days if day > over]
    rest = weights.total(left, calendar)
    rate = _rate(so_far, weights.total(done, calendar), len(done), prior)
    if not left:
        return Landing(so_far, so_far, so_far, so_far, from_history=True)
    if rate is None:
        return None
    coming = rate * rest
    tested = _tested(errors or {}, over.day)
    low, high = (
        (tested.low, tested.high) if tested else _assumed(len(done), len(left), known=prior is not None)
    )
    value = so_far + coming
    return Landing(
        so_far,
        value,
        min(value, so_far + low * coming),
        max(value, so_far + high * coming),
        tested is not None,
    )


def _rate(so_far: float, weight: float, days: int, prior: float | None) -> float | None:
    """Money for one unit of weight."""
    if so_far <= 0 or weight <= 0:
        return prior
    own = so_far / weight
    if prior is None:
        return own
    trust, belief = days / DAY_DEVIATION**2, 1 / PACE_DEVIATION**2
    return math.exp((trust * math.log(own) + belief * math.log(prior)) / (trust + belief))


def _tested(errors: Mapping[int, DayError], day: int) -> DayError | None:
    """The back-test of this day, or of the last tested one before it."""
    known = [each for each in errors.values() if each.day <= day and each.months >= ENOUGH_MONTHS]
    return max(known, key=lambda each: each.day, default=None)


def _assumed(done: int, left: int, *, known: bool) -> tuple[float, float]:
    """5 % and 95 % of what is to come, as ratios: the pace may be wrong, and each day left has its luck."""
    precision = done / DAY_DEVIATION**2 + (1 / PACE_DEVIATION**2 if known else 0.0)
    deviation = math.sqrt(1 / max(precision, 1.0) + DAY_DEVIATION**2 / left)
    return math.exp(-NINE_IN_TEN * deviation), math.exp(NINE_IN_TEN * deviation)


def back_test(
    history: History, calendar: BusinessCalendar, *, days: Sequence[int] = DAYS, learn: int = 12
) -> dict[int, DayError]:
    """The landing tried on every whole month of the history after the first `learn`, by day of the month.

    Day weights and paces come from earlier months alone. Whole: every day of the month has a figure. A day
    without any case is left out. The range is blocked by month, because stores share what a month brings.
    """
    cases: dict[int, list[tuple[str, float, float]]] = {day: [] for day in days}
    every = sorted({month_of(day) for taken in history.values() for day in taken})
    for month in every[learn:]:
        earlier = {s: {d: x for d, x in taken.items() if month_of(d) < month} for s, taken in history.items()}
        weights = fit(earlier, calendar)
        for taken in history.values():
            for day, error, ratio in _tried(taken, month, days, weights, calendar):
                cases[day].append((month, error, ratio))
    return {day: _error(day, found) for day, found in cases.items() if found}


def _tried(
    taken: Mapping[date, float],
    month: str,
    days: Sequence[int],
    weights: DayWeights,
    calendar: BusinessCalendar,
) -> list[tuple[int, float, float]]:
    """One store-month: for each day the error, and what came over what was forecast to come."""
    dates = days_of(month)
    if not all(day in taken for day in dates):
        return []
    actual, prior = sum(taken[day] for day in dates), pace(taken, month, weights, calendar)
    found = []
    for over in (dates[day - 1] for day in days if day < len(dates)):
        so_far = sum(taken[day] for day in dates if day <= over)
        landing = land(so_far, over, weights=weights, calendar=calendar, prior=prior)
        if landing and actual > 0 and landing.value > so_far:
            ratio = (actual - so_far) / (landing.value - so_far)
            found.append((over.day, abs(landing.value - actual) / actual, ratio))
    return found


def _error(day: int, cases: list[tuple[str, float, float]]) -> DayError:
    months = sorted({month for month, _, _ in cases})
    ratios = np.array([ratio for _, _, ratio in cases])
    number = np.array([months.index(month) for month, _, _ in cases])
    inside = []
    for each in range(len(months) if len(months) > 1 else 0):
        low, high = _limits(ratios[number != each])
        inside += [low <= ratio <= high for ratio in ratios[number == each]]
    low, high = _limits(ratios)
    held = float(np.mean(inside)) if inside else 0.0
    return DayError(day, fmean(error for _, error, _ in cases), low, high, held, len(months), len(cases))


def _limits(ratios: np.ndarray) -> tuple[float, float]:
    """5 % and 95 % at the rank (n + 1) p: the next case then falls outside one time in ten.

    The usual rank (n - 1) p held 8 in 10 of 24 months. Hyndman and Fan (1996), The American Statistician
    50, 361-365, type 6. Below 19 cases the ends are the least and the greatest.
    """
    low, high = np.quantile(ratios, [LOW, HIGH], method="weibull")
    return float(low), float(high)

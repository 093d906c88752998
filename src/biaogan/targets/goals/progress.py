"""How much of a month is over, and how far a reading has come towards its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from biaogan.engine.methods.business_calendar import china
from biaogan.engine.methods.day_weights import DayWeights
from biaogan.engine.metrics.metric import Better, Metric
from biaogan.engine.periods import days_of, last_day
from biaogan.targets.goals.goal import REGION, Goal, Key, adds_up, grows_daily
from biaogan.targets.numbers import Figures

WHOLE = Decimal(100)


@dataclass(frozen=True)
class TimeProgress:
    """How much of the month is over, in percent: by calendar days, and by weighted working days."""

    calendar: Decimal
    working: Decimal


@dataclass(frozen=True)
class Attained:
    """A reading beside its target.

    `share`: percent of the target; None where more is neither better nor worse, or nothing was read.
    `gap`: reading minus target, in the metric's unit. `elapsed`: the time that has passed, and `ahead`
    the share beyond it in percentage points by working days, for what grows day by day and is not over.
    """

    goal: Goal
    share: Decimal | None
    gap: Decimal | None
    elapsed: TimeProgress | None
    ahead: Decimal | None


def time_progress(month: str, today: date) -> TimeProgress:
    """Complete months are over; of the running one, the days before today are."""
    days = days_of(month)
    over = [day for day in days if day < today]
    whole, done = _weight(days), _weight(over)
    return TimeProgress(Decimal(len(over)) / len(days) * WHOLE, done / (whole or 1) * WHOLE)


def _weight(days: Sequence[date]) -> Decimal:
    return sum((working_weight(day) for day in days), Decimal(0))


def working_weight(day: date) -> Decimal:
    """How much of a working day a day is: by weekday, holiday, Spring Festival and end of month."""
    return Decimal(str(DayWeights().of(day, china())))


def is_estimated(year: int) -> bool:
    """Whether the year's holidays have not been announced yet."""
    return china().estimated(year)


def attained(metric: Metric, goal: Goal, value: Decimal | int | None, *, today: date) -> Attained:
    """How far a reading of the goal's place and month has come."""
    share = share_of(metric, value, goal.value)
    running = last_day(goal.month) >= today
    elapsed = time_progress(goal.month, today) if running and grows_daily(metric) else None
    ahead = share - elapsed.working if share is not None and elapsed else None
    gap = None if value is None else Decimal(value) - goal.value
    return Attained(goal, share, gap, elapsed, ahead)


def share_of(metric: Metric, value: Decimal | int | None, target: Decimal) -> Decimal | None:
    """Percent of the target that is reached.

    Where more is better, value / target. Where less is better, 2 - value / target and never below 0,
    as the scorecard counts it; a target of none at all is reached by none, and missed by anything.
    """
    if value is None or metric.better is Better.BAND:
        return None
    if metric.better is Better.HIGHER:
        return Decimal(value) / target * WHOLE if target else None
    if not target:
        return WHOLE if not value else Decimal(0)
    return max(Decimal(0), (2 - Decimal(value) / target) * WHOLE)


def value_towards(metric: Metric, goal: Goal, found: Figures) -> Decimal | int | None:
    """The reading a goal is held against: where some stores have no target, the others' sum alone."""
    if not (goal.place == REGION and goal.missing and adds_up(metric)):
        return found.at(goal.slug, goal.place, goal.month).value
    values = [found.at(goal.slug, store, goal.month).value for store in goal.stores]
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def attained_at(
    metric: Metric, place: str, month: str, *, goals: Mapping[Key, Goal], found: Figures, today: date
) -> Attained | None:
    """How far a place has come towards its target of a month; None where it has no target."""
    goal = goals.get((metric.slug, place, month))
    return attained(metric, goal, value_towards(metric, goal, found), today=today) if goal else None


def judged_by(metric: Metric, reached: Attained | None, *, running: bool) -> Decimal | None:
    """The target a reading may be judged by.

    Half a month of a sum is no failure, and the sum of all stores is not held against the target of some.
    """
    if reached is None or (adds_up(metric) and (running or reached.goal.missing)):
        return None
    return reached.goal.value

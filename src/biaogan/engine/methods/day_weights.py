"""How much of a month's business a day carries: the clock by which a running month is judged.

Stores trade at weekends, so office days are the wrong clock. Weight = weekday x holiday or make-up day x
days around the Spring Festival x last four days of the month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from biaogan.engine.methods.business_calendar import BusinessCalendar, DayKind, festival
from biaogan.engine.periods import days_of, month_of

MONTH_END = 4
ROUNDS = 12
ENOUGH = 20  # store days a level must have been seen on; below, the weight it falls back to stays

# Levels by group; the first of each is the one that the others are measured against.
WEEKDAYS = tuple(f"weekday-{number}" for number in range(1, 8))  # Monday is 1
KINDS = ("ordinary", DayKind.HOLIDAY.value, DayKind.MAKE_UP.value)
FESTIVALS = ("festival-none", "festival-before", "festival-during", "festival-after")
ENDS = ("month", "month-end")
GROUPS = (WEEKDAYS, KINDS, FESTIVALS, ENDS)

# Assumed, without a source, until a region's own history replaces them: busy weekends, rest at the festival.
ASSUMED = {
    **dict(zip(WEEKDAYS, (0.92, 0.92, 0.94, 0.96, 1.02, 1.16, 1.08), strict=True)),
    **dict(zip(KINDS, (1.0, 0.6, 0.95), strict=True)),
    **dict(zip(FESTIVALS, (1.0, 1.15, 0.3, 0.75), strict=True)),
    **dict(zip(ENDS, (1.0, 1.1), strict=True)),
}  # fmt: skip

History = Mapping[str, Mapping[date, float]]  # store -> day -> money or visits


@dataclass(frozen=True)
class DayWeights:
    """The weight of every level, and the levels that the history fitted; the others are assumed."""

    levels: Mapping[str, float] = field(default_factory=lambda: dict(ASSUMED))
    fitted: frozenset[str] = frozenset()

    def of(self, day: date, calendar: BusinessCalendar, closed: frozenset[date] = frozenset()) -> float:
        """The weight of a day; an ordinary day has about 1, a day on which the store is closed 0."""
        if day in closed:
            return 0.0
        weight = 1.0
        for level in levels_of(day, calendar):
            weight *= self.levels[level]
        return weight

    def total(
        self, days: Iterable[date], calendar: BusinessCalendar, closed: frozenset[date] = frozenset()
    ) -> float:
        """Weighted working days: the weights of these days together."""
        return sum(self.of(day, calendar, closed) for day in days)

    def progress(
        self, month: str, over: date, calendar: BusinessCalendar, closed: frozenset[date] = frozenset()
    ) -> float | None:
        """Time progress: the share, 0 to 1, of the month's weight up to and with `over`.

        None where the store is closed all month.
        """
        days = days_of(month)
        whole = self.total(days, calendar, closed)
        return self.total([day for day in days if day <= over], calendar, closed) / whole if whole else None


def levels_of(day: date, calendar: BusinessCalendar) -> tuple[str, str, str, str]:
    """The level of a day in each group: weekday, kind, festival, month end."""
    kind = calendar.kind(day)
    return (
        WEEKDAYS[day.weekday()],
        kind.value if kind in {DayKind.HOLIDAY, DayKind.MAKE_UP} else KINDS[0],
        f"festival-{festival(day)}",
        ENDS[(day + timedelta(days=MONTH_END)).month != day.month],
    )


def adjusted(
    months: Mapping[str, float | None], weights: DayWeights, calendar: BusinessCalendar
) -> dict[str, float | None]:
    """Monthly sums as if each month had the average weight of all: what a control chart should see.

    In the unit of the sums; a month without data stays None.
    """
    weight = {month: weights.total(days_of(month), calendar) for month in months}
    average = sum(weight.values()) / len(weight) if weight else 0.0
    return {
        month: None if value is None else value * average / weight[month] for month, value in months.items()
    }


def fit(history: History, calendar: BusinessCalendar, *, start: DayWeights | None = None) -> DayWeights:
    """Day weights of a region from daily figures of its stores, by iterative proportional fitting.

    Each store-month keeps its own level, so growth and size of stores do not matter; each level of a
    weight is set so that the days it falls on sum to what was really taken: twelve rounds, pooled over
    stores. Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444; the fixed point is
    the maximum likelihood of a Poisson log-linear model. A day that is missing is a day without data, a
    day with 0 one without business. A level seen on fewer than 20 store days keeps the weight of `start`
    (by default the assumed one).
    """
    initial = start or DayWeights()
    rows = _rows(history)
    if not rows:
        return initial
    days = sorted({day for _, day, _ in rows})
    place = {day: number for number, day in enumerate(days)}
    names = [level for group in GROUPS for level in group]
    index = {name: number for number, name in enumerate(names)}
    table = np.array([[index[level] for level in levels_of(day, calendar)] for day in days])
    at = np.array([place[day] for _, day, _ in rows])
    amounts = np.array([amount for _, _, amount in rows])
    _, month = np.unique([f"{store}\t{month_of(day)}" for store, day, _ in rows], return_inverse=True)
    weights = np.array([initial.levels[name] for name in names])
    fitted = _proportional(weights, table[at], amounts, month)
    levels = dict(zip(names, weights.tolist(), strict=True))
    return replace(initial, levels=levels, fitted=frozenset(names[number] for number in fitted))


def _rows(history: History) -> list[tuple[str, date, float]]:
    """Days of store-months that took something; nothing can be learnt of the others."""
    months: dict[tuple[str, str], float] = {}
    rows = [(store, day, amount) for store, days in history.items() for day, amount in days.items()]
    for store, day, amount in rows:
        key = (store, month_of(day))
        months[key] = months.get(key, 0.0) + amount
    return [row for row in rows if months[row[0], month_of(row[1])] > 0]


def _proportional(
    weights: np.ndarray, levels: np.ndarray, amounts: np.ndarray, month: np.ndarray
) -> list[int]:
    """Changes `weights` in place; says which levels were fitted. `levels`: rows x groups.

    Weekdays average 1 in the end; in other groups the first level is 1.
    """
    seen = np.bincount(levels.ravel(), minlength=len(weights))
    taken = np.bincount(levels.ravel(), np.repeat(amounts, levels.shape[1]), minlength=len(weights))
    fitted = seen >= ENOUGH
    whole = np.bincount(month, amounts)
    for _ in range(ROUNDS):
        for number, group in enumerate(_places()):
            each = np.prod(weights[levels], axis=1)
            expected = each * (whole / np.bincount(month, each))[month]
            sums = np.bincount(levels[:, number], expected, minlength=len(weights))
            mine = _free(group, fitted, taken)
            weights[mine] *= np.divide(taken[mine], sums[mine], out=np.zeros(len(mine)), where=sums[mine] > 0)
    for number, group in enumerate(_places()):
        weights[group] /= weights[group[0]] if number else weights[group].mean()
    return np.flatnonzero(fitted).tolist()


def _places() -> list[np.ndarray]:
    """Where the levels of each group stand among all weights."""
    ends = np.cumsum([len(group) for group in GROUPS])
    return [np.arange(end - len(group), end) for end, group in zip(ends, GROUPS, strict=True)]


def _free(group: np.ndarray, fitted: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """The levels to move. Where some stay as assumed, so does the busiest, which they are measured by."""
    if fitted[group].all():
        return group
    moved: np.ndarray = group[fitted[group] & (group != group[np.argmax(taken[group])])]
    return moved

"""The metric of revenue attainment against the targets that hold, whichever way they came.

The engine knows the targets of files alone; a page asks here, so that the metric, the cards and the
stores' pages give one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from biaogan.engine.metrics.reading import Reading
from biaogan.targets.goals.goal import FROM_STORES, Goal, Key
from biaogan.targets.goals.queries import goals
from biaogan.targets.numbers import Figures, figures

ATTAINMENT, REVENUE = "revenue-attainment", "revenue"
WHOLE = Decimal(100)


def figures_with_targets(
    slugs: Iterable[str], *, months: Sequence[str], stores: Sequence[str], as_of: date
) -> Figures:
    """Readings as `figures` gives them, attainment among them counted anew."""
    wanted = list(slugs)
    if ATTAINMENT not in wanted:
        return figures(wanted, months=months, stores=stores, as_of=as_of)
    found = figures([*wanted, REVENUE], months=months, stores=stores, as_of=as_of)
    aims = goals([REVENUE], stores=stores, months=months, as_of=as_of)
    counted = {
        key: _attainment(reading, found, aims) if reading.slug == ATTAINMENT else reading
        for key, reading in found.found.items()
    }
    return Figures(counted)


def _attainment(reading: Reading, found: Figures, aims: Mapping[Key, Goal]) -> Reading:
    goal = aims.get((REVENUE, reading.place, reading.month))
    top, bottom = _parts(goal, found, aims) if goal else (None, None)
    if top is None or not bottom:
        return reading._replace(numerator=None, denominator=None, value=None, n=None)
    cases = found.at(REVENUE, reading.place, reading.month).n
    return reading._replace(numerator=top, denominator=bottom, value=top / bottom * WHOLE, n=cases)


def _parts(goal: Goal, found: Figures, aims: Mapping[Key, Goal]) -> tuple[Decimal | None, Decimal]:
    """Revenue and target; a region's target made of the stores' counts the stores that have both."""
    if goal.source != FROM_STORES:
        value = found.at(REVENUE, goal.place, goal.month).value
        return (None if value is None else Decimal(value)), goal.value
    pairs = [
        (found.at(REVENUE, store, goal.month).value, aims[REVENUE, store, goal.month].value)
        for store in goal.stores
    ]
    whole = [(Decimal(value), target) for value, target in pairs if value is not None]
    if not whole:
        return None, goal.value
    return sum((top for top, _ in whole), Decimal(0)), sum((target for _, target in whole), Decimal(0))

"""A target as everybody reads it, and how the stores' targets make the region's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Metric, Period, Unit

REGION = "region"
FROM_FILE = "file"
FROM_STORES = "stores"
# Its target is 100 % by definition; what is set is the target of revenue.
NEVER_SET = frozenset({"revenue-attainment"})

Key = tuple[str, str, str]  # metric, place, month


@dataclass(frozen=True)
class Goal:
    """`value` is in the unit of the metric's readings: yuan, percent, counts.

    `place` is a store's code, `region` for the stores asked about, or `region_place` of one region.
    `source` is how it came: set by a person (GoalSource), from a file, or made of the stores' targets;
    then `stores` names those that have one, and `missing` those that have none.
    """

    slug: str
    place: str
    month: str
    value: Decimal
    source: str
    version: int | None = None
    set_at: datetime | None = None
    set_by: str = ""
    note: str = ""
    stores: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def region_place(pk: int) -> str:
    """The place of a region's own target, as no store's code can look."""
    return f"region:{pk}"


def settable() -> dict[str, Metric]:
    """The metrics that can have targets, by slug."""
    return {slug: metric for slug, metric in CATALOGUE.items() if slug not in NEVER_SET}


def adds_up(metric: Metric) -> bool:
    """Whether the stores' targets add up to the region's: sums and counts, not shares or averages."""
    return metric.denominator is None and metric.unit in {Unit.YUAN, Unit.COUNT}


def grows_daily(metric: Metric) -> bool:
    """Whether a month's figure grows day by day, so that it can be held against the time that has passed."""
    return adds_up(metric) and metric.period is Period.MONTH


def cascaded(
    metric: Metric, parts: Mapping[str, Goal], stores: Sequence[str], weights: Mapping[str, Decimal]
) -> Goal | None:
    """What the stores' targets make together; None where no store has one.

    Sums add up. Shares and averages are weighted by what they are shares of, so that stores that all
    hit their targets make a region that hits its own; without any past each store weighs the same.
    """
    known = [store for store in stores if store in parts]
    if not known:
        return None
    values = [parts[store].value for store in known]
    if adds_up(metric):
        value = sum(values, Decimal(0))
    else:
        value = weighted_mean(values, [weights.get(store, Decimal(0)) for store in known])
    first = parts[known[0]]
    missing = tuple(store for store in stores if store not in parts)
    return Goal(first.slug, REGION, first.month, value, FROM_STORES, stores=tuple(known), missing=missing)


def weighted_mean(values: Sequence[Decimal], weights: Sequence[Decimal]) -> Decimal:
    """A plain mean where nothing has weight; the common value, exactly, where all are the same."""
    if len(set(values)) == 1:
        return values[0]
    if not any(weights):
        return sum(values, Decimal(0)) / len(values)
    pairs = zip(values, weights, strict=True)
    return sum((value * weight for value, weight in pairs), Decimal(0)) / sum(weights, Decimal(0))

"""A year of readings of invented stores, by store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import rolling

MONTHS = rolling("2026-05", 12)
Sides = tuple[int | Decimal, int]


def reading(metric: Metric, store: str, month: str, top: int | Decimal, bottom: int) -> Reading:
    value = Decimal(top) / Decimal(bottom) * metric.factor if bottom else None
    return Reading(metric.slug, store, month, {}, top, bottom, value, bottom, "v")


def a_year(
    metric: Metric, stores: Sequence[str], sides: Callable[[str, int], Sides]
) -> Mapping[str, list[Reading]]:
    return {
        store: [reading(metric, store, month, *sides(store, at)) for at, month in enumerate(MONTHS)]
        for store in stores
    }

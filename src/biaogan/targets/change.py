"""Changes between readings, as a card shows them: points for shares and scores, percent for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from biaogan.engine.metrics.metric import Better, Metric, Unit
from biaogan.engine.metrics.reading import Reading

IN_POINTS = {Unit.PERCENT, Unit.POINTS, Unit.SCORE, Unit.PER_THOUSAND}
Value = Decimal | int | None


def change(metric: Metric, now: Value, then: Value) -> Decimal | None:
    """How `now` differs from `then`; None where one is missing or the base is 0."""
    if now is None or then is None:
        return None
    if metric.unit in IN_POINTS:
        return Decimal(now) - Decimal(then)
    return None if not then else (Decimal(now) - Decimal(then)) / abs(Decimal(then)) * 100


def trend(series: Sequence[Reading]) -> list[float | None]:
    return [None if reading.value is None else float(reading.value) for reading in series]


def is_worse(metric: Metric, difference: Decimal | None) -> bool:
    """Whether a change goes the wrong way; a metric that is best in a band never does."""
    if not difference or metric.better is Better.BAND:
        return False
    return (difference < 0) is (metric.better is Better.HIGHER)

"""A series of readings on its control chart: centre, limits, and how far each month lies from the centre.

Limits come from the first months of a stretch and are then frozen; a stretch begins with the data, or
where somebody recorded why the process is another one. Three kinds of series are told apart: shares of
cases (their limits know how many cases a month has), sums (compared per working time, so that a short
month is no fall), and figures of rolling windows (judged by their change, since neighbours overlap).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from biaogan.engine.methods import chart_rules
from biaogan.engine.methods.chart_rules import Rule as Mark
from biaogan.engine.methods.control_charts import Baseline, Chart, laney_chart, p_chart, xmr
from biaogan.engine.metrics.metric import Metric, Period, Unit
from biaogan.engine.metrics.reading import Reading

BASELINE = 24  # months after which limits are frozen
LEAST = 8  # months without which there are no limits
LEAST_CASES = 10  # of a month; with fewer even none, or all, would be no news
AFTER = 8  # while there are fewer than both together, the newest months stay out of the baseline
# A plan or a handful of cases is no process with a spread: few different values, and small ones.
FEW_VALUES, SMALL = 5, 20
ORDER = (Mark.BEYOND_LIMIT, Mark.RUN_OF_EIGHT, Mark.TWO_OF_THREE)  # what is seen best comes first


class Basis(StrEnum):
    SHARE = "share"
    VALUE = "value"
    PER_DAY = "per-day"
    CHANGE = "change"


@dataclass(frozen=True)
class Point:
    """A month: its reading, and where judged, centre and limits in the unit of the reading.

    `distance` is from the centre in standard deviations; `side` is 1 above and -1 below it.
    """

    reading: Reading
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    distance: float | None = None
    side: int = 0
    in_baseline: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def month(self) -> str:
        return self.reading.month


@dataclass(frozen=True)
class Stretch:
    """Months under one set of limits: where it begins and why, how many months made them (0: too few)."""

    month: str
    cause: str
    baseline: int

    @property
    def frozen(self) -> bool:
        return self.baseline >= BASELINE


@dataclass(frozen=True)
class Charted:
    metric: Metric
    place: str
    basis: Basis
    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]

    @property
    def stretch(self) -> Stretch:
        """The one the newest month belongs to."""
        return self.stretches[-1]

    def judged(self) -> list[Point]:
        """The months after the baseline of the newest stretch, oldest first."""
        if not self.stretch.baseline:
            return []
        own = [point for point in self.points if point.month >= self.stretch.month]
        end = max(at for at, point in enumerate(own) if point.in_baseline)
        return own[end + 1 :]


@dataclass(frozen=True)
class Scaled:
    """What is judged of a reading, and the way back to its own unit: judged = value / per - less."""

    judged: float
    per: float = 1.0
    less: float = 0.0

    def back(self, judged: float) -> float:
        return (judged + self.less) * self.per


def charted(
    metric: Metric,
    readings: Sequence[Reading],
    *,
    weights: Mapping[str, float],
    causes: Mapping[str, str] | None = None,
) -> Charted:
    """The readings of one place, oldest first, every month once.

    weights: how much working time a month has. causes: why limits begin anew, by month.
    """
    basis = basis_of(metric, readings)
    floor = -math.inf if any((one.value or 0) < 0 for one in readings) or metric.unit is Unit.POINTS else 0.0
    scaled = (
        _scaled(metric, basis, readings, weights) if _varies(metric, readings) else [None] * len(readings)
    )
    baselines = _baselines(readings, scaled, causes or {})
    chart = _chart(basis, readings, scaled, baselines)
    marks = _marks(metric, chart)
    points = []
    for at, (reading, scale, point) in enumerate(zip(readings, scaled, chart.points, strict=True)):
        inside = any(one.first <= at <= one.last for one in baselines)
        points.append(_point(basis, reading, scale, point, marks.get(at, ()), floor, in_baseline=inside))
    stretches = [
        Stretch(
            readings[one.since].month, one.cause,
            sum(scale is not None for scale in scaled[one.first : one.last + 1]) if limits else 0,
        )
        for one, limits in zip(baselines, chart.frozen, strict=True)
    ]  # fmt: skip
    return Charted(metric, readings[0].place, basis, tuple(points), tuple(stretches))


def _varies(metric: Metric, readings: Sequence[Reading]) -> bool:
    values = {one.value for one in readings if one.value is not None}
    small = metric.period is Period.SNAPSHOT or all(value < SMALL for value in values)
    return len(values) >= FEW_VALUES or not small


def basis_of(metric: Metric, readings: Sequence[Reading]) -> Basis:
    if metric.period in (Period.ROLLING_YEAR, Period.ROLLING_QUARTER):
        return Basis.CHANGE
    if metric.unit is Unit.PERCENT and all(_is_share(one) for one in readings if one.value is not None):
        return Basis.SHARE
    if (
        metric.denominator is None
        and metric.period is Period.MONTH
        and metric.unit in (Unit.YUAN, Unit.COUNT)
    ):
        return Basis.PER_DAY
    return Basis.VALUE


def enough(metric: Metric) -> int:
    """Cases of a month that its own chart can judge: the limits widen with fewer, a comparison's do not."""
    return min(metric.min_n, LEAST_CASES)


def _is_share(one: Reading) -> bool:
    top, bottom = one.numerator, one.denominator
    return isinstance(top, int) and isinstance(bottom, int) and 0 <= top <= bottom


def _scaled(
    metric: Metric, basis: Basis, readings: Sequence[Reading], weights: Mapping[str, float]
) -> list[Scaled | None]:
    """None where there is no reading, or too few cases to speak of a share."""
    if basis is Basis.CHANGE:
        return _changes(readings)
    found: list[Scaled | None] = []
    for one in readings:
        few = basis is Basis.SHARE and (one.n or 0) < enough(metric)
        if one.value is None or few:
            found.append(None)
        elif basis is Basis.PER_DAY:
            weight = weights[one.month]
            found.append(Scaled(float(one.value) / weight, per=weight) if weight > 0 else None)
        else:
            found.append(Scaled(float(one.value)))
    return found


def _changes(readings: Sequence[Reading]) -> list[Scaled | None]:
    """Every month against the one before it."""
    values = [None if one.value is None else float(one.value) for one in readings]
    return [
        None if value is None or before is None else Scaled(value - before, less=before)
        for before, value in zip([None, *values[:-1]], values, strict=True)
    ]


def _baselines(
    readings: Sequence[Reading], scaled: Sequence[Scaled | None], causes: Mapping[str, str]
) -> list[Baseline]:
    """A stretch of too few months gets a baseline of its first month alone, which gives no limits."""
    begins = [0, *(at for at, one in enumerate(readings) if at and one.month in causes)]
    found = []
    for first, end in zip(begins, [*begins[1:], len(readings)], strict=True):
        known = [at for at in range(first, end) if scaled[at] is not None]
        size = min(BASELINE, max(LEAST, len(known) - AFTER))
        last = known[size - 1] if len(known) >= LEAST else first
        found.append(Baseline(first, last, since=first, cause=causes.get(readings[first].month, "")))
    return found


def _chart(
    basis: Basis,
    readings: Sequence[Reading],
    scaled: Sequence[Scaled | None],
    baselines: Sequence[Baseline],
) -> Chart:
    if basis is not Basis.SHARE:
        return xmr([None if one is None else one.judged for one in scaled], baselines)
    cases = [
        None if scale is None else (float(one.numerator or 0), float(one.denominator or 0))
        for one, scale in zip(readings, scaled, strict=True)
    ]
    wide = laney_chart(cases, baselines)
    # Only where months differ by more than their cases explain; never narrower than chance alone.
    differ = any(limits and (limits.sigma or 0) > 1 for limits in wide.frozen)
    return wide if differ else p_chart(cases, baselines)


def _marks(metric: Metric, chart: Chart) -> dict[int, tuple[Mark, ...]]:
    """A state that lasts (orders in progress, posts filled) is like its neighbours: a run says nothing."""
    told = {Mark.BEYOND_LIMIT} if metric.period is Period.SNAPSHOT else set(ORDER)
    found: dict[int, set[Mark]] = {}
    for signal in chart.signals:
        if signal.rule in told:
            found.setdefault(signal.at, set()).add(signal.rule)
    return {at: tuple(mark for mark in ORDER if mark in marks) for at, marks in found.items()}


def _point(
    basis: Basis,
    reading: Reading,
    scale: Scaled | None,
    point: chart_rules.Point | None,
    marks: tuple[Mark, ...],
    floor: float,
    *,
    in_baseline: bool,
) -> Point:
    """`floor`: what never was below nought is not expected there."""
    if scale is None or point is None:
        return Point(reading, in_baseline=in_baseline and scale is not None)
    times = 100 if basis is Basis.SHARE else 1
    centre, low, high = (scale.back(one * times) for one in (point.centre, point.lower, point.upper))
    return Point(reading, centre, max(low, floor), high, point.z, point.side, in_baseline, marks)

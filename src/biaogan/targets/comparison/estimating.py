"""A store's figure of one or several months with its interval and error, from readings alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from biaogan.engine.methods import estimates, intervals
from biaogan.engine.methods.estimates import Estimate
from biaogan.engine.methods.intervals import Interval
from biaogan.engine.metrics.metric import Metric, Period, Unit
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.goals.goal import adds_up

YEAR = 12
SPANS = (1, 3, 12)
ENOUGH_MONTHS = 6  # below these nobody knows how much a store's figure varies by itself
ENOUGH_EVENTS = 5  # on both sides, or the interval of a share is the exact one


class Kind(StrEnum):
    SHARE = "share"  # cases among cases
    SCORE = "score"  # promoters less detractors
    MEAN = "mean"  # varies around its store's own level from month to month
    SUM = "sum"  # grows with the size of the store
    LEVEL = "level"  # overlapping months or a month's end: no spread of its own


@dataclass(frozen=True)
class Answers:
    """How many recommend, neither nor, and advise against."""

    promoters: int
    passives: int
    detractors: int


@dataclass(frozen=True)
class StoreFigure:
    """In the unit of the metric; `estimate` is None where a store cannot be ranked."""

    value: float
    interval: Interval | None
    n: int
    estimate: Estimate | None
    counts: tuple[int, int] | None = None  # of a share: events and cases
    few: bool = False


def kind_of(metric: Metric) -> Kind:
    if adds_up(metric):
        return Kind.SUM
    if metric.unit is Unit.POINTS:
        return Kind.SCORE
    if metric.unit in (Unit.PERCENT, Unit.PER_THOUSAND) and _counts_cases(metric):
        return Kind.SHARE
    return Kind.MEAN if metric.period in (Period.MONTH, Period.COHORT) else Kind.LEVEL


def _counts_cases(metric: Metric) -> bool:
    return metric.denominator is not None and metric.numerator.scale == metric.denominator.scale == 1


def spans_of(metric: Metric) -> tuple[int, ...]:
    """Over how many months a figure can be added up; rolling figures already are."""
    adds = metric.period in (Period.MONTH, Period.COHORT) and metric.denominator is not None
    return SPANS if adds and kind_of(metric) in (Kind.SHARE, Kind.MEAN) else SPANS[:1]


def figures_of(
    metric: Metric, series: Mapping[str, Sequence[Reading]], span: int, answers: Mapping[str, Answers | None]
) -> dict[str, StoreFigure | None]:
    """Every store's figure of its last `span` months; None without data.

    `series` holds a year of readings by store, oldest first; `answers` is asked for scores alone.
    """
    kind = kind_of(metric)
    if kind is Kind.SCORE:
        return {store: _score(metric, answers.get(store)) for store in series}
    if kind is Kind.SHARE:
        return {store: _share(metric, readings[-span:]) for store, readings in series.items()}
    points = {store: [_point(one) for one in readings] for store, readings in series.items()}
    return {
        store: _mean(metric, readings[-span:], points, store, ranked=kind is Kind.MEAN)
        for store, readings in series.items()
    }


def _share(metric: Metric, readings: Sequence[Reading]) -> StoreFigure | None:
    """Wilson's interval, and the exact one where events are few."""
    known = [one for one in readings if one.value is not None]
    k, n = (sum(int(side or 0) for side in sides) for sides in (
        [one.numerator for one in known], [one.denominator for one in known]
    ))  # fmt: skip
    if not n:
        return None
    if k > n:  # two complaints of one visit: no share of cases
        return StoreFigure(k / n * metric.factor, None, n, None)
    rare = min(k, n - k) < ENOUGH_EVENTS
    between = intervals.exact(k, n) if rare else intervals.wilson(k, n)
    few = n < metric.min_n
    return StoreFigure(
        k / n * metric.factor, between and _scaled(between, metric.factor), n,
        None if few else _in_unit(estimates.of_rate(k, n), metric.factor), (k, n), few,
    )  # fmt: skip


def _in_unit(share: Estimate | None, factor: int) -> Estimate | None:
    return share and Estimate(share.value * factor, share.error * factor, share.n)


def _scaled(interval: Interval, factor: int) -> Interval:
    return Interval(interval.low * factor, interval.high * factor)


def _score(metric: Metric, answers: Answers | None) -> StoreFigure | None:
    if answers is None:
        return None
    counts = (answers.promoters, answers.passives, answers.detractors)
    found, n = estimates.of_nps(*counts), sum(counts)
    if found is None:
        return None
    few = n < metric.min_n
    return StoreFigure(found.value, intervals.of_nps(*counts), n, None if few else found, few=few)


@dataclass(frozen=True)
class Point:
    """A month's figure and how much of it there was: visits, hours, yuan, cases."""

    value: float
    weight: float


def _point(reading: Reading) -> Point | None:
    weight = reading.denominator if reading.denominator is not None else reading.n
    if reading.value is None or weight is None or weight <= 0:
        return None
    return Point(float(reading.value), float(weight))


Points = Sequence[Point | None]


def _mean(
    metric: Metric,
    readings: Sequence[Reading],
    points: Mapping[str, Points],
    store: str,
    *,
    ranked: bool,
) -> StoreFigure | None:
    known = [one for one in readings if one.value is not None]
    if not known:
        return None
    value, n = _pooled(metric, known), sum(one.n or 0 for one in known)
    weight = sum(point.weight for one in known if (point := _point(one)))
    others = [series for name, series in points.items() if name != store]
    spread = monthly_spread(points[store], others) if ranked and weight else None
    few = n < metric.min_n
    if spread is None or n < 1:
        return StoreFigure(value, None, n, None, few=few)
    error = math.sqrt(spread.variance / weight)
    reach = _quantile(spread.months - 1) * error
    shifted = value - _season(points, store, len(readings))
    estimate = None if few else Estimate(shifted, error, n)
    return StoreFigure(value, Interval(value - reach, value + reach), n, estimate, few=few)


def _season(points: Mapping[str, Points], store: str, span: int) -> float:
    """How much higher a store's figure is only because more of its work fell into months high for all."""
    if span == 1:
        return 0.0
    months = list(zip(*(series[-span:] for series in points.values()), strict=True))
    levels = [_level(month) for month in months]
    own = [
        Point(level, point.weight)
        for level, point in zip(levels, points[store][-span:], strict=True)
        if point is not None and level is not None
    ]
    whole = _level([point for month in months for point in month])
    mine = _level(own)
    return 0.0 if whole is None or mine is None else mine - whole


def _pooled(metric: Metric, known: Sequence[Reading]) -> float:
    if len(known) == 1 or metric.denominator is None:
        return float(known[-1].value or 0)
    top = sum((Decimal(one.numerator or 0) for one in known), Decimal(0))
    bottom = sum((Decimal(one.denominator or 0) for one in known), Decimal(0))
    return float(top / bottom * metric.factor)


@dataclass(frozen=True)
class Spread:
    """The variance of one unit of weight, and how many months tell it."""

    variance: float
    months: int


def monthly_spread(own: Points, others: Sequence[Points]) -> Spread | None:
    """How a store's months vary around what the other stores did in the same months.

    Each month is a block: what its days or visits share stays inside it, and what all stores share (season,
    holidays, prices) is taken away. None below six months.
    """
    gaps = []
    for month, point in enumerate(own):
        level = _level([series[month] for series in others]) if others else 0.0
        if point is not None and level is not None:
            gaps.append((point.value - level, point.weight))
    if len(gaps) < ENOUGH_MONTHS:
        return None
    whole = sum(weight for _, weight in gaps)
    middle = sum(gap * weight for gap, weight in gaps) / whole
    squares = sum(weight * (gap - middle) ** 2 for gap, weight in gaps)
    return Spread(squares / (len(gaps) - 1), len(gaps))


def _level(points: Points) -> float | None:
    known = [point for point in points if point is not None]
    if not known:
        return None
    return sum(point.value * point.weight for point in known) / sum(point.weight for point in known)


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))

"""Control charts: signal or noise, by limits frozen until they are re-based for a recorded cause."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from biaogan.engine.methods.chart_rules import Point, Signal, signals
from biaogan.engine.methods.funnel import binomial_limits, poisson_limits

ENOUGH = 6  # points of a baseline; below, no limits
RANGE_TO_SIGMA = 1.128  # d2 of two: mean moving range over the standard deviation
MEDIAN_RANGE_TO_SIGMA = 0.954
ROUNDING = 1e-12  # of the largest value: a smaller spread is how a computer writes equal values
RANGE_LIMIT = 3.267  # D4 of two: upper limit of a moving range over their mean
TAILS = (0.0013498980316301, 0.0227501319481792, 0.9772498680518208, 0.9986501019683699)  # 3 and 2 sigma

Pair = tuple[float, float]  # events or successes, and what they are counted over


@dataclass(frozen=True)
class Baseline:
    """Limits from the points `first` to `last` (both included) judge the points from `since` on.

    Positions count from 0. Every baseline after the first needs the cause for which the limits were re-based.
    """

    first: int
    last: int
    since: int = 0
    cause: str = ""


@dataclass(frozen=True)
class Frozen:
    """What a baseline fixes: centre, standard deviation (None for counts), upper limit of a moving range."""

    baseline: Baseline
    centre: float
    sigma: float | None = None
    range_limit: float | None = None


@dataclass(frozen=True)
class Chart:
    """Points in order (None without data or without limits), why some are signals, and the frozen limits."""

    points: tuple[Point | None, ...]
    signals: tuple[Signal, ...]
    frozen: tuple[Frozen | None, ...]  # one a baseline; None where it holds too little to give limits


def xmr(values: Sequence[float | None], baselines: Sequence[Baseline], *, by_median: bool = False) -> Chart:
    """Single values in their unit, one a period: centre +- 3 x mean moving range / 1.128.

    By median: median +- 3 x median moving range / 0.954, which one wild month of the baseline does not widen.
    Wheeler (1993), Understanding Variation; NIST/SEMATECH e-Handbook 6.3.2.2. Check: its flow rates give
    50.81, 45.8159 to 55.8041. A range is taken between neighbours with data. A baseline of fewer than six
    points, or without any spread, gives no limits. Raises ValueError for a baseline outside the series or
    without cause.
    """
    series = [None if value is None else float(value) for value in values]

    def frozen(span: Baseline) -> Frozen | None:
        inside = series[span.first : span.last + 1]
        ranges = [abs(b - a) for a, b in pairwise(inside) if a is not None and b is not None]
        known = [value for value in inside if value is not None]
        if len(known) < ENOUGH or not any(ranges):
            return None
        spread = median(ranges) / MEDIAN_RANGE_TO_SIGMA if by_median else fmean(ranges) / RANGE_TO_SIGMA
        if spread <= ROUNDING * max(map(abs, known)):
            return None
        centre = median(known) if by_median else fmean(known)
        return Frozen(span, centre, spread, RANGE_LIMIT * fmean(ranges))

    def point(limits: Frozen, at: int) -> Point | None:
        value = series[at]
        return None if value is None else _by_sigma(value, limits.centre, limits.sigma or 0.0)

    return _chart(len(series), baselines, frozen, point)


def p_chart(cases: Sequence[Pair | None], baselines: Sequence[Baseline], *, exact: bool = True) -> Chart:
    """Shares k of n, one (k, n) a period, as shares 0 to 1, around the share of the whole baseline.

    Exact: binomial limits that chance leaves as rarely as 3 sigma. Otherwise p +- 3 sqrt(p (1 - p) / n), the
    textbook's, which few cases leave too often. Check: Montgomery's orange juice cans (30 samples of 50), not
    exact: .2313, .0524 to .4102, samples 15 and 23 outside. A period with n = 0 has no point;
    a baseline with no success, or nothing else, gives no limits.
    """
    _check(cases, at_most_one=True)
    return _counted(
        cases,
        baselines,
        lambda p: p * (1 - p),
        (lambda p, n: binomial_limits(p, int(n), TAILS)) if exact else None,
        1.0,
    )


def u_chart(counts: Sequence[Pair | None], baselines: Sequence[Baseline], *, exact: bool = True) -> Chart:
    """Events over exposure (complaints over orders), one (events, exposure) a period, around the baseline's.

    Exact: Poisson limits. Otherwise u +- 3 sqrt(u / n); with an exposure of 1 this is the c chart. Check:
    NIST 6.3.3.1, defects of 25 wafers, not exact: 16, 4 to 28, wafer 24 outside. No events, no limits.
    """
    _check(counts, at_most_one=False)
    return _counted(
        counts,
        baselines,
        lambda u: u,
        (lambda u, n: poisson_limits(u, n, TAILS)) if exact else None,
        math.inf,
    )


def laney_chart(cases: Sequence[Pair | None], baselines: Sequence[Baseline]) -> Chart:
    """Laney's p' chart: shares of many cases, whose months differ by more than the count of cases explains.

    The binomial deviation times that of the standardised shares, from their moving ranges: Laney (2002),
    Quality Engineering 14, 531-537. Where months differ by less, the limits are narrower than the p chart's.
    """
    _check(cases, at_most_one=True)

    def frozen(span: Baseline) -> Frozen | None:
        inside = cases[span.first : span.last + 1]
        centre = _whole(inside)
        if centre is None or not 0 < centre < 1:
            return None
        z = [
            (k / n - centre) / math.sqrt(centre * (1 - centre) / n) if n else None
            for k, n in (each or (0, 0) for each in inside)
        ]
        ranges = [abs(b - a) for a, b in pairwise(z) if a is not None and b is not None]
        return Frozen(span, centre, fmean(ranges) / RANGE_TO_SIGMA) if any(ranges) else None

    def point(limits: Frozen, at: int) -> Point | None:
        k, n = cases[at] or (0, 0)
        sigma = math.sqrt(limits.centre * (1 - limits.centre) / n) * (limits.sigma or 0.0) if n else 0.0
        return _by_sigma(k / n, limits.centre, sigma, 0.0, 1.0) if n else None

    return _chart(len(cases), baselines, frozen, point)


def _counted(
    cases: Sequence[Pair | None],
    baselines: Sequence[Baseline],
    variance: Callable[[float], float],
    exact: Callable[[float, float], list[float]] | None,
    most: float,
) -> Chart:
    def frozen(span: Baseline) -> Frozen | None:
        centre = _whole(cases[span.first : span.last + 1])
        return Frozen(span, centre) if centre and centre < most else None

    def point(limits: Frozen, at: int) -> Point | None:
        k, n = cases[at] or (0, 0)
        if not n:
            return None
        sigma = math.sqrt(variance(limits.centre) / n)
        if exact is None:
            return _by_sigma(k / n, limits.centre, sigma, 0.0, most)
        lower, low, high, upper = exact(limits.centre, n)
        z = (k / n - limits.centre) / sigma if sigma else None
        return Point(k / n, limits.centre, lower, low, high, upper, z)

    return _chart(len(cases), baselines, frozen, point)


def _whole(cases: Sequence[Pair | None]) -> float | None:
    """Events of all periods over their exposure; None for fewer than six periods with data."""
    known = [each for each in cases if each is not None and each[1]]
    if len(known) < ENOUGH:
        return None
    return sum(k for k, _ in known) / sum(n for _, n in known)


def _by_sigma(
    value: float, centre: float, sigma: float, least: float = -math.inf, most: float = math.inf
) -> Point:
    lower, low, high, upper = (min(most, max(least, centre + times * sigma)) for times in (-3, -2, 2, 3))
    return Point(value, centre, lower, low, high, upper, (value - centre) / sigma if sigma else None)


def _chart(
    length: int,
    baselines: Sequence[Baseline],
    frozen: Callable[[Baseline], Frozen | None],
    point: Callable[[Frozen, int], Point | None],
) -> Chart:
    _check_baselines(length, baselines)
    limits = tuple(frozen(span) for span in baselines)
    points: list[Point | None] = []
    found: list[Signal] = []
    ends = [span.since for span in baselines[1:]] + [length]
    for span, limit, end in zip(baselines, limits, ends, strict=True):
        judged = [point(limit, at) if limit else None for at in range(span.since, end)]
        found += signals(judged, start=span.since)
        points += judged
    return Chart(tuple(points), tuple(found), limits)


def _check_baselines(length: int, baselines: Sequence[Baseline]) -> None:
    if not baselines or baselines[0].since != 0:
        raise ValueError("the first baseline judges the points from 0 on")
    for span in baselines:
        if not (0 <= span.first <= span.last < length and span.since < length):
            raise ValueError(f"a baseline from {span.first} to {span.last} does not lie in {length} points")
    for earlier, later in pairwise(baselines):
        if later.since <= earlier.since:
            raise ValueError("baselines follow one another in time")
        if not later.cause.strip():
            raise ValueError(f"limits re-based from point {later.since} on need a cause")


def _check(cases: Sequence[Pair | None], *, at_most_one: bool) -> None:
    for k, n in (each for each in cases if each is not None):
        if k < 0 or n < 0 or (k > n and at_most_one) or (k and not n):
            raise ValueError(f"{k} of {n} is no figure")

"""Forecasts kept earlier against what happened: inside the fan, how far off, how well a proposer foresees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from biaogan.engine.methods.intervals import Interval, wilson
from biaogan.engine.methods.three_year.forecast import Changes, Fan, Forecast

LOOK_BACKS = (3, 12, 24, 36)
NOMINAL = 0.8
MEASURES = tuple(Changes.__dataclass_fields__)


@dataclass(frozen=True)
class Score:
    """One measure at one look-back, in the unit of the measure.

    `interval_score` is the width of the fan from p10 to p90 plus ten times what lies outside it; smaller is
    better. `miss` is what happened minus the middle.
    """

    month: int
    measure: str
    happened: float
    fan: Fan
    inside: bool
    inside_half: bool
    interval_score: float
    miss: float


def interval_score(low: float, high: float, happened: float, nominal: float = NOMINAL) -> float:
    """Width plus 2/alpha times the distance outside, alpha = 1 - nominal.

    Gneiting and Raftery (2007), Journal of the American Statistical Association 102, 359-378, equation 43.
    Raises ValueError unless low <= high and 0 < nominal < 1.
    """
    if low > high or not 0 < nominal < 1:
        raise ValueError(f"no interval: {low} to {high} at {nominal}")
    outside = max(low - happened, 0.0) + max(happened - high, 0.0)
    return (high - low) + 2 / (1 - nominal) * outside


def changes_at(forecast: Forecast, month: int) -> Changes:
    """The forecast for a look-back: the first quarter at 3 months, a year at 12, 24, 36; else ValueError."""
    if month not in LOOK_BACKS:
        raise ValueError(f"no look-back at {month} months; there is one at {LOOK_BACKS}")
    return forecast.quarters[0] if month == 3 else forecast.years[month // 12 - 1]


def score(forecast: Forecast, month: int, happened: Mapping[str, float | None]) -> tuple[Score, ...]:
    """Compare what happened with the fans of that month; measures without a figure (None) are left out.

    `happened` holds changes against the status quo in the units of `Changes`. Another name raises KeyError.
    """
    unknown = set(happened) - set(MEASURES)
    if unknown:
        raise KeyError(f"no such measure: {', '.join(sorted(unknown))}")
    foreseen = changes_at(forecast, month)
    return tuple(
        _score(month, name, value, getattr(foreseen, name))
        for name, value in happened.items()
        if value is not None
    )


def _score(month: int, measure: str, happened: float, fan: Fan) -> Score:
    return Score(
        month=month,
        measure=measure,
        happened=happened,
        fan=fan,
        inside=fan.p10 <= happened <= fan.p90,
        inside_half=fan.p25 <= happened <= fan.p75,
        interval_score=interval_score(fan.p10, fan.p90, happened),
        miss=happened - fan.p50,
    )


@dataclass(frozen=True)
class Calibration:
    """How one proposer's forecasts fared. Shares 0 to 1; `interval` is the 95 % interval of `inside`.

    Well calibrated means about 0.8 inside; `below` and `above` the fan show to which side the rest fell.
    `told_apart` is True when 0.8 lies outside the interval: only then is anything said of the person.
    """

    proposer: str
    n: int
    inside: float
    interval: Interval
    below: float
    above: float
    told_apart: bool


def calibration(scores: Iterable[tuple[str, Score]]) -> tuple[Calibration, ...]:
    """One line for each proposer, in the order of names; several measures of one decision count each."""
    ordered = sorted(scores, key=lambda pair: pair[0])
    return tuple(
        _calibration(proposer, [score for _, score in group])
        for proposer, group in groupby(ordered, key=lambda pair: pair[0])
    )


def _calibration(proposer: str, scores: list[Score]) -> Calibration:
    n, inside = len(scores), sum(one.inside for one in scores)
    interval = wilson(inside, n)
    if interval is None:
        raise ValueError("a proposer without scores has no calibration")
    return Calibration(
        proposer=proposer,
        n=n,
        inside=inside / n,
        interval=interval,
        below=sum(one.happened < one.fan.p10 for one in scores) / n,
        above=sum(one.happened > one.fan.p90 for one in scores) / n,
        told_apart=not interval.holds(NOMINAL),
    )


def brier(chances: Iterable[tuple[float, bool]]) -> float | None:
    """Mean squared distance of stated chances from what happened, 0 best, 0.25 a coin; None without any.

    Brier (1950), Monthly Weather Review 78, 1-3. For the chances of harm of a verdict, looked back upon.
    """
    terms = [(chance - came) ** 2 for chance, came in chances]
    return sum(terms) / len(terms) if terms else None

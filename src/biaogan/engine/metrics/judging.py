"""A reading judged: against its target, against its own past, and whether it can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from biaogan.engine.methods.intervals import Interval, wilson
from biaogan.engine.metrics.metric import Better, Metric, Text, Unit
from biaogan.engine.metrics.reading import Reading

# Spread of a process chart: points outside mean +- 2.66 x mean moving range are signals (Wheeler 1993).
SPREAD = Decimal("2.66")
ENOUGH_HISTORY = 6
NEAR = Decimal("0.95")


class Status(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    UNKNOWN = "unknown"


class Signal(StrEnum):
    RISE = "rise"
    FALL = "fall"
    NOISE = "noise"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """Status against the target, signal against the past, and the sentence that says why."""

    status: Status
    signal: Signal
    reason: Text
    interval: Interval | None = None


def interval_of(metric: Metric, reading: Reading) -> Interval | None:
    """The 95 % interval of a share of cases, in percent; None for other metrics or without data."""
    top, bottom = reading.numerator, reading.denominator
    if metric.unit is not Unit.PERCENT or not isinstance(top, int) or not isinstance(bottom, int):
        return None
    if bottom <= 0 or not 0 <= top <= bottom:
        return None
    share = wilson(top, bottom)
    return share and Interval(100 * share.low, 100 * share.high)


def few_cases(metric: Metric, reading: Reading) -> bool:
    """Too few cases to be ranked with others."""
    return reading.n is None or reading.n < metric.min_n


def against_target(metric: Metric, value: Decimal | int | None, target: Decimal | None) -> Status:
    """GOOD when the target is met, WATCH within five percent of it, else BAD; bands are never judged so."""
    if value is None or target is None or metric.better is Better.BAND:
        return Status.UNKNOWN
    if metric.better is Better.HIGHER:
        return _graded(Decimal(value), target)
    return _graded(-Decimal(value), -target)


def _graded(value: Decimal, target: Decimal) -> Status:
    if value >= target:
        return Status.GOOD
    return Status.WATCH if value >= target - abs(target) * (1 - NEAR) else Status.BAD


def against_past(value: Decimal | int | None, past: Sequence[Decimal | int | None]) -> Signal:
    """Whether a value lies outside what its own past lets expect; past is in order of time, oldest first.

    Needs six former values; gaps are skipped.
    """
    known = [Decimal(v) for v in past if v is not None]
    if value is None or len(known) < ENOUGH_HISTORY:
        return Signal.UNKNOWN
    mean = sum(known, Decimal(0)) / len(known)
    moves = [abs(after - before) for before, after in pairwise(known)]
    reach = SPREAD * sum(moves, Decimal(0)) / len(moves)
    if Decimal(value) > mean + reach:
        return Signal.RISE
    return Signal.FALL if Decimal(value) < mean - reach else Signal.NOISE


def judge(
    metric: Metric,
    reading: Reading,
    *,
    target: Decimal | None = None,
    past: Sequence[Decimal | int | None] = (),
) -> Judgement:
    """Everything said of one reading; with few cases a missed target is watched, not blamed."""
    status = against_target(metric, reading.value, target)
    signal = against_past(reading.value, past)
    interval = interval_of(metric, reading)
    if reading.value is None:
        return Judgement(status, signal, Text("没有数据", "No data"))
    if status is Status.BAD and target is not None and interval and interval.holds(float(target)):
        reason = Text("与目标的差距可能只是偶然", "The gap to the target may be chance")
        return Judgement(Status.WATCH, signal, reason, interval)
    return Judgement(status, signal, _reason(status, signal), interval)


def _reason(status: Status, signal: Signal) -> Text:
    if signal in (Signal.RISE, Signal.FALL):
        up = signal is Signal.RISE
        return Text(
            "高于以往波动范围" if up else "低于以往波动范围",
            "Above the range of its own past" if up else "Below the range of its own past",
        )
    words = {
        Status.GOOD: Text("达到目标", "On target"),
        Status.WATCH: Text("接近目标", "Close to the target"),
        Status.BAD: Text("未达目标", "Below what the target asks"),
        Status.UNKNOWN: Text("没有目标", "No target"),
    }
    return words[status]

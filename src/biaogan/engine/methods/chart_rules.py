"""When a point of a control chart is a signal, and the reason as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

RUN = 8
BEYOND_TWO_SIGMA = 2  # of three points


class Rule(StrEnum):
    """Western Electric (1956), Statistical Quality Control Handbook; the run after Montgomery."""

    BEYOND_LIMIT = "beyond-limit"
    TWO_OF_THREE = "two-of-three-beyond-two-sigma"
    RUN_OF_EIGHT = "run-of-eight-on-a-side"


@dataclass(frozen=True)
class Point:
    """A value with the limits that judge it: `lower` and `upper` as 3 sigma, `low` and `high` as 2 sigma."""

    value: float
    centre: float
    lower: float
    low: float
    high: float
    upper: float
    z: float | None  # distance from the centre in standard deviations; None where nothing is left to chance

    @property
    def side(self) -> int:
        """+1 above the centre, -1 below, 0 on it."""
        return (self.value > self.centre) - (self.value < self.centre)


@dataclass(frozen=True)
class Signal:
    """Why a point is no noise: rule, position, side, value, the limit crossed, and the points that count."""

    rule: Rule
    at: int
    side: int  # +1 above, -1 below
    value: float
    limit: float  # the centre for a run
    points: tuple[int, ...]


def signals(points: Sequence[Point | None], start: int = 0) -> list[Signal]:
    """All signals of points judged by one baseline, in order; `start` is the position of the first.

    Beyond a limit; two of three neighbours beyond 2 sigma on one side, the last of them included; eight in a
    row on one side of the centre (the eighth and every further one). A point without data ends a run.
    """
    found: list[Signal] = []
    run: list[int] = []
    for at, point in enumerate(points):
        if point is None or not point.side:
            run = []
        else:
            same = run and (before := points[run[-1]]) and before.side == point.side
            run = [*run, at] if same else [at]
        if point is not None:
            found += _of_point(points, at, point, run)
    return [replace(each, at=each.at + start, points=tuple(i + start for i in each.points)) for each in found]


def _of_point(points: Sequence[Point | None], at: int, point: Point, run: list[int]) -> Iterator[Signal]:
    side, value = point.side, point.value
    if not point.lower <= value <= point.upper:
        yield Signal(Rule.BEYOND_LIMIT, at, side, value, point.upper if side > 0 else point.lower, (at,))
    if _far(point):
        near = [i for i in range(max(0, at - 2), at + 1) if (p := points[i]) and _far(p) and p.side == side]
        if len(near) >= BEYOND_TWO_SIGMA:
            limit = point.high if side > 0 else point.low
            yield Signal(Rule.TWO_OF_THREE, at, side, value, limit, tuple(near))
    if len(run) >= RUN:
        yield Signal(Rule.RUN_OF_EIGHT, at, side, value, point.centre, tuple(run))


def _far(point: Point) -> bool:
    return not point.low <= point.value <= point.high

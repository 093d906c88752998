"""Which of all the stores' series have left their limits beyond chance: store × metric looked at together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from biaogan.engine.methods.discovery import discoveries
from biaogan.engine.methods.shifts import WINDOWS, Shift, shift
from biaogan.engine.metrics.metric import Better, Period
from biaogan.targets.signals.charted import Basis, Charted, Mark, Point

Place = tuple[str, str]  # store, slug
SURVEYS = frozenset({"csi", "nps"})
LEAST_SURVEYS = 60  # one month of fewer answers says nothing of a store


@dataclass(frozen=True)
class Judged:
    """A series at its newest judged month. `q`: the share of false alarms among all at least as conspicuous.

    `worse`: it moved the wrong way; None for a metric that is best within a band.
    """

    chart: Charted
    point: Point
    shift: Shift
    worse: bool | None
    q: float
    remains: bool

    @property
    def stands_out(self) -> bool:
        """Beyond chance, and seen on the chart as well."""
        return self.remains and bool(self.point.marks)

    @property
    def mark(self) -> Mark | None:
        """The mark that says best what is seen."""
        return self.point.marks[0] if self.point.marks else None


def judge(charts: Mapping[Place, Charted], *, month: str) -> dict[Place, Judged]:
    """Series with a judged month up to `month`; false discoveries are held to 10 % of those that remain.

    Falls and rises are looked at apart, so that a region that does well does not hide a store that does not.
    """
    found: dict[Place, Judged] = {}
    for upwards in (False, True):
        shifts = {place: one for place, chart in charts.items() if (one := _shift(chart, month, upwards))}
        remaining = discoveries({place: one[1].p for place, one in shifts.items()})
        for place, (point, moved) in shifts.items():
            discovery = remaining[place]
            if discovery is None or point.side != (1 if upwards else -1):
                continue
            worse = is_worse(charts[place], upwards=upwards)
            found[place] = Judged(charts[place], point, moved, worse, discovery.q, discovery.remains)
    return found


def is_worse(chart: Charted, *, upwards: bool) -> bool | None:
    if chart.metric.better is Better.BAND:
        return None
    return upwards is (chart.metric.better is Better.LOWER)


def _shift(chart: Charted, month: str, upwards: bool) -> tuple[Point, Shift] | None:
    """The newest judged month, and how far the series has moved to this side."""
    points = [point for point in chart.judged() if point.month <= month]
    while points and points[-1].reading.value is None and _may_wait(chart):
        points.pop()
    if not points or points[-1].distance is None:
        return None
    moved = shift(
        [point.distance for point in points],
        baseline=chart.stretch.baseline,
        upwards=upwards,
        windows=_windows(chart, points[-1]),
    )
    if moved is None:
        return None
    return points[-1], _exact(chart, points[-1], moved, upwards=upwards)


def _windows(chart: Charted, point: Point) -> Sequence[int]:
    """One month alone for a state that lasts, whose months are not apart; never alone with few answers."""
    if chart.metric.period is Period.SNAPSHOT:
        return WINDOWS[:1]
    return WINDOWS if _enough(chart, point) else WINDOWS[1:]


def _may_wait(chart: Charted) -> bool:
    """The newest months of a follow-up have no reading yet."""
    return chart.metric.matures > 0


def _enough(chart: Charted, point: Point) -> bool:
    return chart.metric.slug not in SURVEYS or (point.reading.n or 0) >= LEAST_SURVEYS


def _exact(chart: Charted, point: Point, moved: Shift, *, upwards: bool) -> Shift:
    """For one month of few cases the binomial knows better than a bell curve; the larger chance counts."""
    if chart.basis is not Basis.SHARE or moved.months > 1 or point.centre is None:
        return moved
    from scipy.special import bdtr, bdtrc

    hits, cases = int(point.reading.numerator or 0), int(point.reading.denominator or 0)
    share = min(max(point.centre / 100, 0.5 / (cases + 1)), 1 - 0.5 / (cases + 1))
    exact = bdtrc(hits - 1, cases, share) if upwards and hits else bdtr(hits, cases, share)
    return Shift(moved.months, moved.distance, max(moved.p, float(exact)))


def standing_out(judged: Iterable[Judged]) -> list[Judged]:
    """Those beyond chance, the surest first."""
    return sorted((one for one in judged if one.stands_out), key=lambda one: (one.q, -one.shift.distance))

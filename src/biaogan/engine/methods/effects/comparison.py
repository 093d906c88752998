"""An effect by difference in differences, judged by every way of having chosen the stores.

With ten stores, standard errors of store-months find an effect where there is none in up to half of all
cases; counting the assignments needs no error model, and is honest about how little one store can prove.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

MOST_ASSIGNMENTS = 200_000
ALIKE = 1e-9  # relative: two sums of the same numbers in another order


@dataclass(frozen=True)
class Comparison:
    """`effect` in the unit of the values. `as_large` of `assignments` ways to have chosen the stores show at
    least so large a difference either way: p is their share. `low`, `high`: the effects that are not
    rejected at `level` (two-sided); None where no effect can be rejected on that side.
    """

    effect: float
    as_large: int
    assignments: int
    level: float
    low: float | None
    high: float | None

    @property
    def p(self) -> float:
        return self.as_large / self.assignments


def change(before: Sequence[float | None], after: Sequence[float | None]) -> float | None:
    """A store's mean after less its mean before; None where one of the two has no value."""
    means = []
    for values in (before, after):
        known = [value for value in values if value is not None]
        if not known:
            return None
        means.append(math.fsum(known) / len(known))
    return means[1] - means[0]


def compared(changes: Sequence[float], treated: Sequence[int], *, level: float) -> Comparison:
    """The changes of some stores against those of the others.

    changes: one per store, in the unit of the metric, finite. treated: the places of those at which something
    was done, at least one and not all. level: 1 less the confidence of the interval, 0 to 1.
    The interval holds every effect that, taken off the treated stores again, leaves p above the level
    (inversion; exact, since p only changes where two assignments become equal).
    Raises ValueError for stores that cannot be compared, or for more than 200,000 assignments.
    Source: Fisher (1935), The Design of Experiments; Rosenbaum (2002), Observational Studies, chapter 2.
    """
    chosen = frozenset(treated)
    _check(changes, chosen, level)
    lines = _lines(changes, chosen)
    effect = _difference(changes, chosen)
    as_large = _as_large(lines, effect, 0.0)
    low, high = _interval(lines, effect, level)
    return Comparison(effect, as_large, len(lines), level, low, high)


def _check(changes: Sequence[float], chosen: frozenset[int], level: float) -> None:
    if not all(math.isfinite(value) for value in changes):
        message = "every change must be a finite number"
        raise ValueError(message)
    if not 0 < len(chosen) < len(changes) or not chosen <= set(range(len(changes))):
        message = "an effect needs at least one store with it and one without"
        raise ValueError(message)
    if not 0 < level < 1:
        message = "the level lies between 0 and 1"
        raise ValueError(message)
    if math.comb(len(changes), len(chosen)) > MOST_ASSIGNMENTS:
        message = f"more than {MOST_ASSIGNMENTS} ways to choose the stores"
        raise ValueError(message)


def _lines(changes: Sequence[float], chosen: frozenset[int]) -> list[tuple[float, float]]:
    """Every assignment's difference as a line a - b·d, d being the effect taken off the treated stores."""
    size, rest = len(chosen), len(changes) - len(chosen)
    found = []
    for picked in combinations(range(len(changes)), size):
        shared = len(chosen.intersection(picked))
        slope = shared / size - (size - shared) / rest
        found.append((_difference(changes, frozenset(picked)), slope))
    return found


def _difference(changes: Sequence[float], picked: frozenset[int]) -> float:
    inside = math.fsum(changes[place] for place in picked)
    return inside / len(picked) - (math.fsum(changes) - inside) / (len(changes) - len(picked))


def _as_large(lines: Sequence[tuple[float, float]], effect: float, taken: float) -> int:
    """How many assignments differ at least as much as the true one, when `taken` is taken off."""
    own = abs(effect - taken)
    reach = ALIKE * max(1e-300, abs(taken), *(abs(a) for a, _ in lines))
    return sum(abs(a - b * taken) >= own - reach for a, b in lines)


def _interval(
    lines: Sequence[tuple[float, float]], effect: float, level: float
) -> tuple[float | None, float | None]:
    """The share p only changes where |a - b·d| = |effect - d|: between two such points one look is enough."""
    points = sorted({point for a, b in lines for point in _crossings(a, b, effect)})
    left = [point for point in points if point < effect]
    right = [point for point in points if point > effect]
    return _bound(lines, effect, level, left), _bound(lines, effect, level, right[::-1])


def _crossings(a: float, b: float, effect: float) -> list[float]:
    found = []
    if b < 1 - ALIKE:
        found.append((effect - a) / (1 - b))
    if b > -1 + ALIKE:
        found.append((effect + a) / (1 + b))
    return found


def _bound(
    lines: Sequence[tuple[float, float]], effect: float, level: float, points: Sequence[float]
) -> float | None:
    """From far away towards the effect: the first point behind which p is above the level."""
    if not points:
        return None
    far = points[0] - (1 + abs(points[0] - effect)) * math.copysign(1, effect - points[0])
    if _as_large(lines, effect, far) > level * len(lines) + ALIKE:
        return None
    for here, there in zip(points, [*points[1:], effect], strict=True):
        at_point = _as_large(lines, effect, here) > level * len(lines) + ALIKE
        if at_point or _as_large(lines, effect, (here + there) / 2) > level * len(lines) + ALIKE:
            return here
    return effect

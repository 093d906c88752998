"""How sure it is that a series has left its baseline: one bad month, or several a little bad."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WINDOWS = (1, 3, 8)
# Degrees of freedom of a spread taken from moving ranges of two (Wheeler 1995, Advanced Topics, table 23).
FREEDOM_PER_MONTH = 0.62


@dataclass(frozen=True)
class Shift:
    """The newest months that show it best: how many, how far on the side asked for (standard deviations of
    their mean), and the chance of that where nothing has changed.
    """

    months: int
    distance: float
    p: float


def shift(
    distances: Sequence[float | None], *, baseline: int, upwards: bool, windows: Sequence[int] = WINDOWS
) -> Shift | None:
    """The strongest of the windows that end with the newest month; None without a newest distance.

    distances: of the months after the baseline, oldest first, in its standard deviations from its mean.
    baseline: how many months it has. The mean of L months is as uncertain as 1/L + 1/baseline says, the
    spread as Student's t says; p is one-sided and counts the windows looked at (Bonferroni).
    """
    if not distances or distances[-1] is None:
        return None
    freedom = max(1.0, FREEDOM_PER_MONTH * (baseline - 1))
    found = [one for length in windows if (one := _window(distances, length, baseline, freedom, upwards))]
    if not found:
        return None
    best = min(found, key=lambda one: (one.p, one.months))
    return Shift(best.months, best.distance, min(1.0, best.p * len(windows)))


def _window(
    distances: Sequence[float | None], length: int, baseline: int, freedom: float, upwards: bool
) -> Shift | None:
    newest = distances[-length:]
    known = [one for one in newest if one is not None]
    if len(known) < length:
        return None
    mean = sum(known) / length * (1 if upwards else -1)
    distance = mean / math.sqrt(1 / length + 1 / baseline)
    return Shift(length, distance, _above(distance, freedom))


def _above(t: float, freedom: float) -> float:
    from scipy.special import stdtr

    return float(stdtr(freedom, -t))

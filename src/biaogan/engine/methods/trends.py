"""Which way a short series goes, and where it turned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 4  # a line through three points leaves one degree of freedom


@dataclass(frozen=True)
class Trend:
    """A straight line through a series.

    `change`: from the first to the last step of the line, in the unit of the values. `rise` and `fall`: the
    chance of so steep a line upwards, or downwards, where nothing moves (0 to 1, together 1).
    """

    change: float
    rise: float
    fall: float


@dataclass(frozen=True)
class Turn:
    """Where a series changed its direction: the step, and the change per step before and after it."""

    at: int
    before: float
    after: float


def trend(values: Sequence[float | None]) -> Trend | None:
    """Least squares over equally spaced steps, judged by Student's t with n - 2 degrees of freedom.

    values: oldest first, None where there is none. None with fewer than four values.
    Source: Draper and Smith (1998), Applied Regression Analysis, chapter 1.
    """
    points = [(step, value) for step, value in enumerate(values) if value is not None]
    if len(points) < LEAST:
        return None
    slope, errors, spread = _line(points)
    reach = points[-1][0] - points[0][0]
    largest = max(abs(value) for _, value in points) or 1.0
    if errors <= (1e-12 * largest) ** 2 * len(points):  # a perfect line: beyond doubt, or flat
        rise = 0.5 if abs(slope) * reach <= 1e-9 * largest else float(slope < 0)
    else:
        rise = _above(slope / math.sqrt(errors / (len(points) - 2) / spread), len(points) - 2)
    return Trend(slope * reach, rise, 1 - rise)


def _line(points: Sequence[tuple[int, float]]) -> tuple[float, float, float]:
    """Slope, squared errors around the line, and the spread of the steps."""
    n = len(points)
    middle, mean = sum(step for step, _ in points) / n, sum(value for _, value in points) / n
    spread = sum((step - middle) ** 2 for step, _ in points)
    slope = sum((step - middle) * (value - mean) for step, value in points) / spread
    errors = sum((value - mean - slope * (step - middle)) ** 2 for step, value in points)
    return slope, errors, spread


def _above(t: float, freedom: int) -> float:
    from scipy.special import stdtr

    return float(stdtr(freedom, -t))


def turn(values: Sequence[float]) -> Turn | None:
    """Two straight lines that meet at one of the inner steps, where they leave the smallest squared errors.

    None for fewer than five values, where both lines go the same way, or where they explain less than
    half of what one straight line leaves unexplained.
    Source: Hudson (1966), Journal of the American Statistical Association 61, 1097-1129.
    """
    if len(values) < 5:
        return None
    _, straight, _ = _line(list(enumerate(values)))
    errors, at, before, after = min(_broken(values, at) for at in range(1, len(values) - 1))
    if errors > straight / 2 or before * after >= 0:
        return None
    return Turn(at, before, after)


def _broken(values: Sequence[float], at: int) -> tuple[float, int, float, float]:
    """Least squares of a + b x + c (x - at)+ : errors, the step, the slope before and after it."""
    import numpy as np

    steps = np.arange(len(values), dtype=float)
    design = np.column_stack([np.ones_like(steps), steps, np.maximum(steps - at, 0)])
    found, *_ = np.linalg.lstsq(design, np.asarray(values, dtype=float), rcond=None)
    errors = float(((design @ found - np.asarray(values)) ** 2).sum())
    return errors, at, float(found[1]), float(found[1] + found[2])

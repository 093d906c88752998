"""Which way a short series goes."""

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

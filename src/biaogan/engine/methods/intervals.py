"""How far a figure from few cases can be trusted: 95 % intervals of shares, means and NPS."""

from __future__ import annotations

import math
from typing import NamedTuple

Z95 = 1.959963984540054  # 97.5 % point of the standard normal distribution


class Interval(NamedTuple):
    """From low to high, in the unit of the figure."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


def wilson(k: int, n: int, z: float = Z95) -> Interval | None:
    """Score interval of a share k of n, as shares 0 to 1; None when n is 0.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212. Check: 18 of 20 gives
    0.699 to 0.972. Raises ValueError unless 0 <= k <= n.
    """
    if n == 0:
        return None
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Interval(0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half)


def of_mean(total: float, squares: float, n: int, z: float = Z95) -> Interval | None:
    """Normal interval of a mean from the sum, the sum of squares and the count; None below two cases.

    Sample variance with n - 1; in the unit of the values.
    """
    if n < 2:
        return None
    mean = total / n
    variance = max(0.0, (squares - n * mean * mean) / (n - 1))
    half = z * math.sqrt(variance / n)
    return Interval(mean - half, mean + half)


def of_nps(promoters: int, passives: int, detractors: int, z: float = Z95) -> Interval | None:
    """Interval of the net promoter score in points (-100 to 100); None without answers.

    The score is a mean of +1, 0 and -1, so its variance is p + d - (p - d)^2. Check: 30 promoters,
    12 passives, 8 detractors give +44 +- 20.9 (standard error with n, as the dictionary has it).
    """
    n = promoters + passives + detractors
    if n == 0:
        return None
    p, d = promoters / n, detractors / n
    half = z * math.sqrt(max(0.0, p + d - (p - d) ** 2) / n)
    return Interval(100 * (p - d - half), 100 * (p - d + half))

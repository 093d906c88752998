"""How far a figure from few cases can be trusted: 95 % intervals of shares, means, NPS and differences."""

from __future__ import annotations

import math
from typing import NamedTuple

Z95 = 1.959963984540054  # 97.5 % point of the standard normal distribution
Z80 = 0.8416212335729143  # its 80 % point


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


def exact(k: int, n: int, level: float = 0.95) -> Interval | None:
    """Exact binomial interval of a share k of n, as shares 0 to 1; None when n is 0.

    Clopper and Pearson (1934), Biometrika 26, 404-413, through quantiles of the beta distribution: it covers
    at least `level` for every true share. Check: 0 of 10 gives 0 to 0.3085. Raises ValueError unless
    0 <= k <= n.
    """
    from scipy.special import betaincinv

    if n == 0:
        return None
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    return Interval(low, 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail)))


def of_mean(total: float, squares: float, n: int, level: float = 0.95) -> Interval | None:
    """Student's t interval of a mean from the sum, the sum of squares and the count; None below two cases.

    Sample variance with n - 1; in the unit of the values. Student (1908), Biometrika 6, 1-25. Check: 1, 2,
    3, 4 give 2.5 +- 2.054 (t of 3 degrees is 3.182).
    """
    from scipy.special import stdtrit

    if n < 2:
        return None
    mean = total / n
    variance = max(0.0, (squares - n * mean * mean) / (n - 1))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * math.sqrt(variance / n)
    return Interval(mean - half, mean + half)


def of_difference(one: tuple[int, int], other: tuple[int, int], z: float = Z95) -> Interval | None:
    """Interval of the first share minus the second, each (k, n), as shares -1 to 1; None when an n is 0.

    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: Wilson limits of both, squared and added.
    Check: 56 of 70 against 48 of 80 gives 0.0524 to 0.3339. Raises ValueError unless 0 <= k <= n.
    """
    first, second = wilson(*one, z=z), wilson(*other, z=z)
    if first is None or second is None:
        return None
    p, q = one[0] / one[1], other[0] / other[1]
    below = math.hypot(p - first.low, second.high - q)
    above = math.hypot(first.high - p, q - second.low)
    return Interval(p - q - below, p - q + above)


def detectable_gap(share: float, n: int) -> float | None:
    """Smallest gap between two shares of n cases each that is found four times in five, as a share.

    (1.960 + 0.842) standard errors of the difference: two-sided 5 %, power 80 %. None when n is 0. Check: a
    share of 0.80 from 15, 30, 60, 120 answers a period: 41, 29, 20, 14 points.
    """
    return None if n == 0 else (Z95 + Z80) * math.sqrt(2 * share * (1 - share) / n)


def cases_needed(share: float, gap: float) -> int:
    """Cases each of two stores needs so that a gap between their shares is found four times in five.

    The inverse of `detectable_gap`. Raises ValueError unless the gap is above 0.
    """
    if gap <= 0:
        raise ValueError("no number of cases shows a gap of nothing")
    return math.ceil(2 * share * (1 - share) * ((Z95 + Z80) / gap) ** 2)


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

"""A store's figure with its error: what comparison and shrinkage start from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Estimate:
    """A figure, its standard error in the same unit, and the cases behind it."""

    value: float
    error: float
    n: int

    def __post_init__(self) -> None:
        if self.error < 0 or self.n < 1 or not math.isfinite(self.value + self.error):
            raise ValueError(f"{self.value} with an error of {self.error} from {self.n} cases is no estimate")


def of_rate(k: int, n: int) -> Estimate | None:
    """A share k of n, as share 0 to 1; None when n is 0. Raises ValueError unless 0 <= k <= n.

    The value is the raw share. The error counts one success and one failure more, so that 0 of 3 is not
    certain: Agresti and Caffo (2000), The American Statistician 54, 280-288.
    """
    if n == 0:
        return None
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    p = (k + 1) / (n + 2)
    return Estimate(k / n, math.sqrt(p * (1 - p) / (n + 2)), n)


def of_mean(total: float, squares: float, n: int) -> Estimate | None:
    """A mean from the sum, the sum of squares and the count, in the unit of the values; None below two cases.

    Sample variance with n - 1.
    """
    if n < 2:
        return None
    mean = total / n
    return Estimate(mean, math.sqrt(max(0.0, (squares - n * mean * mean) / (n - 1)) / n), n)


def of_nps(promoters: int, passives: int, detractors: int) -> Estimate | None:
    """The net promoter score in points, -100 to 100; None without answers.

    The value is the raw score. The error counts three answers more (3/4 promoters, 3/4 detractors, 3/2
    passives): Rocks (2016), The American Statistician 70, 365-372.
    """
    n = promoters + passives + detractors
    if n == 0:
        return None
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    error = math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return Estimate(100 * (promoters - detractors) / n, 100 * error, n)


def with_spread(estimates: Sequence[Estimate]) -> list[Estimate]:
    """Errors at least as large as the spread of all stores together gives for the number of cases.

    Few cases that happen to agree are not thereby certain. The pooled variance weighs each store's own with
    n - 1; where no store has a spread, nothing changes.
    """
    freedom = sum(each.n - 1 for each in estimates)
    if freedom == 0:
        return list(estimates)
    variance = sum((each.n - 1) * each.n * each.error**2 for each in estimates) / freedom
    return [replace(each, error=max(each.error, math.sqrt(variance / each.n))) for each in estimates]

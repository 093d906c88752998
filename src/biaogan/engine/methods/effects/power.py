"""What can be proven with so many stores and months: to be said before anything is begun."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

POWER = 0.8
SIDES = 0.025  # of a two-sided test at .05
CORRELATION = 0.5  # of a store's residuals from month to month, where it is not known better
MOVING = 1.128  # mean moving range of two over the standard deviation


def smallest_p(stores: int, treated: int) -> float:
    """No result can have a smaller p than one assignment of all: 1 of 10 stores never falls below .10."""
    _check(stores, treated)
    return 1 / math.comb(stores, treated)


def variance_of_mean(months: int, correlation: float = CORRELATION) -> float:
    """Of the mean of so many months, in units of one month's variance, under first-order autocorrelation."""
    if months < 1:
        message = "a mean needs at least one month"
        raise ValueError(message)
    lags = math.fsum((1 - lag / months) * correlation**lag for lag in range(1, months))
    return (1 + 2 * lags) / months


def smallest_effect(
    *,
    stores: int,
    treated: int,
    before: int,
    after: int,
    spread: float = 1.0,
    correlation: float = CORRELATION,
) -> float:
    """The effect that would be found in four of five cases, in the unit of `spread`.

    spread: the standard deviation of a store's monthly residuals, 1 for an answer in those units. before,
    after: months. Two-sided at .05, Student's t with stores - 2 degrees of freedom.
    Raises ValueError with fewer than three stores, or no month on one side.
    Source: Bloom (1995), Minimum detectable effects, Evaluation Review 19(5); the variance of a mean under
    autocorrelation from Box, Jenkins and Reinsel (1994), section 2.1.
    """
    from scipy.stats import t

    _check(stores, treated)
    freedom = stores - 2
    if freedom < 1:
        message = "with fewer than three stores nothing is left to tell chance by"
        raise ValueError(message)
    multiple = float(t.ppf(1 - SIDES, freedom) + t.ppf(POWER, freedom))
    months = variance_of_mean(before, correlation) + variance_of_mean(after, correlation)
    return multiple * spread * math.sqrt(months * (1 / treated + 1 / (stores - treated)))


def spread_of(values: Sequence[float | None]) -> float | None:
    """Standard deviation from month to month by moving ranges of two, so that a slow drift does not count.

    values: oldest first. None with fewer than two known values, or where nothing ever moves.
    Source: Wheeler and Chambers (1992), Understanding Statistical Process Control, chapter 3.
    """
    known = [value for value in values if value is not None]
    ranges = [abs(later - earlier) for earlier, later in pairwise(known)]
    return math.fsum(ranges) / len(ranges) / MOVING if any(ranges) else None


def _check(stores: int, treated: int) -> None:
    if not 0 < treated < stores:
        message = "an effect needs at least one store with it and one without"
        raise ValueError(message)

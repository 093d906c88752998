"""Two groups compared within strata of like cases, so that the strata do not decide the difference."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from biaogan.engine.methods.intervals import Z95, Interval


@dataclass(frozen=True)
class Stratum:
    """k of n in the group looked at, and in the like cases beside it."""

    k: int
    n: int
    like_k: int
    like_n: int


@dataclass(frozen=True)
class Matched:
    """`difference` of the shares (-1 to 1), first minus like, its interval, and the counts behind it."""

    difference: float
    interval: Interval
    n: int
    like_n: int


def difference(strata: Iterable[Stratum], z: float = Z95) -> Matched | None:
    """The pooled difference of two shares over strata; None where no stratum has cases on both sides.

    The Mantel-Haenszel risk difference with the variance of Sato (1989), Biometrics 45, 1323-1324, which
    holds for few large strata and for many small ones. Check: deaths in the UGDP trial (Rothman, Greenland
    and Lash 2008, Modern Epidemiology, table 15-1), 8 of 106 against 5 of 120 and 22 of 98 against 16 of 85,
    give 0.0349 from -0.0176 to 0.0874 at 90 %. Raises ValueError unless every 0 <= k <= n.
    """
    used = [one for one in strata if _checked(one).n and one.like_n]
    if not used:
        return None
    whole = sum(one.n * one.like_n / (one.n + one.like_n) for one in used)
    gaps = sum((one.k * one.like_n - one.like_k * one.n) / (one.n + one.like_n) for one in used)
    value = gaps / whole
    variance = (value * sum(map(_skew, used)) + sum(map(_spread, used))) / whole**2
    half = z * math.sqrt(max(0.0, variance))
    interval = Interval(max(-1.0, value - half), min(1.0, value + half))
    return Matched(value, interval, sum(one.n for one in used), sum(one.like_n for one in used))


def _skew(one: Stratum) -> float:
    both = one.n + one.like_n
    uneven = one.n * one.like_n * (one.like_n - one.n) / 2
    return (one.like_k * one.n**2 - one.k * one.like_n**2 + uneven) / both**2


def _spread(one: Stratum) -> float:
    both = one.n + one.like_n
    return (one.k * (one.like_n - one.like_k) + one.like_k * (one.n - one.k)) / (2 * both)


def _checked(one: Stratum) -> Stratum:
    if not 0 <= one.k <= one.n or not 0 <= one.like_k <= one.like_n:
        raise ValueError(f"{one} holds no shares")
    return one

"""Signs that a survey was steered, each an exact chance: how often honest answers would look like this."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np


def more_often(k: int, n: int, other_k: int, other_n: int) -> float | None:
    """Chance that k of n or more fall on this side when both sides are alike; one-sided, 0 to 1.

    Fisher's exact test: Fisher (1935), Journal of the Royal Statistical Society 98, 39-82. Check: the tea of
    3 right of 4 against 1 of 4 gives 17/70. None where a side has no case. Raises ValueError unless
    0 <= k <= n on both sides.
    """
    if not (0 <= k <= n and 0 <= other_k <= other_n):
        raise ValueError(f"{k} of {n} against {other_k} of {other_n} are no shares")
    if not n or not other_n:
        return None
    from scipy.special import gammaln

    hits, whole = k + other_k, n + other_n
    at = np.arange(k, min(n, hits) + 1)

    def choose(a: np.ndarray | int, b: np.ndarray | int) -> np.ndarray:
        return np.asarray(
            gammaln(np.add(a, 1.0)) - gammaln(np.add(b, 1.0)) - gammaln(np.subtract(a, b) + 1.0)
        )

    logs = choose(n, at) + choose(other_n, hits - at) - choose(whole, hits)
    return float(min(1.0, np.exp(logs).sum()))


def longest_run(values: Sequence[bool]) -> tuple[int, int]:
    """Length of the longest run of True, and the position where it begins; (0, 0) without any."""
    best, start, length = 0, 0, 0
    for at, value in enumerate(values):
        length = length + 1 if value else 0
        if length > best:
            best, start = length, at - length + 1
    return best, start


def run_in_any_order(n: int, hits: int, length: int) -> float:
    """Chance that `hits` of n, in any order alike, hold a run of at least `length`.

    Arrangements without such a run by inclusion and exclusion over the n - hits + 1 gaps between the misses
    (Mood 1940, Annals of Mathematical Statistics 11, 367-392). Exact whole numbers. Check: 2 hits of 3 stand
    together in 2 of 3 orders. Raises ValueError unless 0 <= hits <= n and length >= 1.
    """
    if not 0 <= hits <= n or length < 1:
        raise ValueError(f"a run of {length} among {hits} of {n} cannot be")
    gaps = n - hits + 1
    without = sum(
        (-1) ** j * math.comb(gaps, j) * math.comb(n - j * length, n - hits)
        for j in range(min(gaps, hits // length) + 1)
    )
    return float(1 - Fraction(without, math.comb(n, hits)))


def run_by_chance(n: int, share: float, length: int) -> float:
    """Chance that n answers, each a hit with this share, hold a run of at least `length`.

    By the first place where such a run ends: Feller (1968), An Introduction to Probability Theory 1, XIII.7.
    Check: ten tosses of a coin hold four heads in a row with 251/1024. Raises ValueError unless
    0 <= share <= 1 and length >= 1.
    """
    if not 0 <= share <= 1 or length < 1:
        raise ValueError(f"a run of {length} at a share of {share} cannot be")
    if length > n:
        return 0.0
    whole = share**length
    ended = [0.0] * (n + 1)  # chance that the first such run has ended by this place
    ended[length] = whole
    for at in range(length + 1, n + 1):
        before = 1.0 - ended[at - length - 1]
        ended[at] = ended[at - 1] + before * (1 - share) * whole
    return min(1.0, ended[n])

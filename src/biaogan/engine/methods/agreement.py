"""How far two people agree on yes or no beyond chance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from biaogan.engine.methods.intervals import Z95, Interval


@dataclass(frozen=True)
class Agreement:
    """`agreed` of `n` pairs say the same; `kappa` is 1 for full agreement, 0 for that of chance.

    None where both always said one and the same thing, so that chance explains everything.
    """

    n: int
    agreed: int
    kappa: float | None
    interval: Interval | None


def cohen_kappa(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Cohen's kappa of pairs (first, second) with its 95 % range.

    (po - pe) / (1 - pe), standard error sqrt(po (1 - po) / n) / (1 - pe): Cohen (1960), Educational and
    Psychological Measurement 20, 37-46. Check: 20 yes-yes, 5 yes-no, 10 no-yes and 15 no-no give 0.40.
    """
    counts: dict[tuple[bool, bool], int] = {}
    for one, other in pairs:
        counts[one, other] = counts.get((one, other), 0) + 1
    n = sum(counts.values())
    agreed = counts.get((True, True), 0) + counts.get((False, False), 0)
    if n == 0:
        return Agreement(0, 0, None, None)
    first = sum(count for (one, _), count in counts.items() if one) / n
    second = sum(count for (_, other), count in counts.items() if other) / n
    by_chance = first * second + (1 - first) * (1 - second)
    if by_chance == 1:
        return Agreement(n, agreed, None, None)
    share = agreed / n
    kappa = (share - by_chance) / (1 - by_chance)
    half = Z95 * math.sqrt(share * (1 - share) / n) / (1 - by_chance)
    return Agreement(n, agreed, kappa, Interval(max(-1.0, kappa - half), min(1.0, kappa + half)))

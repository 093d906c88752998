"""What a few visits can show: the chance to meet a fault, the visits it takes, the range of a share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from biaogan.engine.methods.intervals import Interval, wilson

RATES = (0.1, 0.3, 0.5)  # how often a fault may occur, as shares of visits


@dataclass(frozen=True)
class Proof:
    """What `visits` can show. `half` is the 95 % range when half of them pass, `chances` go with RATES."""

    visits: int
    passes: int
    half: Interval
    chances: tuple[float, ...]


def chance_to_detect(rate: float, visits: int) -> float:
    """Chance, 0 to 1, that at least one of `visits` independent visits meets a fault.

    `rate` is the share of visits, 0 to 1, in which the fault occurs: 1 - (1 - rate)^visits, the binomial
    chance of at least one success (Feller 1968, An Introduction to Probability Theory, VI.2). Check: 2 visits
    meet faults of 10, 30 and 50 % with .19, .51 and .75. Raises ValueError for a rate outside 0 to 1 or a
    negative count.
    """
    _check_rate(rate)
    if visits < 0:
        raise ValueError(f"{visits} is no number of visits")
    return 1 - (1 - rate) ** visits


def visits_to_detect(rate: float, chance: float = 0.95) -> int | None:
    """The fewest visits that meet a fault of this rate with at least this chance; None when none do.

    ceil(ln(1 - chance) / ln(1 - rate)), the sample size of discovery sampling (Arkin 1963,
    Handbook of Sampling for Auditing and Accounting). Check:
    59, 29, 14 and 9 visits for 5, 10, 20 and 30 % at a chance of 95 %. Raises ValueError for shares outside
    0 to 1, and for a chance of 1, which no number of visits reaches.
    """
    _check_rate(rate)
    if not 0 <= chance < 1:
        raise ValueError(f"{chance} is no chance below 1")
    if chance == 0:
        return 0
    if rate == 0:
        return None
    if rate == 1:
        return 1
    visits = max(1, math.ceil(math.log(1 - chance) / math.log(1 - rate)))
    while visits > 1 and chance_to_detect(rate, visits - 1) >= chance:  # the logarithms may err by one
        visits -= 1
    while chance_to_detect(rate, visits) < chance:
        visits += 1
    return visits


def what_visits_prove(visits: int) -> Proof:
    """The 95 % range of a share when half of the visits pass, and the chances of RATES.

    Range by Wilson (see `intervals.wilson`). Check: 1 of 2 passes lies between .09 and .91. Raises
    ValueError below one visit.
    """
    half = wilson(visits // 2, visits) if visits > 0 else None
    if half is None:
        raise ValueError("without a visit nothing is shown")
    chances = tuple(chance_to_detect(rate, visits) for rate in RATES)
    return Proof(visits, visits // 2, half, chances)


def _check_rate(rate: float) -> None:
    if not 0 <= rate <= 1:
        raise ValueError(f"{rate} is no share between 0 and 1")

"""Many figures looked at together: which of the conspicuous ones remain beyond what chance brings along."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SHARE_OF_FALSE = 0.10


@dataclass(frozen=True)
class Discovery:
    """The p-value, the smallest share of false discoveries at which it remains (q), and whether it does."""

    p: float
    q: float
    remains: bool


def discoveries(
    p_values: Mapping[Key, float | None], rate: float = SHARE_OF_FALSE
) -> dict[Key, Discovery | None]:
    """Which of many p-values remain when at most `rate` of those that do may be false, by key.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; the key is what was
    looked at, such as (store, metric). Holds for independent and positively related figures. A figure without
    a p-value is not counted and stays None. Check: their 15 p-values at 5 % leave the four smallest. Raises
    ValueError for a p-value outside 0 to 1.
    """
    known = {key: p for key, p in p_values.items() if p is not None}
    for key, p in known.items():
        if not 0 <= p <= 1:
            raise ValueError(f"{key}: {p} is no p-value")
    found: dict[Key, Discovery | None] = dict.fromkeys(p_values)
    smallest = 1.0
    for rank, key in reversed(list(enumerate(sorted(known, key=known.__getitem__), start=1))):
        smallest = min(smallest, known[key] * len(known) / rank)
        found[key] = Discovery(known[key], smallest, smallest <= rate)
    return found


def p_of(z: float) -> float:
    """Two-sided p-value of a distance in standard errors, by the normal distribution."""
    return math.erfc(abs(z) / math.sqrt(2))

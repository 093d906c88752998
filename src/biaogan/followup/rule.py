"""What a room hands up for the watch: its rules as data, and what they found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from biaogan.engine.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True)
class Rule:
    """`weight` (0 to 100) orders findings: what hurts customers today before what costs money later.

    `slug` is the metric the rule speaks of, empty for one that speaks of none.
    """

    code: str
    says: Text
    weight: int
    slug: str = ""


class Fact(NamedTuple):
    """One line of evidence: what, and how much, in both languages."""

    name: Text
    value: Text


@dataclass(frozen=True)
class Finding:
    """What a rule found at a store in a month.

    `strength`: how far beyond chance, in standard deviations. `stake_fen`: the money of the month that
    the gap stands for, None where the gap is not of money. `address`: the page that shows the evidence.
    """

    rule: Rule
    store: str
    month: str
    reason: Text
    value: Text = NOTHING
    evidence: tuple[Fact, ...] = ()
    strength: float = 0.0
    stake_fen: int | None = None
    address: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.rule.code, self.store, self.month

    @property
    def order(self) -> tuple[Any, ...]:
        """Heaviest first; among equals the most money, then the surest."""
        return -self.rule.weight, -(self.stake_fen or 0), -self.strength, self.store

"""What looks better today and is paid for tomorrow: metrics that must not move like this together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from biaogan.engine.methods.trends import Trend, trend
from biaogan.engine.text import Text
from biaogan.followup.rule import Rule

MONTHS = 6
LOOKS_BETTER = 0.10  # chance of so steep a line where nothing moves
IS_PAID = 0.05
TOGETHER = 0.0005  # all lines at once, as if they knew nothing of each other
LEAST_CHANGE = 0.02  # of the level: a rise of one percent is not worth an alarm


@dataclass(frozen=True)
class Side:
    slug: str
    up: bool


@dataclass(frozen=True)
class Contradiction:
    """Everything in `bought` improves while everything in `paid` gets worse.

    `turns`: metrics whose turning point tells when it began.
    """

    rule: Rule
    bought: tuple[Side, ...]
    paid: tuple[Side, ...]
    because: Text
    turns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """A side with its line over the months."""

    side: Side
    trend: Trend

    @property
    def chance(self) -> float:
        return self.trend.rise if self.side.up else self.trend.fall


@dataclass(frozen=True)
class Held:
    """A contradiction that holds at a store, with the lines of both sides."""

    what: Contradiction
    bought: tuple[Moved, ...]
    paid: tuple[Moved, ...]


def _rule(code: str, weight: int, slug: str, zh: str, en: str) -> Rule:
    return Rule(f"borrowed-{code}", Text(zh, en), weight, slug)


UP, DOWN = True, False
CONTRADICTIONS: tuple[Contradiction, ...] = (
    Contradiction(
        _rule("revenue", 90, "revenue", "向未来借产值", "Revenue borrowed from the future"),
        (Side("revenue", UP),),
        (Side("first-time-fix", DOWN), Side("comeback-rate", UP)),
        Text(
            "产值在涨，维修质量在降：今天多收的钱，会以返修和流失还回去",
            "Revenue rises while repairs get worse: it will be paid back in comebacks and lost customers",
        ),
        turns=("nps", "csi", "first-time-fix"),
    ),
    Contradiction(
        _rule("capacity", 88, "visits", "台次超过承接能力", "Growth beyond capacity"),
        (Side("visits", UP),),
        (Side("cycle-time-p90", UP), Side("first-time-fix", DOWN)),
        Text(
            "台次上升的同时在厂时间变长、一次修复率下降：工位或人手已跟不上",
            "With more visits cars stay longer and are fixed less often the first time: bays or people no "
            "longer suffice",
        ),
        turns=("nps", "csi", "first-time-fix"),
    ),
    Contradiction(
        _rule("margin-promotion", 80, "gross-margin", "毛利率靠活动拉动", "Margin leans on promotions"),
        (Side("gross-margin", UP),),
        (Side("promotion-share", UP), Side("retention", DOWN)),
        Text(
            "毛利率上升，但活动依赖度上升、客户留存率下降",
            "The margin rises while more visits come only with a promotion and fewer customers stay",
        ),
    ),
    Contradiction(
        _rule("margin-discount", 79, "gross-margin", "毛利率与折扣同升", "Margin rises with discounts"),
        (Side("gross-margin", UP),),
        (Side("discount-ratio", UP), Side("retention", DOWN)),
        Text(
            "毛利率上升，但折扣率上升、客户留存率下降",
            "The margin rises while discounts grow and fewer customers stay",
        ),
    ),
    Contradiction(
        _rule("survey", 78, "csi", "满意度可能被挑选", "Satisfaction may be hand-picked"),
        (Side("csi", UP),),
        (Side("survey-response", DOWN),),
        Text(
            "满意度上升，回访应答率却在下降：回答的可能只是满意的客户",
            "Satisfaction rises while fewer customers answer: perhaps only the pleased ones are asked",
        ),
    ),
    Contradiction(
        _rule("people", 77, "output-per-head", "人效以流失换来", "Output per head paid for with people"),
        (Side("output-per-head", UP),),
        (Side("turnover", UP),),
        Text(
            "人均产值上升，人员流失率也在上升：人效可能是以人换来的",
            "Output per head rises and so does turnover: it may be paid for with people",
        ),
    ),
)  # fmt: skip


def slugs() -> list[str]:
    sides = [side.slug for one in CONTRADICTIONS for side in (*one.bought, *one.paid)]
    return list(dict.fromkeys([*sides, *(slug for one in CONTRADICTIONS for slug in one.turns)]))


def held(series_of: Callable[[str], Sequence[float | None]]) -> list[Held]:
    """Contradictions that hold over the last six months of a store.

    series_of: the metric's values, oldest first, sums already put right for working time.
    """
    found = []
    for one in CONTRADICTIONS:
        bought = [_moved(side, series_of(side.slug)) for side in one.bought]
        paid = [_moved(side, series_of(side.slug)) for side in one.paid]
        if _hold(bought, LOOKS_BETTER) and _hold(paid, IS_PAID) and _chance(*bought, *paid) <= TOGETHER:
            found.append(Held(one, tuple(filter(None, bought)), tuple(filter(None, paid))))
    return found


def _hold(sides: Sequence[Moved | None], chance: float) -> bool:
    return all(moved is not None and moved.chance <= chance for moved in sides)


def _chance(*sides: Moved | None) -> float:
    return math.prod(moved.chance for moved in sides if moved)


def _moved(side: Side, values: Sequence[float | None]) -> Moved | None:
    """None where a month is missing or the change is not worth speaking of."""
    last = list(values[-MONTHS:])
    known = [value for value in last if value is not None]
    if len(known) < MONTHS:
        return None
    line = trend(known)
    level = sum(abs(value) for value in known) / MONTHS
    if line is None or abs(line.change) < LEAST_CHANGE * level:
        return None
    return Moved(side, line)

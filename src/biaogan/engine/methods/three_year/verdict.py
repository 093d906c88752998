"""Pass, pilot first, or veto: the rule that decided, and what would turn the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from biaogan.engine.methods.three_year.assumptions import NAMES, Assumptions
from biaogan.engine.methods.three_year.change import Change, Harms, Rule, change_of
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.region import Region
from biaogan.engine.methods.three_year.simulation import Array
from biaogan.engine.text import Text

VETO_FROM = 0.60
PASS_UP_TO = 0.25


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    PILOT = "pilot"
    VETO = "veto"


RULE_WORDS: Mapping[Rule, Text] = {
    Rule.DEPENDENCE: Text(
        zh="两年后促销依赖客户占比上升超过 5 个百分点",
        en="promotion-dependent customers up by more than 5 points after two years",
    ),
    Rule.CASH: Text(zh="前两年累计毛利减少", en="less gross profit over the first two years"),
    Rule.VALUE: Text(zh="三年毛利现值减少", en="less present value of gross profit over three years"),
    Rule.RETENTION: Text(
        zh="三年后客户留存率下降超过 0.5 个百分点",
        en="customer retention down by more than 0.5 points after three years",
    ),
    Rule.SATISFACTION: Text(
        zh="三年后满意度下降超过 5 分（千分制）",
        en="satisfaction down by more than 5 of 1,000 points after three years",
    ),
}


@dataclass(frozen=True)
class Judgement:
    """The verdict, the rule with the greatest chance of harm, and the chance (0 to 1) of each rule."""

    verdict: Verdict
    rule: Rule
    chances: Mapping[Rule, float]

    @property
    def highest(self) -> float:
        return self.chances[self.rule]

    @property
    def against(self) -> tuple[Rule, ...]:
        """All rules that alone would veto."""
        return tuple(rule for rule, chance in self.chances.items() if round(chance, 2) >= VETO_FROM)


def verdict_of(highest: float) -> Verdict:
    """Veto when a harm is likely (0.60 or more), pass when every harm is unlikely (0.25 or less), else pilot.

    Chances count as they are shown, with two digits: 2,000 draws are good to 0.01.
    """
    if round(highest, 2) >= VETO_FROM:
        return Verdict.VETO
    return Verdict.PASS if round(highest, 2) <= PASS_UP_TO else Verdict.PILOT


def _judged(harms: Harms, among: NDArray[np.intp] | slice) -> Judgement:
    chances = {rule: float(harm[among].mean()) for rule, harm in harms.items()}
    rule = max(chances, key=lambda one: chances[one])
    return Judgement(verdict_of(chances[rule]), rule, chances)


def judge(change: Change) -> Judgement:
    """The verdict over all draws. A lower profit in one year alone decides nothing: sums and states do."""
    return _judged(change.harms(), slice(None))


def agreed(verdicts: tuple[Verdict, ...]) -> Verdict:
    """What holds when several presets were asked: their common verdict, else a pilot first."""
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.PILOT


class Side(StrEnum):
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Flip:
    """The verdict becomes `verdict` when `name`, an assumption or a lever, lies on that side of the value."""

    name: str
    is_lever: bool
    side: Side
    value: float
    verdict: Verdict


WINDOWS = 9  # each a fifth of the draws, half overlapping
TELLING = 0.08  # three standard errors of a chance from 400 draws, since many assumptions are looked at


def assumption_flips(change: Change) -> tuple[Flip, ...]:
    """Assumptions whose low or high end turns the verdict, by conditioning on a fifth of the draws at a time.

    Two windows in a row from an end must agree and differ tellingly in the chance of harm, so that a verdict
    near its line is not said to hang on an assumption that has nothing to do with it.
    """
    harms = change.harms()
    return tuple(flip for name in NAMES for flip in _flips_of(name, change.draws[name], harms))


def _flips_of(name: str, values: Array, harms: Harms) -> list[Flip]:
    whole, order = _judged(harms, slice(None)), np.argsort(values, kind="stable")
    tenth = len(order) // 10
    windows = [_judged(harms, order[i * tenth : (i + 2) * tenth]) for i in range(WINDOWS)]
    found = []
    for side, run in ((Side.BELOW, windows), (Side.ABOVE, windows[::-1])):
        verdict = run[0].verdict
        length = next((i for i, one in enumerate(run) if one.verdict != verdict), WINDOWS)
        telling = abs(run[0].highest - whole.highest) > TELLING
        if verdict != whole.verdict and telling and 2 <= length < WINDOWS:
            place = int((length + 0.5) * tenth)
            at = order[place if side is Side.BELOW else len(order) - 1 - place]
            found.append(Flip(name, is_lever=False, side=side, value=float(values[at]), verdict=verdict))
    return found


# Where each lever could be moved to: nothing, or the end of its range.
ENDS: Mapping[str, tuple[float, ...]] = {
    "discount_depth": (0.0,),
    "discount_reach": (0.0,),
    "discount_for": (0,),
    "manufacturer_share": (0.0, 1.0),
    "lost_depth": (0.0,),
    "lost_leak": (0.0, 0.5),
    "contract": (0.0,),
    "reminders": (0.0,),
    "app": (0.0,),
    "training": (1.0,),
    "price_level": (1.0,),
    "own_cost_fen": (0,),
}
NEEDS = {
    "discount_reach": "discount_depth",
    "discount_for": "discount_depth",
    "manufacturer_share": "discount_depth",
    "lost_leak": "lost_depth",
}


def _turning_point(
    here: float, there: float, judged: Callable[[float], Verdict]
) -> tuple[float, Verdict] | None:
    """The value nearest `here` with another verdict, by bisection to 1/128 (whole numbers: exactly)."""
    whole, verdict = isinstance(here, int), judged(there)
    kept = judged(here)
    if verdict == kept:
        return None
    for _ in range(7):
        middle = (here + there) // 2 if whole else (here + there) / 2
        if middle in {here, there}:
            break
        found = judged(middle)
        if found == kept:
            here = middle
        else:
            there, verdict = middle, found
    return there, verdict


def lever_flips(
    levers: Levers, region: Region, assumptions: Assumptions, *, draws: int = 500, seed: int
) -> tuple[Flip, ...]:
    """How far each lever in use must move before the verdict turns; others are left out."""
    found = []
    for name, ends in ENDS.items():
        here = getattr(levers, name)
        if NEEDS.get(name) and not getattr(levers, NEEDS[name]):
            continue

        def judged(value: float, name: str = name) -> Verdict:
            moved = replace(levers, **{name: value})  # type: ignore[arg-type]
            return judge(change_of(moved, region, assumptions, draws, seed)).verdict

        for there in ends:
            turned = None if there == here else _turning_point(here, there, judged)
            if turned:
                side = Side.BELOW if turned[0] < here else Side.ABOVE
                found.append(Flip(name, is_lever=True, side=side, value=turned[0], verdict=turned[1]))
    return tuple(found)

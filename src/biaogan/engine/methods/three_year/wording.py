"""Verdicts, chances and turning points as sentences: how likely, never "will"."""

from __future__ import annotations

import math
from collections.abc import Mapping

from biaogan.engine.methods.three_year.assumptions import WORDS
from biaogan.engine.methods.three_year.levers import LIMITS
from biaogan.engine.methods.three_year.verdict import RULE_WORDS, Flip, Judgement, Side, Verdict
from biaogan.engine.text import Text

VERDICT_WORDS: Mapping[Verdict, Text] = {
    Verdict.PASS: Text(zh="通过", en="pass"),
    Verdict.PILOT: Text(zh="先试点", en="pilot first"),
    Verdict.VETO: Text(zh="否决", en="veto"),
}

LIKELIHOODS = (
    (0.90, Text(zh="很可能", en="very likely")),
    (0.75, Text(zh="较可能", en="likely")),
    (0.25, Text(zh="说不准", en="uncertain")),
    (0.10, Text(zh="不太可能", en="unlikely")),
    (0.0, Text(zh="很不可能", en="very unlikely")),
)


def likelihood(chance: float) -> Text:
    """The word for a chance 0 to 1: 0.9 very likely, 0.75 likely, 0.25 uncertain, 0.1 unlikely, or very."""
    return next(words for least, words in LIKELIHOODS if round(chance, 2) >= least)


def verdict_sentence(judgement: Judgement) -> Text:
    """The verdict and the harm that decided it, with its chance."""
    verdict, harm = VERDICT_WORDS[judgement.verdict], RULE_WORDS[judgement.rule]
    words, percent = likelihood(judgement.highest), f"{100 * judgement.highest:.0f} %"
    opening = {Verdict.PASS: Text(zh="最大的风险", en="greatest risk")}.get(
        judgement.verdict, Text(zh="主要原因", en="main reason")
    )
    return Text(
        zh=f"{verdict.zh}。{opening.zh}：{harm.zh}，可能性 {percent}（{words.zh}）。",
        en=f"{verdict.en.capitalize()}. The {opening.en}: {harm.en}, chance {percent} ({words.en}).",
    )


def flip_sentence(flip: Flip) -> Text:
    """What would turn the verdict: a lever set to a value, or an assumption beyond one."""
    verdict = VERDICT_WORDS[flip.verdict]
    if flip.is_lever:
        limits, value = LIMITS[flip.name], _lever_value(flip)
        return Text(
            zh=f"如果把“{limits.zh}”调到 {value}，结论变为“{verdict.zh}”。",
            en=f"With “{limits.en}” set to {value}, the verdict becomes “{verdict.en}”.",
        )
    name, value = WORDS[flip.name], f"{flip.value:.2g}"
    side = {Side.ABOVE: Text(zh="高于", en="above"), Side.BELOW: Text(zh="低于", en="below")}[flip.side]
    return Text(
        zh=f"如果“{name.zh}”{side.zh} {value}，结论变为“{verdict.zh}”。",
        en=f"If “{name.en}” is {side.en} {value}, the verdict becomes “{verdict.en}”.",
    )


def _lever_value(flip: Flip) -> str:
    """Rounded away from the former setting, so that the verdict stays turned."""
    if not LIMITS[flip.name].percent:
        return f"{flip.value:,.0f}"
    tenths = math.floor(1000 * flip.value) if flip.side is Side.BELOW else math.ceil(1000 * flip.value)
    return f"{tenths / 10:g} %"

"""Sentences about verdicts and turning points."""

from __future__ import annotations

import pytest

from biaogan.engine.methods.three_year.assumptions import NAMES
from biaogan.engine.methods.three_year.change import Rule
from biaogan.engine.methods.three_year.levers import LIMITS
from biaogan.engine.methods.three_year.verdict import Flip, Judgement, Side, Verdict
from biaogan.engine.methods.three_year.wording import flip_sentence, likelihood, verdict_sentence


@pytest.mark.parametrize(
    ("chance", "zh"),
    [
        (1.0, "很可能"),
        (0.9, "很可能"),
        (0.8, "较可能"),
        (0.6, "说不准"),
        (0.25, "说不准"),
        (0.2, "不太可能"),
        (0.0, "很不可能"),
    ],
)
def test_the_word_for_a_chance(chance, zh):
    assert likelihood(chance).zh == zh


def test_a_verdict_names_its_reason_and_chance():
    chances = dict.fromkeys(Rule, 0.1) | {Rule.RETENTION: 0.93}
    said = verdict_sentence(Judgement(Verdict.VETO, Rule.RETENTION, chances))
    assert said.zh == "否决。主要原因：三年后客户留存率下降超过 0.5 个百分点，可能性 93 %（很可能）。"
    assert said.en.startswith("Veto. The main reason: customer retention down")
    quiet = verdict_sentence(Judgement(Verdict.PASS, Rule.CASH, dict.fromkeys(Rule, 0.1)))
    assert "最大的风险" in quiet.zh
    assert "greatest risk" in quiet.en


def of_lever(name, side, value, verdict):
    return flip_sentence(Flip(name, is_lever=True, side=side, value=value, verdict=verdict))


def test_a_lever_is_rounded_so_that_the_verdict_stays_turned():
    below = flip_sentence(
        Flip("discount_depth", is_lever=True, side=Side.BELOW, value=0.0688, verdict=Verdict.PILOT)
    )
    above = flip_sentence(
        Flip("manufacturer_share", is_lever=True, side=Side.ABOVE, value=0.3432, verdict=Verdict.PILOT)
    )
    assert below.zh == "如果把“折扣幅度”调到 6.8 %，结论变为“先试点”。"
    assert "set to 34.4 %" in above.en
    assert (
        "set to 3,"
        in flip_sentence(
            Flip("discount_for", is_lever=True, side=Side.BELOW, value=3, verdict=Verdict.PASS)
        ).en
    )


def test_every_lever_and_assumption_can_be_spoken_of():
    for name in NAMES:
        said = flip_sentence(Flip(name, is_lever=False, side=Side.ABOVE, value=0.1234, verdict=Verdict.VETO))
        assert "高于 0.12" in said.zh
        assert "above 0.12" in said.en
    for name in LIMITS:
        assert flip_sentence(
            Flip(name, is_lever=True, side=Side.BELOW, value=1, verdict=Verdict.PASS)
        ).en.endswith("becomes “pass”.")

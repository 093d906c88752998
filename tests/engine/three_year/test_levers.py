"""Levers that cannot be are refused with a sentence in both languages."""

from __future__ import annotations

import re

import pytest

from biaogan.engine.methods.three_year.levers import LIMITS, QUARTERS, Levers, read_levers, refusals

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("values", "code", "zh", "en"),
    [
        ({"discount_depth": 1.3}, "too-high", "折扣幅度不能是 130 %，请填写 0 % 到 100 %", "cannot be 130 %"),
        ({"discount_depth": -0.1}, "too-low", "折扣幅度不能是 -10 %", "cannot be -10 %"),
        (
            {"discount_for": -2},
            "too-low",
            "折扣持续季度数不能是 -2，请填写 0 到 12",
            "cannot be -2. Enter a value from 0",
        ),
        ({"discount_for": 1.5}, "not-a-number", "“1.5”不是整数", "“1.5” is not a whole number"),
        ({"lost_depth": float("nan")}, "not-a-number", "不是数字", "is not a number"),
        ({"app": "yes"}, "not-a-number", "“yes”不是数字", "“yes” is not a number"),
        ({"reminders": True}, "not-a-number", "不是数字", "is not a number"),
        ({"training": 2.5}, "too-high", "培训投入", "Training spending"),
        ({"own_cost_fen": -1}, "too-low", "每年其他费用", "Further cost per year"),
        ({"discount_in": [5]}, "bad-quarters", "第 1 至第 4 季度", "from 1 to 4"),
        ({"discount_in": []}, "bad-quarters", "至少选一个", "at least one"),
        ({"lottery": 1}, "unknown-lever", "没有名为“lottery”的措施", "There is no lever “lottery”"),
    ],
)
def test_a_bad_lever_is_refused_with_a_sentence(values, code, zh, en):
    levers, found = read_levers(values)
    assert levers is None
    (one,) = found
    assert (one.lever, one.code) == (next(iter(values)), code)
    assert zh in one.message.zh
    assert en in one.message.en
    assert not CHINESE.search(one.message.en)


def test_all_that_is_wrong_is_said_at_once():
    found = refusals(Levers(discount_depth=1.3, discount_for=-1, training=9.0))
    assert [one.lever for one in found] == ["discount_depth", "discount_for", "training"]


def test_good_levers_are_read_and_come_back():
    levers, found = read_levers({"discount_depth": 0.15, "discount_in": [2, 4], "discount_for": 8})
    assert found == ()
    assert levers == Levers(discount_depth=0.15, discount_in=(2, 4), discount_for=8)
    assert read_levers(levers.to_dict()) == (levers, ())


def test_every_lever_has_its_limits():
    assert set(LIMITS) | {"discount_in"} == set(Levers().to_dict())
    assert refusals(Levers()) == ()


def test_the_quarters_of_a_discount():
    twice = Levers(discount_depth=0.15, discount_in=(2, 4))
    assert [q for q in range(1, QUARTERS + 1) if twice.depth_in(q)] == [2, 4, 6, 8, 10, 12]
    late = Levers(discount_depth=0.15, discount_from=3, discount_for=2)
    assert [q for q in range(1, QUARTERS + 1) if late.depth_in(q)] == [3, 4]

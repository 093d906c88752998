from datetime import date, datetime
from decimal import Decimal

import pytest

from biaogan.engine.metrics.metric import Unit
from biaogan.ui import formats
from biaogan.ui.formats import Language

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (0, "0 元", "¥0"),
        (99_900, "999 元", "¥999"),
        (999_949, "9,999 元", "¥9,999"),
        (999_950, "1.0 万元", "¥10.0k"),
        (1_000_000, "1.0 万元", "¥10.0k"),
        (123_456_789, "123.5 万元", "¥1.23m"),
        (1_234_567_890_123, "123.46 亿元", "¥12.35bn"),
        (-1_234_500, "−1.2 万元", "−¥12.3k"),
    ],
)
def test_money_is_said_at_its_own_scale(fen, zh, en):
    assert str(formats.money(fen, ZH)) == zh
    assert str(formats.money(fen, EN)) == en


def test_money_keeps_the_unshortened_amount():
    assert formats.money(123_456_789, ZH).raw == "¥1,234,567.89"
    assert formats.money(-5, EN).raw == "−¥0.05"


def test_a_column_of_money_has_one_scale_and_the_header_says_it():
    assert str(formats.wan(123_456_789, ZH)) == "123.5"
    assert formats.wan_unit(ZH) == "万元"
    assert str(formats.wan(123_456_789, EN)) == "1,234.6"
    assert formats.wan_unit(EN) == "¥k"


def test_rounding_is_half_up_as_on_paper():
    assert formats.grouped(Decimal("2.5")) == "3"
    assert formats.grouped(Decimal("-2.5")) == "−3"
    assert formats.grouped(1.005, 2) == "1.01"
    assert str(formats.percent(Decimal("91.25"))) == "91.3%"


def test_nothing_is_a_dash_and_never_nought():
    for nothing in (
        formats.money(None, ZH),
        formats.wan(None, EN),
        formats.percent(None),
        formats.points(None, ZH),
        formats.change(None),
        formats.figure(None, "CNY", ZH),
        formats.hours(None, EN),
    ):
        assert str(nothing) == "—"
    assert formats.count(None) == formats.iso_day(None) == formats.month(None, ZH) == "—"
    assert formats.count(0) == "0"


def test_gaps_between_shares_are_points_and_other_gaps_are_percent():
    assert str(formats.gap(Decimal("1.25"), "percent", ZH)) == "+1.3 个百分点"
    assert str(formats.gap(Decimal("-1.6"), "percent", EN)) == "−1.6 pp"
    assert str(formats.gap(8.3, "CNY", ZH)) == "+8.3%"
    assert str(formats.gap(-4, "points", EN)) == "−4.0"
    assert str(formats.change(0)) == "0.0%"


def test_the_arrow_follows_the_sign():
    assert [formats.arrow(value) for value in (2, -2, 0, None)] == ["▲", "▼", "", ""]


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("language", list(Language))
def test_every_unit_of_the_metrics_can_be_printed(unit, language):
    assert formats.figure(Decimal("12.345"), unit, language).number.lstrip("¥").startswith("12")
    assert isinstance(formats.unit_word(unit, language), str)


def test_an_unknown_unit_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        formats.figure(1, "furlong", ZH)


def test_the_title_of_a_share_does_not_run_on_for_ever():
    assert formats.percent(Decimal(2) / 3 * 100).raw == "66.666667%"
    assert formats.figure(Decimal("4.500"), "hours", EN).raw == "4.5"


def test_dates_in_both_languages():
    day = date(2026, 11, 23)
    assert formats.iso_day(day) == "2026-11-23"
    assert formats.day(day, ZH) == "11月23日 周一"
    assert formats.day(day, EN) == "Mon 23 Nov"
    assert formats.moment(datetime(2026, 11, 23, 8, 5)) == "2026-11-23 08:05"
    assert formats.month("2026-03", ZH) == "2026年3月"
    assert formats.month("2026-03", EN) == "Mar 2026"
    assert formats.week(date(2027, 1, 1), ZH) == "2026年第53周"


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("plate", "沪A12345", "沪A·**345"),
        ("plate", "沪A·12345", "沪A·**345"),
        ("plate", "沪AD12345", "沪A·***345"),
        ("plate", "12", "**"),
        ("vin", "LZZZZZZZ0Z0123456", "…123456"),
        ("vin", "12345", "*****"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "8341", "****"),
        ("name", "张三丰", "张*"),
        ("name", "", "—"),
        ("phone", None, "—"),
    ],
)
def test_personal_values_are_masked(kind, value, masked):
    assert formats.MASKS[kind](value) == masked


def test_languages_are_told_by_their_codes():
    assert formats.language_of("en-gb") is EN
    assert formats.language_of("zh-hans") is ZH
    assert formats.language_of(None) is ZH

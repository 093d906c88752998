"""Numbers, money, dates and masked personal values as people read them, in Chinese and English.

Pure functions: the language is an argument, so pages, charts and exports print the same text.
Rounding is half up, as people do on paper. None is printed as a dash, never as 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NONE = "\u2014"
MINUS = "\u2212"
UP = "\u25b2"
DOWN = "\u25bc"

Number = int | float | Decimal


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


def language_of(code: str | None) -> Language:
    """The language of a Django language code; Chinese is the default."""
    return Language.EN if (code or "").lower().startswith("en") else Language.ZH


@dataclass(frozen=True)
class Figure:
    """A number ready to print: its digits, its unit, and the unshortened value for the title."""

    number: str
    unit: str = ""
    raw: str = ""
    glued: bool = False  # the unit follows without a space, as in 83.6%

    def __str__(self) -> str:
        return f"{self.number}{'' if self.glued or not self.unit else ' '}{self.unit}"


NOTHING = Figure(NONE)


# Plain numbers


def rounded(value: Number, places: int = 0) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def grouped(value: Number, places: int = 0) -> str:
    shown = rounded(value, places)
    digits = f"{abs(shown):,}"
    return f"{MINUS}{digits}" if shown < 0 else digits


def signed(value: Number, places: int = 0) -> str:
    shown = rounded(value, places)
    return f"+{shown:,}" if shown > 0 else grouped(shown, places)


def unshortened(value: Number) -> str:
    """For titles: what was measured, as far as six places can tell."""
    return f"{rounded(value, 6).normalize():f}"


def count(value: Number | None) -> str:
    return NONE if value is None else grouped(value)


# Money


def money(fen: int | None, language: Language) -> Figure:
    """Money at the scale a person would say it: 元, 万元, 亿元; ¥, ¥k, ¥m, ¥bn."""
    return NOTHING if fen is None else _scaled_money(Decimal(fen) / 100, language)


def yuan(value: Number | None, language: Language) -> Figure:
    return NOTHING if value is None else _scaled_money(Decimal(str(value)), language)


def exact_money(amount: Number) -> str:
    shown = grouped(amount, 2)
    return f"{MINUS}¥{shown[1:]}" if shown.startswith(MINUS) else f"¥{shown}"


# From which amount on, divided by what, how many places, which word.
MONEY_SCALES: dict[Language, tuple[tuple[int, int, int, str], ...]] = {
    Language.ZH: ((100_000_000, 100_000_000, 2, "亿元"), (10_000, 10_000, 1, "万元"), (0, 1, 0, "元")),
    Language.EN: (
        (1_000_000_000, 1_000_000_000, 2, "bn"),
        (1_000_000, 1_000_000, 2, "m"),
        (10_000, 1_000, 1, "k"),
        (0, 1, 0, ""),
    ),
}


def _scaled_money(amount: Decimal, language: Language) -> Figure:
    whole = abs(rounded(amount))
    _, divisor, places, word = next(scale for scale in MONEY_SCALES[language] if whole >= scale[0])
    digits, raw = grouped(amount / divisor, places), exact_money(amount)
    if language is Language.ZH:
        return Figure(digits, word, raw)
    sign, digits = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("", digits)
    return Figure(f"{sign}¥{digits}{word}", "", raw)


# The one scale of a table column, whose header carries the unit.
COLUMN_MONEY: dict[Language, tuple[int, str]] = {Language.ZH: (10_000, "万元"), Language.EN: (1_000, "¥k")}


def wan(fen: int | None, language: Language) -> Figure:
    if fen is None:
        return NOTHING
    amount = Decimal(fen) / 100
    return Figure(grouped(amount / COLUMN_MONEY[language][0], 1), "", exact_money(amount))


def wan_unit(language: Language) -> str:
    return COLUMN_MONEY[language][1]


# Shares, gaps, changes


def percent(value: Number | None, places: int = 1) -> Figure:
    """A share already in percent: 83.6 is printed 83.6%."""
    return (
        NOTHING
        if value is None
        else Figure(grouped(value, places), "%", f"{unshortened(value)}%", glued=True)
    )


def points(gap: Number | None, language: Language, places: int = 1) -> Figure:
    """The gap between two shares, in percentage points."""
    if gap is None:
        return NOTHING
    return Figure(signed(gap, places), "个百分点" if language is Language.ZH else "pp", unshortened(gap))


def change(value: Number | None, places: int = 1) -> Figure:
    """A relative change, in percent, with its sign."""
    return (
        NOTHING if value is None else Figure(signed(value, places), "%", f"{unshortened(value)}%", glued=True)
    )


def arrow(value: Number | None) -> str:
    if value is None or value == 0:
        return ""
    return UP if value > 0 else DOWN


# Metric readings: the value as the engine gives it, with the words of its unit

Words = dict[Language, str]
UNIT_WORDS: dict[str, tuple[int, Words]] = {
    "count": (0, {Language.ZH: "", Language.EN: ""}),
    "hours": (1, {Language.ZH: "小时", Language.EN: "h"}),
    "days": (1, {Language.ZH: "天", Language.EN: "days"}),
    "ratio": (2, {Language.ZH: "", Language.EN: ""}),
    "score": (1, {Language.ZH: "分", Language.EN: ""}),
    "points": (1, {Language.ZH: "分", Language.EN: ""}),
    "times": (2, {Language.ZH: "次", Language.EN: "times"}),
    "per-thousand": (1, {Language.ZH: "‰", Language.EN: "‰"}),
    "yuan-per-hour": (0, {Language.ZH: "元/小时", Language.EN: "¥/h"}),
    "hours-per-visit": (2, {Language.ZH: "小时/台次", Language.EN: "h/visit"}),
}
MONEY_UNITS = frozenset({"CNY", "yuan"})


def figure(value: Number | None, unit: str, language: Language, places: int | None = None) -> Figure:
    """A reading in its metric's unit; an undeclared unit raises KeyError."""
    if value is None:
        return NOTHING
    if unit in MONEY_UNITS:
        return yuan(value, language)
    if unit == "percent":
        return percent(value, 1 if places is None else places)
    usual, words = UNIT_WORDS[unit]
    return Figure(grouped(value, usual if places is None else places), words[language], unshortened(value))


def unit_word(unit: str, language: Language) -> str:
    """The unit as a table header or a chart axis names it."""
    if unit in MONEY_UNITS:
        return wan_unit(language)
    return "%" if unit == "percent" else UNIT_WORDS[unit][1][language]


def hours(value: Number | None, language: Language) -> Figure:
    return figure(value, "hours", language)


SCALES_WITHOUT_NOUGHT = frozenset({"points", "score"})  # a share of them would mean nothing


def gap(value: Number | None, unit: str, language: Language) -> Figure:
    """How far a value lies from another of its unit: points for shares and scores, percent for the rest."""
    if unit == "percent":
        return points(value, language)
    if value is not None and unit in SCALES_WITHOUT_NOUGHT:
        places, words = UNIT_WORDS[unit]
        return Figure(signed(value, places), words[language], unshortened(value))
    return change(value)


# Dates

WEEKDAYS: dict[Language, tuple[str, ...]] = {
    Language.ZH: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso_day(value: date | datetime | None) -> str:
    return NONE if value is None else value.strftime("%Y-%m-%d")


def moment(value: datetime | None) -> str:
    return NONE if value is None else value.strftime("%Y-%m-%d %H:%M")


def day(value: date | datetime | None, language: Language) -> str:
    """A day as said in a sentence: 11月23日 周一; Mon 23 Nov."""
    if value is None:
        return NONE
    weekday = WEEKDAYS[language][value.weekday()]
    if language is Language.ZH:
        return f"{value.month}月{value.day}日 {weekday}"
    return f"{weekday} {value.day} {MONTHS[value.month - 1]}"


def month(value: str | None, language: Language) -> str:
    """A month given as YYYY-MM: 2026年3月; Mar 2026."""
    if not value:
        return NONE
    year, number = value.split("-")
    if language is Language.ZH:
        return f"{year}年{int(number)}月"
    return f"{MONTHS[int(number) - 1]} {year}"


def week(value: date | None, language: Language) -> str:
    """The ISO week, which starts on Monday."""
    if value is None:
        return NONE
    year, number, _ = value.isocalendar()
    return f"{year}年第{number}周" if language is Language.ZH else f"Week {number}, {year}"


# Personal values: enough to recognise, too little to reach


def masked_plate(value: str | None) -> str:
    """沪A12345 becomes 沪A·**345; a plate with 8 characters keeps its length too."""
    if not value:
        return NONE
    plate = value.replace(" ", "").replace("·", "")
    return f"{plate[:2]}·{'*' * max(len(plate) - 5, 0)}{plate[-3:]}" if len(plate) > 5 else "*" * len(plate)


def masked_vin(value: str | None) -> str:
    return f"…{value[-6:]}" if value and len(value) > 6 else _all_masked(value)


def masked_phone(value: str | None) -> str:
    return f"{value[:3]}****{value[-4:]}" if value and len(value) >= 11 else _all_masked(value)


def masked_name(value: str | None) -> str:
    return f"{value[0]}*" if value else NONE


def _all_masked(value: str | None) -> str:
    return "*" * len(value) if value else NONE


MASKS: dict[str, Callable[[str | None], str]] = {
    "plate": masked_plate,
    "vin": masked_vin,
    "phone": masked_phone,
    "name": masked_name,
}

"""Amounts, hours, quantities and scores: texts as exact whole numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from biaogan.engine import money
from biaogan.engine.text import by_distinct_value

MINUS_SIGNS = str.maketrans(dict.fromkeys("\u2212\uff0d\u2013\ufe63\u2014", "-"))
NOTHING = re.compile(r"^(?:[-—–―/\\~*.]+|null|none|nan|n/a|无)$", re.IGNORECASE)
CURRENCY = re.compile(r"[¥￥$]|rmb|cny|人民币|[\s'’_]", re.IGNORECASE)
SEPARATED = re.compile(r"^\d{1,4}(?:,\d{2,4})+(?:\.\d*)?$")
TRAILING_UNIT = re.compile(
    r"(?:元/?(?:小时|时)?|个小时|小时|工时|公里|km|h|分钟|分|个|件|台次|台|辆|次|人|天|升|瓶|套|只|桶|条)$",
    re.IGNORECASE,
)
PLAIN = re.compile(r"^\d*\.?\d+$|^\d+\.$|^\d+(?:\.\d+)?e[+-]?\d+$", re.IGNORECASE)
MULTIPLES = {"万元": 10_000, "万": 10_000, "千元": 1_000}
USUAL = r"^[¥￥]?\s*-?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?\s*元?$"
EMPTY = "∅"  # a placeholder such as `--`: neither a number nor a mistake


@dataclass(frozen=True)
class Figures:
    """`atoms`: whole numbers of 10^-18 (Int128), null where empty or unreadable; `bad`: the unreadable."""

    atoms: pl.Series
    bad: pl.Series


def figures(texts: pl.Series) -> Figures:
    """Read a column of numbers exactly, thousand separators, signs, currency and 万 included."""
    atoms = money.exact(texts)
    left = atoms.is_null() & texts.is_not_null()
    if not left.any():
        return Figures(atoms, left)
    plain = _plain_numbers(texts.filter(left))
    read = money.exact(plain)
    bad = left.clone().scatter(left.arg_true(), read.is_null() & (plain.is_null() | (plain != EMPTY)))
    return Figures(atoms.clone().scatter(left.arg_true(), read), bad)


def _plain_numbers(texts: pl.Series) -> pl.Series:
    """The usual separators and signs of currency go at once; every other text is read by itself."""
    usual = texts.str.contains(USUAL)
    plain = texts.str.replace_all(r"[¥￥,\s元]", "")
    if usual.all():
        return plain
    return plain.zip_with(usual, by_distinct_value(texts.set(usual, None), plain_number))


def plain_number(text: str) -> str | None:
    """The plain decimal text of one written number; EMPTY for a placeholder, None where it is no number.

    A percentage keeps its figure: `83.6%` is 83.6. `(300)` and `300-` are negative. `1.2万` is 12000.
    """
    plain = CURRENCY.sub("", unicodedata.normalize("NFKC", text).translate(MINUS_SIGNS))
    if plain == "" or NOTHING.match(plain):
        return EMPTY
    if plain.count("-") > 1 and "e" not in plain.lower():
        return None
    negative = plain.startswith("-") or plain.endswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = CURRENCY.sub("", plain.removeprefix("(").removesuffix(")").strip("-").removeprefix("+"))
    plain, times = _without_ten_thousand(plain)
    plain = TRAILING_UNIT.sub("", plain.removesuffix("%"))
    if SEPARATED.match(plain):
        plain = plain.replace(",", "")
    if not PLAIN.match(plain):
        return None
    return f"{'-' if negative else ''}{Decimal(plain) * times:f}"


def _without_ten_thousand(text: str) -> tuple[str, int]:
    for suffix in ("万元", "万"):
        if text.endswith(suffix):
            return text.removesuffix(suffix), 10_000
    return text, 1


def scaled(found: Figures, *, places: int, unit: str | None = None, vat: Decimal | None = None) -> pl.Series:
    """Figures as Int64 of 10^-places, rounded once: 2 for money in fen, 3 for thousandths, 0 for counts.

    `unit` shifts amounts in 万元 or 千元; `vat` is the rate to take out of amounts that include it.
    """
    by = Fraction(10 ** (money.PLACES - places), MULTIPLES.get(unit or "", 1))
    return money.divided(found.atoms, by if vat is None else by * (1 + Fraction(vat)))

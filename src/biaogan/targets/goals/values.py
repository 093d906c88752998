"""Targets as people type them, and back: 500万, 5,000,000元, 95%, 12.5."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Metric, Unit
from biaogan.targets.goals.goal import adds_up
from biaogan.targets.goals.policies import CannotSet
from biaogan.ui.formats import COLUMN_MONEY, MINUS, Language

NUMBER = re.compile(r"(-?(?:\d{1,15}(?:\.\d{1,12})?|\.\d{1,12}))(\D.*)?")
FEN, FOUR = Decimal("0.01"), Decimal("0.0001")
MONEY_WORDS = {
    "元": 1, "圆": 1, "rmb": 1, "cny": 1, "yuan": 1,
    "千": 1_000, "千元": 1_000, "k": 1_000,
    "万": 10_000, "万元": 10_000, "w": 10_000,
    "百万": 1_000_000, "百万元": 1_000_000, "m": 1_000_000,
    "亿": 100_000_000, "亿元": 100_000_000, "bn": 1_000_000_000,
}  # fmt: skip
UNIT_WORDS: dict[Unit, frozenset[str]] = {
    Unit.PERCENT: frozenset({"%"}),
    Unit.PER_THOUSAND: frozenset({"‰"}),
    Unit.COUNT: frozenset({"台", "台次", "次", "辆", "个", "单", "件"}),
    Unit.HOURS: frozenset({"小时", "时", "h", "hours"}),
    Unit.DAYS: frozenset({"天", "日", "days"}),
    Unit.SCORE: frozenset({"分"}),
    Unit.POINTS: frozenset({"分"}),
    Unit.TIMES: frozenset({"次", "times"}),
    Unit.YUAN_PER_HOUR: frozenset({"元", "元/小时", "元/时", "¥/h"}),
}


def scale_of(metric: Metric, language: Language) -> int:
    """How many yuan a plain number stands for: sums of money are typed in 万元, or in thousands."""
    return COLUMN_MONEY[language][0] if metric.unit is Unit.YUAN and adds_up(metric) else 1


def typed(text: str, metric: Metric, language: Language) -> Decimal | None:
    """The value a text stands for, in the unit of the metric's readings; None for an empty text.

    Raises CannotSet for what is no number, or carries another unit than the metric's.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(plain.split()).replace(MINUS, "-").replace(",", "").removeprefix("¥").casefold()
    if not plain:
        return None
    found = NUMBER.fullmatch(plain)
    if not found:
        raise CannotSet(_("“%(text)s” is not a number.") % {"text": text.strip()})
    amount, word = Decimal(found.group(1)), found.group(2) or ""
    return _rounded(metric, amount * _factor(word, metric, language, text))


def _factor(word: str, metric: Metric, language: Language, text: str) -> int:
    """What a number with this word behind it is multiplied by."""
    if not word:
        return scale_of(metric, language)
    if metric.unit is Unit.YUAN and word in MONEY_WORDS:
        return MONEY_WORDS[word]
    if word in UNIT_WORDS.get(metric.unit, ()):
        return 1
    raise CannotSet(
        _("“%(text)s”: this metric is not counted in “%(unit)s”.") % {"text": text.strip(), "unit": word}
    )


def _rounded(metric: Metric, value: Decimal) -> Decimal:
    """Money to the fen, everything else to four places."""
    return value.quantize(FEN if metric.unit.is_money else FOUR, ROUND_HALF_UP)


def editable(value: Decimal | None, metric: Metric, language: Language) -> str:
    """A value as it stands in its field: in the column's unit, unrounded: sent back, it changes nothing."""
    if value is None:
        return ""
    shown = (value / scale_of(metric, language)).normalize()
    return f"{shown:f}"

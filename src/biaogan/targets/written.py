"""Figures and words of the engine as people read them, in the language of the page."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.engine.metrics.metric import Metric
from biaogan.engine.text import Text
from biaogan.ui import formats


def said(text: Text) -> str:
    """Words of the engine in the language of the page."""
    return text.zh if (get_language() or "zh").startswith("zh") else text.en


def written(metric: Metric, value: object) -> str:
    language = formats.language_of(get_language())
    return str(formats.figure(value, metric.unit.value, language))  # type: ignore[arg-type]


def column_unit(metric: Metric, language: formats.Language) -> str:
    """The unit of a column: sums of money in 万元, money per visit or head in yuan."""
    if metric.unit.value in formats.MONEY_UNITS and metric.denominator is not None:
        return _("yuan")
    return formats.unit_word(metric.unit.value, language)


def bare(metric: Metric, value: Decimal | int | None) -> str:
    """A value as it stands in such a column: without its unit."""
    if value is None:
        return "—"
    if metric.unit.value in formats.MONEY_UNITS:
        if metric.denominator is not None:
            return formats.grouped(value)
        return formats.wan(int(Decimal(value) * 100), formats.language_of(get_language())).number
    return formats.figure(value, metric.unit.value, formats.language_of(get_language())).number

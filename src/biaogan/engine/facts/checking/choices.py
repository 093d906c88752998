"""Choices and yes-or-no columns: wordings as codes."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from biaogan.engine.facts.checking import vocabulary
from biaogan.engine.text import by_distinct_value, folded


def codes(texts: pl.Series, *, kind: str, field: str, chosen: Mapping[tuple[str, str], str]) -> pl.Series:
    """The code of each wording, null where the vocabulary and the person's own choices have none."""
    known = vocabulary.codes_of(kind, field)
    own = {folded(wording): code for (name, wording), code in chosen.items() if name == field}
    return by_distinct_value(texts, lambda text: own.get(folded(text)) or known.get(folded(text)))


def flags(texts: pl.Series, *, field: str, inverted: bool = False) -> tuple[pl.Series, pl.Series]:
    """Yes and no as Boolean, and a mask of what is filled and neither."""
    words = vocabulary.flag_words(field)
    read = by_distinct_value(texts, lambda text: words.get(folded(text).removesuffix(".0")))
    yes = read == ("false" if inverted else "true")
    return yes.alias(texts.name), read.is_null() & texts.is_not_null()


def metrics(texts: pl.Series) -> pl.Series:
    """Indicators as slugs of metrics; a wording that names none stays as it is."""
    slugs = vocabulary.metric_slugs()
    return by_distinct_value(
        texts, lambda text: slugs.get(_indicator(text)) or slugs.get(folded(text)) or text.strip()
    )


def _indicator(text: str) -> str:
    plain = folded(text)
    for ending in ("(%)", "(元)", "(万元)", "(小时)", "目标值", "目标"):
        plain = plain.removesuffix(ending)
    return plain.removeprefix("当月") or plain

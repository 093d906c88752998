"""The wordings of dealers' systems and the codes they stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from biaogan.engine.text import folded

PATH = Path(__file__).parent.parent / "vocabulary.json"


@cache
def _vocabulary() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    return loaded


def _turned(codes: Mapping[str, list[str]]) -> dict[str, str]:
    table = {folded(code): code for code in codes}
    table |= {folded(wording): code for code, wordings in codes.items() for wording in wordings}
    return table


@cache
def codes_of(kind: str, field: str) -> Mapping[str, str]:
    """Compared wording -> code for a choice of a kind."""
    choices = _vocabulary()["choices"]
    return _turned(choices.get(f"{kind}.{field}") or choices.get(field, {}))


@cache
def flag_words(field: str) -> Mapping[str, str]:
    """Compared wording -> `true` or `false` for a yes-or-no field; the field's own words win."""
    flags = _vocabulary()["flags"]
    return _turned(flags["*"]) | _turned(flags.get(field, {}))


@cache
def metric_slugs() -> Mapping[str, str]:
    """Compared wording of an indicator -> slug of the metric."""
    return _turned(_vocabulary()["metrics"])


@cache
def metrics_in_percent() -> frozenset[str]:
    """Slugs of the metrics whose targets are given in percent."""
    return frozenset(_vocabulary()["metrics_in_percent"])


@cache
def counter_sale_words() -> frozenset[str]:
    """Categories that name a sale without repair."""
    return frozenset(folded(wording) for wording in _vocabulary()["counter_sale"])

"""The rule of survey integrity for the watch: one alert a store and month, with every sign as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from biaogan.engine.text import Text
from biaogan.followup.rule import Fact, Finding, Rule
from biaogan.org.models import Store
from biaogan.quality.integrity import sentences
from biaogan.quality.integrity.queries import integrity
from biaogan.quality.integrity.signs import Seen, by_store
from biaogan.targets.numbers import months_with_data, newest_complete

STEERED = Rule(
    "survey-integrity",
    Text("满意度调查可能被引导", "The survey may have been steered"),
    62,
    "survey-response",
)
RULES = (STEERED,)
PAGE = "/quality/integrity"
FARTHEST = 8.0  # standard deviations; beyond, a number says nothing more


def find(*, stores: Sequence[Store], today: date) -> list[Finding]:
    """What stands out in the surveys of the newest complete month; each store is compared with the others."""
    codes = [store.code for store in stores]
    months = months_with_data(codes)
    if not months:
        return []
    month = newest_complete(months, today)
    found = by_store(integrity(month=month, stores=codes).raised)
    return [_finding(store, month, signs) for store, signs in found.items()]


def _finding(store: str, month: str, signs: Sequence[Seen]) -> Finding:
    first = min(signs, key=lambda one: one.p or 0.0)
    name, what, chance = sentences.NAMES[first.sign], sentences.counted(first), sentences.chance(first)
    evidence = [Fact(sentences.NAMES[one.sign], _evidence(one)) for one in signs]
    return Finding(
        STEERED,
        store,
        month,
        Text(f"{name.zh}：{what.zh}；{chance.zh}", f"{name.en}: {what.en}; {chance.en}"),
        value=Text(f"{len(signs)} 个迹象", f"{len(signs)} sign" + ("s" if len(signs) > 1 else "")),
        evidence=tuple(evidence),
        strength=_strength(first.p or 0.0),
        address=f"{PAGE}?{urlencode({'month': month, 'store': store})}",
    )


def _evidence(one: Seen) -> Text:
    parts = (sentences.counted(one), sentences.compared(one), sentences.chance(one))
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _strength(p: float) -> float:
    from scipy.special import ndtri

    return FARTHEST if p <= 0 else min(FARTHEST, float(-ndtri(p)))

"""Findings kept beside the sums of their version: a month is judged once, not once per process and page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from inspect import getsource
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from biaogan.engine.methods import (
    business_calendar,
    chart_rules,
    control_charts,
    discovery,
    shifts,
    trends,
    turning,
)
from biaogan.engine.metrics.cache import definitions
from biaogan.engine.text import Text
from biaogan.followup.rule import Fact, Finding, Rule

METHODS = (business_calendar, chart_rules, control_charts, discovery, shifts, trends, turning)


def kept(version: str, asked: Sequence[object], work: Callable[[], Sequence[Finding]]) -> tuple[Finding, ...]:
    """What `work` finds, or what it found before for the same version and question."""
    path = _path(version, asked)
    if not path.exists():
        _write(work(), path)
    return tuple(_finding(one) for one in json.loads(path.read_text(encoding="utf-8")))


def _path(version: str, asked: Sequence[object]) -> Path:
    """A changed definition or way of judging finds nothing kept."""
    words = "\n".join([definitions(), _ways(), *map(repr, asked)])
    name = blake2b(words.encode(), digest_size=8).hexdigest()
    return Path(settings.BIAOGAN_CACHE) / version / f"findings-{name}.json"


@cache
def _ways() -> str:
    own = sorted(Path(__file__).parent.glob("*.py"))
    return "\n".join([*(path.read_text(encoding="utf-8") for path in own), *map(getsource, METHODS)])


def _write(found: Sequence[Finding], path: Path) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{uuid4().hex}")
    unfinished.write_text(json.dumps([_plain(one) for one in found], ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)


def _plain(one: Finding) -> dict[str, Any]:
    return {
        "rule": {**vars(one.rule), "says": _both(one.rule.says)},
        "store": one.store, "month": one.month, "reason": _both(one.reason), "value": _both(one.value),
        "evidence": [[_both(fact.name), _both(fact.value)] for fact in one.evidence],
        "strength": one.strength, "stake_fen": one.stake_fen, "address": one.address,
    }  # fmt: skip


def _both(text: Text) -> list[str]:
    return [text.zh, text.en]


def _finding(plain: dict[str, Any]) -> Finding:
    rule = Rule(**{**plain["rule"], "says": Text(*plain["rule"]["says"])})
    texts = {name: Text(*plain[name]) for name in ("reason", "value")}
    evidence = tuple(Fact(Text(*name), Text(*value)) for name, value in plain["evidence"])
    return Finding(**{**plain, **texts, "rule": rule, "evidence": evidence})

"""The starting set: one instruction for each service step with its check items, written for this product.

One file a step. Texts stand in pairs, Chinese first. A store changes them as it likes once they are loaded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from biaogan.quality.levels import Step
from biaogan.quality.standards.items.scores import Score
from biaogan.quality.standards.steps import StepText

FOLDER = Path(__file__).parent
Pair = tuple[str, str]


@dataclass(frozen=True)
class StartingItem:
    """`at`: the code of the step it belongs to."""

    code: str
    at: str
    level: int
    text: Pair
    scores: tuple[Score, ...]
    pass_points: int
    photo_on_fail: bool
    metric: str


@dataclass(frozen=True)
class StartingSop:
    code: str
    step: str
    title: Pair
    review_every_days: int
    steps: tuple[StepText, ...]
    items: tuple[StartingItem, ...]


@cache
def starting_set() -> tuple[StartingSop, ...]:
    """In the order of the service."""
    return tuple(_sop(step, FOLDER / f"{step}.toml") for step in Step.values)


def _sop(step: str, path: Path) -> StartingSop:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return StartingSop(
        code=step,
        step=step,
        title=_pair(found["title"]),
        review_every_days=found["review_every_days"],
        steps=tuple(_step(one) for one in found["steps"]),
        items=tuple(_item(step, one) for one in found["items"]),
    )


def _step(found: Mapping[str, Any]) -> StepText:
    (title_zh, title_en), (text_zh, text_en) = _pair(found["title"]), _pair(found["text"])
    return StepText(found["code"], title_zh, title_en, text_zh.strip(), text_en.strip())


def _item(step: str, found: Mapping[str, Any]) -> StartingItem:
    return StartingItem(
        code=f"{step}-{found['code']}",
        at=found["at"],
        level=found["level"],
        text=_pair(found["text"]),
        scores=tuple(Score(points, zh, en) for points, zh, en in found["scores"]),
        pass_points=found["pass"],
        photo_on_fail=found.get("photo", False),
        metric=found.get("metric", ""),
    )


def _pair(found: Sequence[str]) -> Pair:
    zh, en = found
    return zh, en

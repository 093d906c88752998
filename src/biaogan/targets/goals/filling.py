"""What a form, a pasted block or a plan puts into the cells of a grid, before it is saved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from biaogan.org.models import Person
from biaogan.targets.goals.actions import Refused, Wish, set_goals
from biaogan.targets.goals.grid import Grid, Spot
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.values import editable, typed
from biaogan.targets.models import GoalSource
from biaogan.ui.formats import Language


@dataclass(frozen=True)
class Filling:
    """Texts by cell, what is wrong with some of them, and remarks on what found no cell."""

    texts: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    source: GoalSource = GoalSource.TYPED
    note: str = ""


def standing(grid: Grid, language: Language) -> dict[str, str]:
    """What stands in the cells now, as it is typed."""
    return {
        spot.name: editable(goal.value if goal else None, spot.metric, language)
        for spot in grid.spots()
        for goal in (grid.goal(spot),)
    }


def sent(data: Mapping[str, str]) -> Filling:
    """The cells of a form that came back."""
    source = data.get("source", "")
    return Filling(
        texts={name: text for name, text in data.items() if name.count("|") == 2},
        source=GoalSource(source) if source in GoalSource.values else GoalSource.TYPED,
        note=data.get("note", "")[:200],
    )


def seen(data: Mapping[str, str]) -> dict[str, str]:
    """What stood in the cells when the form was drawn; empty where that did not come back whole."""
    try:
        found = json.loads(data.get("seen", "{}"))
    except json.JSONDecodeError:
        return {}
    return {name: str(text) for name, text in found.items()} if isinstance(found, dict) else {}


def save(
    grid: Grid, filling: Filling, before: Mapping[str, str], *, language: Language, at: datetime, by: Person
) -> int:
    """Sets what differs from what was seen. Raises Unsaved with the filling and its faults."""
    wishes, wrong = [], {}
    for spot in grid.spots():
        text, was = filling.texts.get(spot.name), before.get(spot.name, "")
        if text is None or text.strip() == was.strip():
            continue
        try:
            wishes.append(_wish(spot, text, was, language))
        except CannotSet as refusal:
            wrong[spot.name] = str(refusal)
    if wrong:
        raise Unsaved(wrong)
    try:
        return set_goals(wishes=wishes, source=filling.source, note=filling.note, at=at, by=by)
    except Refused as refusal:
        raise Unsaved({"|".join(key): reason for key, reason in refusal.reasons.items()}) from refusal


def _wish(spot: Spot, text: str, was: str, language: Language) -> Wish:
    value = typed(text, spot.metric, language)
    return Wish(spot.metric.slug, spot.place, spot.month, value, _as_seen(spot, was, language))


def _as_seen(spot: Spot, was: str, language: Language) -> Decimal | None:
    return typed(was, spot.metric, language)


class Unsaved(Exception):
    """Nothing was set; `wrong` says why, cell by cell."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__()
        self.wrong = wrong

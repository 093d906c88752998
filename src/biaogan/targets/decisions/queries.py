"""Reads of decisions: the list, what is to be looked back upon, how forecasts fared by proposer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from biaogan.engine.methods.three_year.forecast import Fan
from biaogan.engine.methods.three_year.scoring import LOOK_BACKS, Calibration, Score, calibration
from biaogan.org.scope import Scope
from biaogan.targets.decisions.policies import is_due, last_month
from biaogan.targets.models import Decision, LookBack
from biaogan.targets.states import RUNNING


@dataclass(frozen=True)
class Due:
    """A look-back whose last month is over."""

    decision: Decision
    after: int
    month: str


@dataclass(frozen=True)
class Overview:
    decisions: Sequence[Decision]
    due: Sequence[Due]
    calibration: Sequence[Calibration]


def overview(*, scope: Scope, today: date) -> Overview:
    found = Decision.objects.within(scope).select_related("store", "region")
    decisions = list(found.defer("levers").prefetch_related("look_backs"))
    scores = [
        (decision.proposer, one)
        for decision in decisions
        for made in decision.look_backs.all()
        for one in scores_of(made)
    ]
    due = [one for decision in decisions for one in due_of(decision, today)]
    return Overview(decisions, due, calibration(scores))


def due_of(decision: Decision, today: date) -> list[Due]:
    """What may be looked back upon now and has not been."""
    if decision.state not in RUNNING:
        return []
    made = {one.after for one in decision.look_backs.all()}
    return [
        Due(decision, after, last_month(decision, after))
        for after in LOOK_BACKS
        if after not in made and is_due(decision, after, today)
    ]


def scores_of(made: LookBack) -> list[Score]:
    return [_score(one) for one in made.scores]


def _score(kept: Mapping[str, Any]) -> Score:
    return Score(**{**kept, "fan": Fan(**kept["fan"])})

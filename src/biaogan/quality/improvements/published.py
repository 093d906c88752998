"""Improvements as facts: what was due in which month, and whether it was proven by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from biaogan.quality.improvements.queries import newest_of
from biaogan.quality.models import Improvement
from biaogan.quality.states.improvements import ImprovementState


def published(*, since: date) -> Sequence[dict[str, Any]]:
    """In the month of the proof that was promised; what was dropped was promised no longer."""
    rows = list(
        Improvement.objects.filter(proof_on__gte=since)
        .exclude(state=ImprovementState.DROPPED)
        .select_related("store")
        .order_by("pk")
    )
    newest = newest_of(rows)
    return [
        {
            "store": one.store.code,
            "day": one.proof_on,
            "improvement_no": one.number,
            "issue": one.title,
            "stage": one.state,
            "raised_on": one.opened_on,
            "due_date": one.proof_on,
            "verified_on": one.verified_on,
            "effect": None if one.pk not in newest else _rounded(newest[one.pk].effect),
        }
        for one in rows
    ]


def _rounded(effect: float | None) -> float | None:
    return None if effect is None else round(effect, 3)

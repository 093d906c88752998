"""Reads of improvements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from biaogan.followup.queries import owners
from biaogan.org.models import AuditEvent, Person, Store
from biaogan.org.permissions import ROLE_PERMISSIONS, Permission
from biaogan.org.scope import Scope
from biaogan.quality.improvements.measuring import first_month
from biaogan.quality.models import Improvement, Measurement
from biaogan.quality.models.improvements import DAYS_A_MONTH
from biaogan.quality.states.improvements import MEASURED, ON_THE_WAY, ImprovementState

SHOWN_HISTORY = 200
USUAL_PROOF = timedelta(days=120)
FOLLOW_UPS = (1, 2, 3)  # months


@dataclass(frozen=True)
class Card:
    """An improvement as the board shows it."""

    improvement: Improvement
    overdue: bool
    newest: Measurement | None


@dataclass(frozen=True)
class Lane:
    state: ImprovementState
    cards: Sequence[Card]


@dataclass(frozen=True)
class FollowUp:
    """One of the follow-ups at 30, 60 and 90 days: when it is due, and what it found."""

    days: int
    due: date
    measured: Measurement | None


def improvements(
    *, scope: Scope, store: str = "", owner: bool = False, which: str = ""
) -> QuerySet[Improvement]:
    """Improvements of the scope by the day of proof; those on the way, the closed, the dropped, or all."""
    rows = Improvement.objects.within(scope).select_related("store", "owner")
    if store:
        rows = rows.filter(store__code=store)
    if owner:
        rows = rows.filter(owner=scope.person)
    if which == "all":
        return rows
    return rows.filter(state=which) if which else rows.on_the_way()


def board(rows: Sequence[Improvement], *, today: date) -> list[Lane]:
    """By state in the order of the way, overdue first."""
    newest = newest_of(rows)
    cards = [Card(one, one.is_overdue(today), newest.get(one.pk)) for one in rows]
    order: list[str] = [*ON_THE_WAY, ImprovementState.CLOSED, ImprovementState.DROPPED]
    cards.sort(
        key=lambda card: (order.index(card.improvement.state), not card.overdue, card.improvement.proof_on)
    )
    grouped = groupby(cards, key=lambda card: card.improvement.state)
    return [Lane(ImprovementState(state), list(found)) for state, found in grouped]


def newest_of(rows: Sequence[Improvement]) -> dict[int, Measurement]:
    """The last measurement of the present round of each, in one question."""
    found: dict[int, Measurement] = {}
    rounds = {one.pk: one.round for one in rows}
    for one in Measurement.objects.filter(improvement__in=list(rounds)).order_by("months"):
        if one.round == rounds[one.improvement_id]:
            found[one.improvement_id] = one
    return found


def follow_ups(improvement: Improvement) -> list[FollowUp]:
    if improvement.state not in MEASURED or improvement.finished_on is None:
        return []
    rows = {one.months: one for one in improvement.measurements.filter(round=improvement.round)}
    later = [months for months in rows if months not in FOLLOW_UPS]
    return [
        FollowUp(
            months * DAYS_A_MONTH,
            improvement.finished_on + timedelta(days=months * DAYS_A_MONTH),
            rows.get(months),
        )
        for months in (*FOLLOW_UPS, *later)
    ]


def measured_from(improvement: Improvement) -> str:
    """The first month that counts; empty before the work is done."""
    return first_month(improvement) if improvement.finished_on else ""


def history(improvement: Improvement) -> list[AuditEvent]:
    rows = AuditEvent.objects.filter(about="improvement", key=str(improvement.pk))
    return list(rows.order_by("sequence")[:SHOWN_HISTORY])


def improvers(*, scope: Scope, store: Store) -> QuerySet[Person]:
    """Who can answer for an improvement of the store; whoever asks is among them."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.IMPROVE in allowed]
    works = Q(assignments__store=store) | Q(assignments__region=store.region_id)
    own = Q(pk=scope.person.pk if scope.person else None)
    return Person.objects.filter(is_active=True).filter((works & Q(role__in=roles)) | own).distinct()


workers = owners  # an action is a task: whoever follows up at the store can own one

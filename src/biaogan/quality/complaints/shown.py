"""What the page of one complaint shows: its clock, who is told, its forms, promises and compensations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org.forms import Form
from biaogan.org.permissions import Role
from biaogan.org.scope import Scope
from biaogan.quality.complaints import authority, clock, escalation, forms, queries, tables
from biaogan.quality.complaints.returning import Back, came_back
from biaogan.quality.complaints.topics import name_of
from biaogan.quality.models import Compensation, Complaint, Promise
from biaogan.quality.states.complaints import COMPLAINT_MOVES, CompensationState, ComplaintState
from biaogan.ui.table import Table


@dataclass(frozen=True)
class PromiseShown:
    promise: Promise
    mark: str
    word: str
    form: Form | None


@dataclass(frozen=True)
class CompensationShown:
    """`form`: for whoever may decide on it."""

    compensation: Compensation
    mark: str
    form: Form | None


@dataclass(frozen=True)
class Page:
    """`forms`: those of the moves that are possible now, by name; `wrong`: the one to be mended."""

    title: str
    step: str
    mark: str
    left: str
    told: Sequence[escalation.Told]
    next_told: escalation.Told | None
    forms: dict[str, Form]
    wrong: str
    fault: str
    promises: Sequence[PromiseShown]
    compensations: Sequence[CompensationShown]
    repeats: Sequence[Complaint]
    back: str
    back_mark: str
    history: Table


def page(found: Complaint, *, scope: Scope, at: datetime, wrong: tuple[str, Form] | None) -> Page:
    name, mended = wrong or ("", None)
    offered = _forms(found, scope, at)
    runs = found.is_in_hand and found.merged_into_id is None
    promises, given = _promises(found, at), _compensations(found, scope)
    if mended is not None:
        offered = {key: mended if key == name else form for key, form in offered.items()}
        promises = [
            replace(one, form=mended) if f"keep-{one.promise.pk}" == name else one for one in promises
        ]
        given = [
            replace(one, form=mended) if f"decide-{one.compensation.pk}" == name else one for one in given
        ]
    forms_here = [*offered.values(), *(one.form for one in promises), *(one.form for one in given)]
    back, back_mark = _back(found)
    return Page(
        title=name_of(found.topic),
        step=tables.own_step(found),
        mark=clock.status(found.step_due, at) if runs else tables.STATE_MARKS[found.state],
        left=clock.left(found.step_due, at) if runs else "",
        told=escalation.told(found, at),
        next_told=escalation.next_told(found, at),
        forms=offered,
        wrong=name,
        fault=mended.complaint() if mended is not None and mended not in forms_here else "",
        promises=promises,
        compensations=given,
        repeats=list(found.repeats.order_by("opened_at")),
        back=back,
        back_mark=back_mark,
        history=tables.history(queries.history(found)),
    )


def _forms(found: Complaint, scope: Scope, at: datetime) -> dict[str, Form]:
    """A repeat is handled with the first complaint: it can only be separated."""
    now: dict[str, Any] = {"when": timezone.localtime(at)}
    if found.merged_into_id:
        return {"separate": forms.Reason(auto_id="separate-%s")}
    moves = COMPLAINT_MOVES[found.state]
    able: dict[str, Form] = {}
    if ComplaintState.CONTACTED in moves and found.state != ComplaintState.OFFERED:
        able["contact"] = forms.Contact(initial=now, auto_id="contact-%s")
    if ComplaintState.OFFERED in moves:
        able["offer"] = forms.Offer(initial=now, auto_id="offer-%s")
    if ComplaintState.CLOSED in moves:
        able["close"] = forms.Close(
            initial=now | {"level": found.level, "content": "unknown"}, auto_id="close-%s"
        )
        able["decline"] = forms.Reason(auto_id="decline-%s")
    if ComplaintState.REOPENED in moves:
        able["reopen"] = forms.Reason(auto_id="reopen-%s")
    if ComplaintState.WITHDRAWN in moves:
        able["withdraw"] = forms.Reason(auto_id="withdraw-%s")
    start = {"owner": found.owner, "severity": found.severity, "topic": found.topic}
    able["change"] = forms.Change(initial=start, auto_id="change-%s", scope=scope, store=found.store)
    able["promise"] = forms.MakePromise(auto_id="promise-%s")
    able["compensate"] = forms.Compensate(auto_id="compensate-%s")
    return able


def _promises(found: Complaint, at: datetime) -> list[PromiseShown]:
    rows = list(found.promises.select_related("promised_by"))
    start = {"kept_at": timezone.localtime(at)}
    return [
        PromiseShown(
            one, mark, word,
            None if one.kept_at else forms.ShowKept(initial=start, auto_id=f"keep-{one.pk}-%s"),
        )
        for one, mark, word in tables.promises(rows, at)
    ]  # fmt: skip


def _compensations(found: Complaint, scope: Scope) -> list[CompensationShown]:
    rows = found.compensations.select_related("asked_by", "decided_by")
    return [
        CompensationShown(
            one,
            tables.COMPENSATION_MARKS[one.state],
            forms.Decide(auto_id=f"decide-{one.pk}-%s") if _may_decide(one, scope) else None,
        )
        for one in rows
    ]


def _may_decide(one: Compensation, scope: Scope) -> bool:
    if one.state != CompensationState.ASKED or scope.person is None:
        return False
    return authority.rank(scope.person) >= authority.RANKS[Role(one.asked_of)]


def _back(found: Complaint) -> tuple[str, str]:
    """Whether the customer came back; nothing is said of a car the facts do not know."""
    said = came_back([found]).get(found.pk)
    return {
        Back.YES: (_("The customer came back within six months."), "good"),
        Back.NO: (_("The customer did not come back within six months."), "bad"),
        Back.EARLY: (_("Too early to say whether the customer comes back."), "none"),
        None: ("", "none"),
    }[said]

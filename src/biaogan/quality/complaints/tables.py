"""Complaints, promises, compensations and stores as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.org import words
from biaogan.org.models import AuditEvent
from biaogan.org.permissions import Role
from biaogan.quality.complaints import authority, clock, escalation
from biaogan.quality.complaints.queries import Share, StoreLine
from biaogan.quality.complaints.topics import name_of
from biaogan.quality.models import Complaint, Promise
from biaogan.quality.models.complaints import Fault, Kind, Severity
from biaogan.quality.states.complaints import ComplaintState
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

SEVERITY_MARKS: dict[int, str] = {Severity.CRITICAL: "bad", Severity.SERIOUS: "watch", Severity.USUAL: ""}
STATE_MARKS = {
    "new": "watch", "contacted": "info", "offered": "info", "closed": "good", "reopened": "bad",
    "withdrawn": "none",
}  # fmt: skip
SHORT = 60
SPOKEN: dict[str, Any] = {"fault": Fault, "kind": Kind, "severity": Severity, "asked_of": Role}


def complaints(rows: Iterable[Complaint], *, at: datetime, export_url: str = "") -> Table:
    columns = [
        Column(_("Complaint")),
        Column(_("Store")),
        Column(_("Severity")),
        Column(_("To be done next")),
        Column(_("Time")),
        Column(_("Owner")),
        Column(_("To be told")),
    ]
    lines = [
        [
            Cell(
                f"{name_of(one.topic)}：{_short(one.text)}", url=reverse("quality:complaint", args=[one.pk])
            ),
            one.store.name,
            Cell(one.get_severity_display(), status=SEVERITY_MARKS[one.severity]),
            next_step(one),
            time_left(one, at),
            one.owner.display_name if one.owner else None,
            ", ".join(str(told.role.label) for told in escalation.told(one, at)) or None,
        ]
        for one in rows
    ]
    return Table(_("Complaints"), columns, lines, cards=True, export_url=export_url)


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def next_step(one: Complaint) -> str:
    """What comes next; a promise that is due before it comes first."""
    if not one.is_in_hand:
        return str(one.get_state_display())
    return _("Keep a promise") if one.next_due != one.step_due else own_step(one)


def own_step(one: Complaint) -> str:
    """The next step of the complaint itself."""
    if one.merged_into_id is not None:
        return _("Handled with the earlier complaint")
    if not one.is_in_hand:
        return str(one.get_state_display())
    return str(STEPS[ComplaintState(one.state)]())


STEPS = {
    ComplaintState.NEW: lambda: _("Contact the customer"),
    ComplaintState.REOPENED: lambda: _("Contact the customer again"),
    ComplaintState.CONTACTED: lambda: _("Offer a solution"),
    ComplaintState.OFFERED: lambda: _("Close with the customer's word"),
}


def time_left(one: Complaint, at: datetime) -> Cell | None:
    if not one.is_in_hand:
        return None
    due: datetime = one.next_due
    return Cell(clock.left(due, at), status=clock.status(due, at), note=formats.moment(localtime(due)))


def history(events: Iterable[AuditEvent]) -> Table:
    columns = [Column(_("When")), Column(_("Who")), Column(_("What")), Column(_("Details"))]
    rows = [
        [
            formats.moment(localtime(event.at)),
            event.person_name or None,
            words.action(event.action),
            words.details(_spoken(event.details)),
        ]
        for event in events
    ]
    return Table(_("Time line"), columns, rows, cards=True)


def _spoken(details: dict[str, object]) -> dict[str, object]:
    """Codes of the trail as words."""
    said = {key: value for key, value in details.items() if value not in ("", None)}
    for name, choices in SPOKEN.items():
        if name in said:
            said[name] = str(choices(said[name]).label)
    if "topic" in said:
        said["topic"] = name_of(str(said["topic"]))
    if set(said) == {"before", "after"}:
        return {key: _spoken(value) for key, value in said.items() if isinstance(value, dict)}
    return said


def promises(rows: Sequence[Promise], at: datetime) -> list[tuple[Promise, str, str]]:
    """Each with its mark and word."""
    return [(one, *_verdict(one, at)) for one in rows]


def _verdict(one: Promise, at: datetime) -> tuple[str, str]:
    if one.is_kept():
        return "good", _("Kept")
    if one.kept_at is not None:
        late = clock.length(one.kept_at - one.due)
        return "bad", _("Broken: kept %(late)s too late") % {"late": late}
    if one.is_broken(at):
        return "bad", _("Broken until shown otherwise")
    return clock.status(one.due, at), clock.left(one.due, at)


COMPENSATION_MARKS = {"asked": "watch", "approved": "good", "refused": "bad"}


def stores(lines: Iterable[StoreLine], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Store")),
        Column(_("Complaints"), number=True),
        Column(_("Repeats"), number=True),
        Column(_("In hand"), number=True),
        Column(_("Contacted in time"), number=True),
        Column(_("Closed in time"), number=True),
        Column(_("Promises kept"), number=True),
        Column(_("Came back within 6 months"), number=True),
        Column(_("Too early to say"), number=True),
    ]
    rows = [
        [
            Cell(line.store.name, url=f"{reverse('quality:complaints')}?store={line.store.code}"),
            formats.count(line.complaints),
            formats.count(line.repeats),
            formats.count(line.in_hand),
            *(_share(one) for one in (line.contacted, line.closed, line.kept, line.returned)),
            formats.count(line.early),
        ]
        for line in lines
    ]
    return Table(_("Complaints by store, last twelve months"), columns, rows, export_url=export_url)


def _share(one: Share) -> Cell | None:
    if one.percent is None:
        return None
    said = _("%(k)d of %(n)d") % {"k": one.k, "n": one.n}
    return Cell(f"{formats.percent(one.percent)} ({one.k}/{one.n})", note=said)


def limits(found: authority.Limits) -> Table:
    columns = [
        Column(_("Kind")),
        *(Column(str(role.label), unit=_("yuan"), number=True) for role in authority.LADDER),
    ]
    rows = [
        [kind.label, *(formats.grouped(found.most[role, kind]) for role in authority.LADDER)] for kind in Kind
    ]
    return Table(_("Limits of compensation in one complaint"), columns, rows)

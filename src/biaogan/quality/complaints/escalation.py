"""Who is told of a complaint, and when: by its severity and by how long it has waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from biaogan.org.permissions import Role
from biaogan.quality.models import Complaint
from biaogan.quality.models.complaints import Severity

OPENED, CONTACT, CLOSING = "opened", "contact", "closing"


@dataclass(frozen=True)
class Rung:
    """So many hours after the opening, or after the contact or the closing was due, this role is told."""

    after: str
    hours: int
    role: Role


RUNGS: dict[int, Sequence[Rung]] = {
    Severity.CRITICAL: (
        Rung(OPENED, 0, Role.STORE_MANAGER),
        Rung(OPENED, 0, Role.REGIONAL_MANAGER),
        Rung(CONTACT, 0, Role.HEAD_OFFICE),
        Rung(CLOSING, 0, Role.HEAD_OFFICE),
    ),
    Severity.SERIOUS: (
        Rung(OPENED, 0, Role.STORE_MANAGER),
        Rung(CONTACT, 0, Role.REGIONAL_MANAGER),
        Rung(CLOSING, 0, Role.REGIONAL_MANAGER),
        Rung(CLOSING, 72, Role.HEAD_OFFICE),
    ),
    Severity.USUAL: (
        Rung(CONTACT, 0, Role.STORE_MANAGER),
        Rung(CONTACT, 24, Role.REGIONAL_MANAGER),
        Rung(CLOSING, 24, Role.REGIONAL_MANAGER),
    ),
}


@dataclass(frozen=True)
class Told:
    """A role that is told from a moment on."""

    role: Role
    since: datetime


def told(complaint: Complaint, at: datetime) -> list[Told]:
    """Roles that are told by now, each once; a finished complaint tells nobody."""
    return [one for one in _all(complaint) if one.since <= at]


def next_told(complaint: Complaint, at: datetime) -> Told | None:
    """Who is told next if nothing happens."""
    known = {one.role for one in told(complaint, at)}
    return next((one for one in _all(complaint) if one.since > at and one.role not in known), None)


def _all(complaint: Complaint) -> list[Told]:
    if not complaint.is_in_hand or complaint.merged_into_id is not None:
        return []
    moments = {OPENED: complaint.recorded_at, CLOSING: complaint.close_due}
    if complaint.waits_for_contact:
        moments[CONTACT] = complaint.contact_due
    first: dict[Role, datetime] = {}
    for rung in RUNGS[complaint.severity]:
        if rung.after in moments:
            since = moments[rung.after] + timedelta(hours=rung.hours)
            first[rung.role] = min(since, first.get(rung.role, since))
    return sorted((Told(role, since) for role, since in first.items()), key=lambda one: (one.since, one.role))

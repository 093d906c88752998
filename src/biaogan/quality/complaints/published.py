"""Complaints as facts: those that came to this room first, each trouble once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from biaogan.org.models import AuditEvent
from biaogan.quality.complaints.topics import topics
from biaogan.quality.models import Complaint
from biaogan.quality.models.complaints import Channel, Severity
from biaogan.quality.states.complaints import ComplaintState

SEVERITIES: dict[int, str] = {Severity.CRITICAL: "紧急", Severity.SERIOUS: "严重", Severity.USUAL: "一般"}


def published(*, since: date) -> Sequence[dict[str, Any]]:
    """Not those taken over from a store's file, whose own row stands among the facts already and says more.

    What was withdrawn is no complaint, and a repeat is part of the first one. No text and no vehicle.
    """
    rows = list(
        Complaint.objects.counted()
        .filter(number="", opened_at__date__gte=since)
        .exclude(state=ComplaintState.WITHDRAWN)
        .select_related("store")
        .order_by("pk")
    )
    first = _first_contacts([one.pk for one in rows if one.times_reopened])
    with translation.override("zh-hans"):  # a file says the same, whoever asks for it
        return [_row(one, first.get(one.pk, one.contacted_at)) for one in rows]


def number_of(pk: int) -> str:
    """Under which number the facts know a complaint of this room."""
    return f"BG-CO-{pk:05d}"


def _row(one: Complaint, first_contact: datetime | None) -> dict[str, Any]:
    known = topics().get(one.topic)
    return {
        "store": one.store.code,
        "day": timezone.localdate(one.opened_at),
        "complaint_no": number_of(one.pk),
        "received_at": one.opened_at,
        "channel": str(Channel(one.channel).label),
        "type": known.zh if known else one.topic,
        "severity": SEVERITIES[one.severity],
        "first_contact_at": first_contact,
        "closed_at": one.closed_at,
        "ro_no": one.order or None,
    }


def _first_contacts(keys: Collection[int]) -> dict[int, datetime]:
    """A complaint that was opened again keeps the later contact; the first stands in its history."""
    events = AuditEvent.objects.filter(
        about="complaint", action="complaint-contacted", key__in=[str(key) for key in keys]
    )
    found: dict[int, datetime] = {}
    for event in events.order_by("sequence"):
        when = datetime.strptime(event.details["when"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - local, made aware
        found.setdefault(int(event.key), timezone.make_aware(when))
    return found

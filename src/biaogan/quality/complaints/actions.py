"""Recording complaints and moving them on; each one transaction with its audit event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.quality.complaints import policies, repeats
from biaogan.quality.complaints.clock import clock
from biaogan.quality.findings.actions import move_finding, record_finding
from biaogan.quality.levels import Level
from biaogan.quality.models import Complaint, Source
from biaogan.quality.models.complaints import Fault
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.states.complaints import COMPLAINT_MOVES, ComplaintState
from biaogan.quality.states.findings import STANDING, FindingState
from biaogan.quality.states.moving import check_move
from biaogan.quality.typed import masked
from biaogan.quality.vehicles import Vehicle


@transaction.atomic
def record_complaint(
    *,
    store: Store,
    channel: str,
    severity: int,
    step: str,
    level: int,
    topic: str,
    text: str,
    opened_at: datetime,
    by: Person,
    at: datetime,
    vehicle: Vehicle | None = None,
    order: str = "",
    owner: Person | None = None,
) -> Complaint:
    """A new complaint, its clock running; a repeat is merged into the earlier one, which opens again."""
    policies.check_said(text)
    policies.check_not_in_future(opened_at, at)
    if owner is not None:
        policies.check_owner(owner, store)
    hours = clock()
    made = Complaint.objects.create(
        store=store, channel=channel, severity=severity, step=step, level=level, topic=topic,
        text=masked(text), vehicle=vehicle.key if vehicle else "", order=order.strip(),
        vehicle_shown=vehicle.shown if vehicle else "", owner=owner, opened_at=opened_at, recorded_at=at,
        recorded_by=by, contact_due=hours.contact_due(severity, opened_at),
        close_due=hours.close_due(severity, opened_at),
    )  # fmt: skip
    note("complaint-recorded", made, by, {"severity": severity, "topic": topic})
    merge_if_repeated(complaint=made, by=by, at=at)
    return made


@transaction.atomic
def merge_if_repeated(*, complaint: Complaint, by: Person | None, at: datetime) -> Complaint | None:
    """The earlier complaint this one was merged into, if there is one; that one needs an answer again."""
    first = repeats.first_of(
        store=complaint.store, vehicle=complaint.vehicle, topic=complaint.topic,
        opened_at=complaint.opened_at,
    ) if complaint.merged_into_id is None else None  # fmt: skip
    if first is None or first.pk == complaint.pk:
        return None
    complaint.merged_into = first
    complaint.save(update_fields=["merged_into"])
    note("complaint-merged", complaint, by, {"first": first.pk})
    if first.state == ComplaintState.CLOSED:
        _reopened(first, because=complaint.text, by=by, at=at)
    return first


@transaction.atomic
def separate_complaint(*, complaint: Complaint, reason: str, by: Person) -> Complaint:
    """What was merged by mistake stands alone again, with its own clock, and is not merged anew."""
    policies.check_reason(reason)
    complaint = _held(complaint)
    policies.check_is_repeat(complaint)
    first, complaint.merged_into = complaint.merged_into_id, None
    complaint.separated_because = masked(reason)
    complaint.save(update_fields=["merged_into", "separated_because"])
    note("complaint-separated", complaint, by, {"first": first, "reason": complaint.separated_because})
    return complaint


@transaction.atomic
def contact_customer(*, complaint: Complaint, when: datetime, by: Person, at: datetime) -> Complaint:
    """Somebody has spoken with the customer."""
    complaint = _moving(complaint, ComplaintState.CONTACTED, when, at)
    if complaint.contacted_in_time is None:
        complaint.contacted_in_time = when <= complaint.contact_due
    complaint.contacted_at = when
    return _moved(complaint, ComplaintState.CONTACTED, "complaint-contacted", by, {"when": local(when)})


@transaction.atomic
def offer_solution(
    *, complaint: Complaint, offer: str, when: datetime, by: Person, at: datetime
) -> Complaint:
    policies.check_said(offer)
    complaint = _moving(complaint, ComplaintState.OFFERED, when, at)
    policies.check_in_order(when, complaint.contacted_at)
    complaint.offered_at, complaint.offer = when, masked(offer)
    details = {"offer": complaint.offer, "when": local(when)}
    return _moved(complaint, ComplaintState.OFFERED, "complaint-offered", by, details)


@transaction.atomic
def note_declined(*, complaint: Complaint, reason: str, by: Person) -> Complaint:
    """The customer does not take the solution: talking goes on, the clock runs on."""
    policies.check_reason(reason)
    complaint = _held(complaint)
    check_move(COMPLAINT_MOVES, ComplaintState, complaint.state, ComplaintState.CONTACTED)
    details = {"reason": masked(reason)}
    return _moved(complaint, ComplaintState.CONTACTED, "complaint-declined", by, details)


@transaction.atomic
def close_complaint(
    *,
    complaint: Complaint,
    resolution: str,
    fault: str,
    level: int,
    content: str,
    when: datetime,
    by: Person,
    at: datetime,
) -> Complaint:
    """With an answer and a word on whose fault it was; our fault at the basic level becomes a finding."""
    policies.check_said(resolution)
    policies.check_fault(fault)
    complaint = _moving(complaint, ComplaintState.CLOSED, when, at)
    policies.check_in_order(when, complaint.offered_at)
    policies.check_nothing_undecided(complaint)
    complaint.closed_at, complaint.resolution = when, masked(resolution)
    complaint.fault, complaint.level, complaint.content = fault, level, content
    _keep_finding(complaint, by, at)
    details = {"fault": fault, "resolution": complaint.resolution, "when": local(when)}
    return _moved(complaint, ComplaintState.CLOSED, "complaint-closed", by, details)


def _keep_finding(complaint: Complaint, by: Person, at: datetime) -> None:
    if complaint.level != Level.BASIC or complaint.fault == Fault.NOT_OURS:
        return
    finding = record_finding(
        store=complaint.store, source=Source.COMPLAINT, key=f"complaint-{complaint.pk}", step=complaint.step,
        level=complaint.level, text=complaint.text, found_on=timezone.localdate(complaint.opened_at), by=by,
        at=at,
    )  # fmt: skip
    if finding.state not in STANDING:
        finding = move_finding(finding=finding, state=FindingState.OPEN, by=by, because=complaint.resolution)
    complaint.finding = finding


@transaction.atomic
def reopen_complaint(*, complaint: Complaint, reason: str, by: Person, at: datetime) -> Complaint:
    """The customer is angry again: both clocks start anew."""
    policies.check_reason(reason)
    return _reopened(complaint, because=masked(reason), by=by, at=at)


def _reopened(complaint: Complaint, *, because: str, by: Person | None, at: datetime) -> Complaint:
    complaint, hours = _held(complaint), clock()
    check_move(COMPLAINT_MOVES, ComplaintState, complaint.state, ComplaintState.REOPENED)
    complaint.times_reopened += 1
    complaint.closed_at, complaint.offered_at, complaint.content = None, None, ""
    complaint.contact_due = hours.contact_due(complaint.severity, at)
    complaint.close_due = hours.close_due(complaint.severity, at)
    return _moved(complaint, ComplaintState.REOPENED, "complaint-reopened", by, {"reason": because})


@transaction.atomic
def withdraw_complaint(*, complaint: Complaint, reason: str, by: Person) -> Complaint:
    """The customer takes it back, or it is none; the reason stays beside it."""
    policies.check_reason(reason)
    complaint = _held(complaint)
    check_move(COMPLAINT_MOVES, ComplaintState, complaint.state, ComplaintState.WITHDRAWN)
    complaint.withdrawn_because = masked(reason)
    details = {"reason": complaint.withdrawn_because}
    return _moved(complaint, ComplaintState.WITHDRAWN, "complaint-withdrawn", by, details)


@transaction.atomic
def change_complaint(
    *, complaint: Complaint, owner: Person, severity: int, topic: str, by: Person
) -> Complaint:
    """Another owner, topic or severity; another severity sets both clocks from the opening."""
    policies.check_owner(owner, complaint.store)
    complaint = _held(complaint)
    before = _summary(complaint)
    if severity != complaint.severity:
        hours = clock()
        complaint.contact_due = hours.contact_due(severity, complaint.opened_at)
        complaint.close_due = hours.close_due(severity, complaint.opened_at)
    complaint.owner, complaint.severity, complaint.topic = owner, severity, topic
    complaint.save(update_fields=["owner", "severity", "topic", "contact_due", "close_due"])
    if before != _summary(complaint):
        note("complaint-changed", complaint, by, {"before": before, "after": _summary(complaint)})
    return complaint


def _summary(complaint: Complaint) -> dict[str, Any]:
    owner = complaint.owner.display_name if complaint.owner else ""
    return {"owner": owner, "severity": complaint.severity, "topic": complaint.topic}


def _moving(complaint: Complaint, state: str, when: datetime, at: datetime) -> Complaint:
    """The complaint as it is now, where this move at this moment is possible."""
    complaint = _held(complaint)
    policies.check_is_first(complaint)
    check_move(COMPLAINT_MOVES, ComplaintState, complaint.state, state)
    policies.check_not_before_opening(complaint, when)
    policies.check_not_in_future(when, at)
    return complaint


def _moved(
    complaint: Complaint, state: str, action: str, by: Person | None, details: dict[str, Any]
) -> Complaint:
    complaint.state = state
    complaint.save()
    note(action, complaint, by, details)
    return complaint


def _held(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("store", "owner")
    return rows.get(pk=complaint.pk)


def note(action: str, complaint: Complaint, by: Person | None, details: dict[str, Any]) -> None:
    audit.record(
        action, by=by, about="complaint", key=str(complaint.pk), store=complaint.store.code, details=details
    )
    ask_to_publish()


def local(when: datetime) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M}"

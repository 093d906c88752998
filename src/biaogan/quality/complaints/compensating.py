"""Giving a compensation within one's limit, asking for one above it, deciding, and setting the limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from biaogan.org import audit
from biaogan.org.models import Person, Region
from biaogan.quality.complaints import authority, policies
from biaogan.quality.complaints.actions import note
from biaogan.quality.models import Compensation, CompensationLimit, Complaint
from biaogan.quality.states.complaints import COMPENSATION_MOVES, CompensationState
from biaogan.quality.states.moving import check_move
from biaogan.quality.typed import masked


@transaction.atomic
def compensate(
    *, complaint: Complaint, kind: str, amount_yuan: int, why: str, by: Person, at: datetime
) -> Compensation:
    """Approved at once within the person's limit for the whole complaint, else asked of the next role."""
    policies.check_said(why)
    complaint = (
        Complaint.objects.select_for_update(of=("self",)).select_related("store__region").get(pk=complaint.pk)
    )
    policies.check_is_first(complaint)
    limits = authority.limits_of(complaint.store.region)
    whole = amount_yuan + authority.given_already(complaint, kind)
    within = whole <= limits.of(by, kind)
    made = Compensation.objects.create(
        complaint=complaint, kind=kind, amount_yuan=amount_yuan, why=masked(why), asked_by=by, asked_at=at,
        state=CompensationState.APPROVED if within else CompensationState.ASKED,
        asked_of="" if within else limits.asked_of(by, kind, whole),
        decided_by=by if within else None, decided_at=at if within else None,
    )  # fmt: skip
    details = {"kind": kind, "amount": amount_yuan, "asked_of": made.asked_of}
    note("compensation-given" if within else "compensation-asked", complaint, by, details)
    return made


@transaction.atomic
def decide_compensation(
    *, compensation: Compensation, approve: bool, because: str, by: Person, at: datetime
) -> Compensation:
    rows = Compensation.objects.select_for_update(of=("self",)).select_related("complaint__store")
    asked = rows.get(pk=compensation.pk)
    state = CompensationState.APPROVED if approve else CompensationState.REFUSED
    check_move(COMPENSATION_MOVES, CompensationState, asked.state, state)
    policies.check_may_decide(asked, by, because)
    if not approve:
        policies.check_reason(because)
    asked.state, asked.because, asked.decided_by, asked.decided_at = state, masked(because), by, at
    asked.save(update_fields=["state", "because", "decided_by", "decided_at"])
    details = {"kind": asked.kind, "amount": asked.amount_yuan, "reason": asked.because}
    note(f"compensation-{state.value}", asked.complaint, by, details)
    return asked


@transaction.atomic
def set_limits(*, region: Region, most: Mapping[tuple[str, str], int], by: Person) -> None:
    """The region's own limits; what stays as it was is not written down again."""
    policies.check_limits(most)
    before = authority.limits_of(region).most
    changed = {key: amount for key, amount in most.items() if before[key] != amount}
    for (role, kind), amount in changed.items():
        CompensationLimit.objects.update_or_create(
            region=region, role=role, kind=kind, defaults={"most_yuan": amount}
        )
    if changed:
        audit.record(
            "compensation-limits-changed", by=by, about="compensation-limits", key=region.name,
            details={
                "before": {f"{role} {kind}": before[role, kind] for role, kind in changed},
                "after": {f"{role} {kind}": amount for (role, kind), amount in changed.items()},
            },
        )  # fmt: skip

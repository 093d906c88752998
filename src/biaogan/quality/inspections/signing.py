"""Signing off: the inspection is locked, and what failed becomes findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.quality.findings.actions import move_finding, record_finding
from biaogan.quality.inspections import policies
from biaogan.quality.inspections.moments import moment_within
from biaogan.quality.inspections.policies import Conflict
from biaogan.quality.inspections.results import Line, result_of
from biaogan.quality.models import (
    Answer,
    Finding,
    Inspection,
    InspectionPicture,
    Photo,
    PictureRole,
    Source,
)
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.states.findings import FindingState
from biaogan.quality.states.inspections import INSPECTION_MOVES, InspectionState
from biaogan.quality.states.moving import check_move


@dataclass(frozen=True)
class SignOff:
    """`store` and `inspector` are the keys of signatures that were sent before."""

    made_at: datetime
    inspector: UUID | None
    store: UUID | None = None
    signatory: str = ""
    because: str = ""


@transaction.atomic
def sign_off(
    *, inspection: Inspection, key: UUID, signed: SignOff, received: str, by: Person, at: datetime
) -> Inspection:
    """Sent again with the same key and content, nothing more happens."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("store", "signed_by")
    inspection = rows.get(pk=inspection.pk)
    if inspection.is_signed and (inspection.sign_off_key, inspection.sign_off_received) == (key, received):
        return inspection
    policies.check_open(inspection)
    result = result_of(inspection)
    policies.check_complete(result.lines)
    check_move(INSPECTION_MOVES, InspectionState, inspection.state, InspectionState.SIGNED)
    signatures = _signatures(inspection, signed)
    policies.check_signatures(inspection, **signatures, because=signed.because)
    _lock(inspection, signed, signatures, by=by, at=at)
    inspection.sign_off_key, inspection.sign_off_received = key, received
    inspection.save()
    for line in result.failures:
        _record(inspection, line, by=by, at=at)
    audit.record(
        "inspection-signed", by=by, about="inspection", key=str(inspection.pk), store=inspection.store.code,
        details={"signatory": inspection.signatory, "failed": len(result.failures)},
    )  # fmt: skip
    ask_to_publish()
    return inspection


def _lock(
    inspection: Inspection,
    signed: SignOff,
    signatures: dict[str, Photo | None],
    *,
    by: Person,
    at: datetime,
) -> None:
    inspection.state = InspectionState.SIGNED
    inspection.signed_at = moment_within(inspection, signed.made_at, at)
    inspection.signed_on = timezone.localdate(inspection.signed_at)
    inspection.signed_by = by
    inspection.signatory = signed.signatory.strip()
    inspection.unsigned_because = "" if signatures["store"] else signed.because.strip()
    inspection.store_signature = signatures["store"]
    inspection.inspector_signature = signatures["inspector"]


def _signatures(inspection: Inspection, signed: SignOff) -> dict[str, Photo | None]:
    wanted = {PictureRole.STORE: signed.store, PictureRole.INSPECTOR: signed.inspector}
    return {role.value: _signature(inspection, role, key) for role, key in wanted.items()}


def _signature(inspection: Inspection, role: str, key: UUID | None) -> Photo | None:
    if key is None:
        return None
    rows = InspectionPicture.objects.select_related("photo")
    found = rows.filter(inspection=inspection, role=role, pk=key).first()
    if found is None:
        raise Conflict(_("A signature has not arrived. Please sign again."))
    return found.photo


def settle_findings(
    *, inspection: Inspection, before: Answer | None, after: Answer, by: Person, at: datetime
) -> None:
    """After an amendment: a finding that no longer holds is dismissed if nobody works on it yet."""
    if before is not None and before.passed is False and after.passed is not False:
        known = Finding.objects.filter(
            source=Source.INSPECTION, key=str(before.key), state=FindingState.OPEN
        ).first()
        if known is not None:
            because = _("The inspection was amended: %(reason)s") % {"reason": after.amended_because}
            move_finding(finding=known, state=FindingState.DISMISSED, by=by, because=because)
    if after.passed is False and (before is None or before.passed is not False):
        [line] = result_of(inspection, only=after.line_id).lines
        _record(inspection, line, by=by, at=at)


def _record(inspection: Inspection, line: Line, *, by: Person, at: datetime) -> None:
    answer, item = line.current, line.version.item
    if answer is None or inspection.signed_on is None:
        return
    text = f"{line.text}：{answer.note}" if answer.note else line.text
    record_finding(
        store=inspection.store, source=Source.INSPECTION, key=str(answer.key), step=item.step,
        level=item.level, text=text, found_on=inspection.signed_on, by=by, at=at, item=item,
        photo=line.pictures[0].photo if line.pictures else None,
    )  # fmt: skip

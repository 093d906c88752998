"""Planning inspections and what a phone sends of them; each one transaction with its audit event.

Whatever the network repeats, interleaves or delays: the same key with the same content is done once,
and nothing that was sent is thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person, Store
from biaogan.org.scope import PersonalScope
from biaogan.quality.inspections import policies
from biaogan.quality.inspections.moments import moment_within
from biaogan.quality.inspections.policies import Conflict
from biaogan.quality.inspections.signing import settle_findings
from biaogan.quality.models import (
    Answer,
    CheckItemVersion,
    Inspection,
    InspectionItem,
    InspectionPicture,
    InspectionTemplate,
    PictureRole,
)
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.publishing.asking import ask_to_publish
from biaogan.quality.states.inspections import INSPECTION_MOVES, InspectionState
from biaogan.quality.states.moving import check_move
from biaogan.quality.typed import masked


@dataclass(frozen=True)
class Given:
    """An answer as it was given: no points means that the item does not apply."""

    line: int
    points: int | None
    note: str
    made_at: datetime
    device: UUID | None = None
    saw: Sequence[str] = field(default_factory=list)


@transaction.atomic
def plan_inspection(
    *,
    store: Store,
    template: InspectionTemplate,
    planned_on: date,
    inspector: Person,
    scope: PersonalScope,
    at: datetime,
) -> Inspection:
    """The items and their wording are those of this day."""
    policies.check_kind(template.kind, scope)
    policies.check_plan(template=template, store=store, planned_on=planned_on, today=timezone.localdate(at))
    policies.check_inspector(inspector, kind=template.kind, store=store)
    versions = _wordings(template)
    policies.check_some(versions)
    by = scope.person
    made = Inspection.objects.create(
        store=store, kind=template.kind, template=template, planned_on=planned_on, planned_by=by,
        planned_at=at, inspector=inspector,
    )  # fmt: skip
    InspectionItem.objects.bulk_create(
        InspectionItem(inspection=made, version=version, place=place)
        for place, version in enumerate(versions, 1)
    )
    details = {"kind": made.kind, "planned_on": planned_on, "inspector": inspector.display_name}
    _note("inspection-planned", made, by, details)
    return made


@transaction.atomic
def cancel_inspection(*, inspection: Inspection, reason: str, by: Person) -> Inspection:
    policies.check_reason(reason)
    inspection = _locked(inspection)
    check_move(INSPECTION_MOVES, InspectionState, inspection.state, InspectionState.CANCELLED)
    inspection.state, inspection.cancelled_because = InspectionState.CANCELLED, reason.strip()
    inspection.save(update_fields=["state", "cancelled_because"])
    _note("inspection-cancelled", inspection, by, {"reason": inspection.cancelled_because})
    return inspection


@transaction.atomic
def record_answer(
    *, inspection: Inspection, key: UUID, given: Given, received: str, by: Person, at: datetime
) -> Answer:
    """Sent again, the answer that is there. One that comes after signing off is kept as late."""
    inspection = _locked(inspection)
    known = Answer.objects.filter(pk=key).select_related("line").first()
    if known is not None:
        return _same(known, inspection, received)
    if inspection.state == InspectionState.CANCELLED:
        policies.check_open(inspection)
    line = _line(inspection, given.line)
    policies.check_points(given.points, line.version.scores)
    made = _answer(line, key, given, received=received, by=by, at=at)
    made.is_late = inspection.is_signed
    if not made.is_late:
        _begin(inspection, made.made_at)
        _take_place(made)
    made.save(force_insert=True)
    _note_answer("answer-given", inspection, made, by)
    return made


def keep_picture(
    *,
    inspection: Inspection,
    key: UUID,
    role: str,
    line: int | None,
    content: bytes,
    by: Person,
    at: datetime,
) -> InspectionPicture:
    """A photo of an item or a signature. Raises BadPhoto, or Conflict where the key means something else.

    Drawing takes a moment, so the photo is kept first and others need not wait for it.
    """
    of = _line(inspection, line) if role == PictureRole.ITEM else None
    inspection.refresh_from_db(fields=["state"])
    if inspection.state == InspectionState.CANCELLED:
        policies.check_open(inspection)
    photo = keep_photo(key=key, store=inspection.store, content=content, by=by, at=at)
    with transaction.atomic():
        late = _locked(inspection).is_signed
        kept, _new = InspectionPicture.objects.get_or_create(
            photo=photo, defaults={"inspection": inspection, "role": role, "line": of, "is_late": late}
        )
    if (kept.inspection_id, kept.role, kept.line_id) != (inspection.pk, role, of.pk if of else None):
        raise Conflict(_("Under this number another photo was kept already. Take the photo again."))
    return kept


@transaction.atomic
def amend_answer(
    *, inspection: Inspection, line: int, points: int | None, note: str, reason: str, by: Person, at: datetime
) -> Answer:
    """What is signed off stays readable: the amendment stands beside it with who, when and why."""
    policies.check_reason(reason)
    inspection = _locked(inspection)
    if not inspection.is_signed:
        raise Conflict(_("This inspection is still open. Please answer it as usual."))
    found = _line(inspection, line)
    policies.check_points(points, found.version.scores)
    saw = [str(key) for key in found.answers.values_list("key", flat=True)]
    made = _amendment(found, Given(found.pk, points, note, at, saw=saw), reason, by=by, at=at)
    before = found.answers.filter(is_current=True).first()
    _take_place(made)
    made.save(force_insert=True)
    said = {"before": before.points if before else None, "after": made.points, "reason": reason.strip()}
    _note("answer-amended", inspection, by, {"item": found.version.item.code, **said})
    settle_findings(inspection=inspection, before=before, after=made, by=by, at=at)
    ask_to_publish()
    return made


# What these share


def _wordings(template: InspectionTemplate) -> list[CheckItemVersion]:
    """What is in force of each item that is still in use, in the order of the template."""
    versions = CheckItemVersion.objects.filter(is_current=True, item__retired_on__isnull=True)
    by_item = {one.item_id: one for one in versions.filter(item__in=template.items.all())}
    return [by_item[place.item_id] for place in template.places.all() if place.item_id in by_item]


def _locked(inspection: Inspection) -> Inspection:
    """The row others have to wait for: what is sent at the same moment is done one after the other."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("store", "signed_by")
    return rows.get(pk=inspection.pk)


def _line(inspection: Inspection, pk: int | None) -> InspectionItem:
    rows = inspection.lines.select_related("version__item", "inspection")
    found = rows.filter(pk=pk or 0).first()
    if found is None:
        raise Conflict(_("This item is not part of the inspection. Please load the page again."))
    return found


def _same(known: Answer, inspection: Inspection, received: str) -> Answer:
    if known.received != received or known.line.inspection_id != inspection.pk:
        raise Conflict(_("Under this number another answer was kept already. Please answer the item again."))
    return known


def _answer(
    line: InspectionItem, key: UUID, given: Given, *, received: str, by: Person, at: datetime
) -> Answer:
    points = given.points
    return Answer(
        key=key, line=line, points=points, by=by, device=given.device, saw=list(given.saw), received=received,
        passed=None if points is None else points >= line.version.pass_points,
        note=masked(given.note), received_at=at,
        made_at=moment_within(line.inspection, given.made_at, at),
    )  # fmt: skip


def _amendment(line: InspectionItem, given: Given, reason: str, *, by: Person, at: datetime) -> Answer:
    made = _answer(line, uuid4(), given, received="", by=by, at=at)
    made.amended_because = masked(reason)
    return made


def _begin(inspection: Inspection, at: datetime) -> None:
    if inspection.state == InspectionState.PLANNED:
        check_move(INSPECTION_MOVES, InspectionState, inspection.state, InspectionState.UNDER_WAY)
        inspection.state, inspection.begun_at = InspectionState.UNDER_WAY, at
        inspection.save(update_fields=["state", "begun_at"])


def _take_place(made: Answer) -> None:
    """The new answer stands when it comes after the one that stands now."""
    now = Answer.objects.filter(line=made.line, is_current=True).first()
    if now is None or made.outranks(now):
        Answer.objects.filter(line=made.line, is_current=True).update(is_current=False)
        made.is_current = True


def _note_answer(action: str, inspection: Inspection, made: Answer, by: Person) -> None:
    details = {"item": made.line.version.item.code, "points": made.points, "late": made.is_late}
    _note(action, inspection, by, details)


def _note(action: str, inspection: Inspection, by: Person | None, details: Mapping[str, object]) -> None:
    audit.record(
        action,
        by=by,
        about="inspection",
        key=str(inspection.pk),
        store=inspection.store.code,
        details=dict(details),
    )

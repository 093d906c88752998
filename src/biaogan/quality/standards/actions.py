"""Writing instructions, putting them in force, reviewing them: each one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.quality.models import Sop, SopStep, SopVersion
from biaogan.quality.standards import policies
from biaogan.quality.standards.steps import StepText, rows, steps_of, written
from biaogan.quality.states.moving import check_move
from biaogan.quality.states.standards import VERSION_MOVES, VersionState


@transaction.atomic
def write_sop(
    *,
    step: str,
    title_zh: str,
    title_en: str,
    review_every_days: int,
    steps: Sequence[StepText],
    by: Person | None,
    at: datetime,
) -> Sop:
    """A new instruction whose first version is a draft. Raises NotAllowed."""
    kept = written(steps)
    policies.check_steps(kept)
    made = Sop.objects.create(
        code=_free_code(step), step=step, title_zh=title_zh.strip() or title_en.strip(),
        title_en=title_en.strip(), review_every_days=review_every_days, reviewed_on=timezone.localdate(at),
        owner=by,
    )  # fmt: skip
    draft = SopVersion.objects.create(sop=made, number=1, author=by, written_at=at)
    SopStep.objects.bulk_create(rows(draft, kept))
    _note("sop-written", made, by, {"step": step, "steps": len(kept)})
    return made


@transaction.atomic
def change_sop(*, sop: Sop, title_zh: str, title_en: str, review_every_days: int, by: Person | None) -> Sop:
    """Its name and how often it is reviewed; what it says changes by a version."""
    sop = _held(sop)
    before = {"name": sop.title_zh, "review": sop.review_every_days}
    sop.title_zh, sop.title_en = title_zh.strip() or title_en.strip(), title_en.strip()
    sop.review_every_days = review_every_days
    sop.save(update_fields=["title_zh", "title_en", "review_every_days"])
    after = {"name": sop.title_zh, "review": sop.review_every_days}
    _note("sop-changed", sop, by, {"before": before, "after": after})
    return sop


@transaction.atomic
def save_draft(
    *, sop: Sop, steps: Sequence[StepText], by: Person | None, at: datetime, seen: str = ""
) -> SopVersion:
    """The draft as given; the first saving makes it. `seen` is the stamp of the draft it was typed over.

    Raises NotAllowed where somebody else has changed the draft meanwhile.
    """
    kept = written(steps)
    policies.check_steps(kept)
    sop = _held(sop)
    draft = draft_of(sop)
    if draft is None:
        last = sop.versions.order_by("-number").values_list("number", flat=True).first() or 0
        draft = SopVersion(sop=sop, number=last + 1)
    else:
        policies.check_unchanged(draft, seen)
        draft.steps.all().delete()
    draft.author, draft.written_at = by, at
    draft.save()
    SopStep.objects.bulk_create(rows(draft, kept))
    _note("sop-draft-saved", sop, by, {"version": draft.number, "steps": len(kept)})
    return draft


@transaction.atomic
def discard_draft(*, sop: Sop, by: Person | None) -> bool:
    """Whether the instruction remains: one that was never in force goes with its only draft."""
    sop = _held(sop)
    draft = policies.check_draft(draft_of(sop))
    _note("sop-draft-discarded", sop, by, {"version": draft.number})
    draft.delete()
    if sop.versions.exists() or sop.items.exists():
        return True
    sop.delete()
    return False


@transaction.atomic
def put_in_force(*, sop: Sop, because: str, by: Person | None, at: datetime, seen: str = "") -> SopVersion:
    """The draft replaces what was in force, from today on. Raises NotAllowed."""
    policies.check_reason(because)
    sop = _held(sop)
    draft = policies.check_draft(draft_of(sop))
    policies.check_unchanged(draft, seen)
    former = in_force(sop)
    policies.check_differs(steps_of(former), steps_of(draft))
    today = timezone.localdate(at)
    if former is not None:
        _move(former, VersionState.REPLACED)
        former.save(update_fields=["state"])
    _move(draft, VersionState.IN_FORCE)
    draft.because, draft.in_force_from = because.strip(), today
    draft.save(update_fields=["state", "because", "in_force_from"])
    sop.reviewed_on = today
    sop.save(update_fields=["reviewed_on"])
    _note("sop-in-force", sop, by, {"version": draft.number, "reason": draft.because})
    return draft


@transaction.atomic
def confirm_review(*, sop: Sop, by: Person | None, at: datetime) -> Sop:
    """Read again and found right: nothing changes but the day of the next review."""
    sop = _held(sop)
    before, sop.reviewed_on = sop.reviewed_on, timezone.localdate(at)
    sop.save(update_fields=["reviewed_on"])
    _note("sop-reviewed", sop, by, {"before": before.isoformat(), "after": sop.reviewed_on.isoformat()})
    return sop


def draft_of(sop: Sop) -> SopVersion | None:
    return sop.versions.filter(state=VersionState.DRAFT).select_related("author").first()


def in_force(sop: Sop) -> SopVersion | None:
    return sop.versions.filter(state=VersionState.IN_FORCE).select_related("author").first()


def _move(version: SopVersion, state: VersionState) -> None:
    check_move(VERSION_MOVES, VersionState, version.state, state)
    version.state = state


def _free_code(step: str) -> str:
    taken = set(Sop.objects.values_list("code", flat=True))
    return next(code for number in range(1, 10_000) if (code := f"{step}-{number}") not in taken)


def _held(sop: Sop) -> Sop:
    """Two people who change one instruction do so one after the other."""
    return Sop.objects.select_for_update(of=("self",)).get(pk=sop.pk)


def _note(action: str, about: Sop, by: Person | None, details: dict[str, Any]) -> None:
    audit.record(action, by=by, about="sop", key=about.code, details=details)

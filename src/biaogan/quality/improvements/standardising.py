"""A proven improvement becomes the way everybody works: instruction, check item and training, together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.followup.actions import open_task
from biaogan.org.models import Person
from biaogan.quality.improvements import policies
from biaogan.quality.improvements.actions import held, move, note
from biaogan.quality.models import (
    CheckItem,
    CheckItemVersion,
    Improvement,
    Sop,
    SopStep,
    SopVersion,
    Standardisation,
)
from biaogan.quality.states.improvements import ImprovementState
from biaogan.quality.states.standards import VersionState

FULL, NONE = 1, 0  # points of a new item


@dataclass(frozen=True)
class Standard:
    """What is written: the change of the instruction, and what is checked from today.

    item: the one that is worded anew; None for a new one, whose descriptions are `right` and `wrong`.
    """

    sop: Sop
    change: str
    item: CheckItem | None
    item_text: str
    right: str = ""
    wrong: str = ""


@transaction.atomic
def standardise(
    *,
    improvement: Improvement,
    standard: Standard,
    trainer: Person,
    training_due: date,
    by: Person,
    at: datetime,
) -> Standardisation:
    """All three or none: a draft of the instruction, the item as checked from today, a training task."""
    policies.check_standard(standard)
    sop, change, item = standard.sop, standard.change, standard.item
    improvement = held(improvement)
    move(improvement, ImprovementState.STANDARDISED)
    policies.check_can_standardise(improvement)
    draft = _draft(sop, improvement, change, by, at, step=item.sop_step if item else "")
    if item is None:
        item = _new_item(sop, improvement)
    version = _version(item, improvement, standard, by, at)
    title = _("Train: %(title)s") % {"title": improvement.title}
    training = open_task(
        title=title[:120],
        plan=change.strip(),
        store=improvement.store,
        owner=trainer,
        due=training_due,
        by=by,
        at=at,
    )
    made = Standardisation.objects.create(
        improvement=improvement, round=improvement.round, change=change.strip(), sop_version=draft,
        item_version=version, training=training, written_by=by, written_at=at,
    )  # fmt: skip
    improvement.version += 1
    improvement.save(update_fields=["state", "version"])
    details = {
        "sop": f"{sop.code} v{draft.number}",
        "item": f"{item.code} v{version.number}",
        "training": training.title,
    }
    note("improvement-standardised", improvement, by, details)
    return made


def _draft(
    sop: Sop, improvement: Improvement, change: str, by: Person, at: datetime, *, step: str
) -> SopVersion:
    """The draft that is being written, or a new one that begins as a copy of what is in force."""
    sop = Sop.objects.select_for_update(of=("self",)).get(pk=sop.pk)
    because = _because(improvement)
    draft = sop.versions.filter(state=VersionState.DRAFT).first()
    if draft is None:
        draft = _copy(sop, by, at)
    draft.because = f"{draft.because}\n{because}".strip()
    draft.author, draft.written_at = by, at  # whoever has the draft open is told, and by whom it was changed
    draft.save(update_fields=["because", "author", "written_at"])
    _write_into(draft, improvement, change.strip(), step)
    return draft


def _copy(sop: Sop, by: Person, at: datetime) -> SopVersion:
    last = sop.versions.aggregate(last=Max("number"))["last"] or 0
    source = sop.versions.filter(state=VersionState.IN_FORCE).first()
    made = SopVersion.objects.create(sop=sop, number=last + 1, author=by, written_at=at)
    if source is not None:
        for one in source.steps.all():
            one.pk, one._state.adding, one.version = None, True, made  # noqa: SLF001 - Django's way to copy a row
            one.save()
    return made


def _write_into(draft: SopVersion, improvement: Improvement, change: str, step: str) -> None:
    found = draft.steps.filter(code=step).first() if step else None
    if found is not None:
        found.text_zh = f"{found.text_zh}\n{change}".strip()
        found.save(update_fields=["text_zh"])
        return
    last = draft.steps.aggregate(last=Max("place"))["last"] or 0
    SopStep.objects.create(
        version=draft, place=last + 1, code=f"improvement-{improvement.pk}-{improvement.round}",
        title_zh=improvement.title, text_zh=change,
    )  # fmt: skip


def _new_item(sop: Sop, improvement: Improvement) -> CheckItem:
    return CheckItem.objects.create(
        code=f"improvement-{improvement.pk}-{improvement.round}",
        sop=sop,
        sop_step=f"improvement-{improvement.pk}-{improvement.round}",
        step=improvement.step,
        level=improvement.level,
        metric=improvement.metric,
    )


def _version(
    item: CheckItem, improvement: Improvement, standard: Standard, by: Person, at: datetime
) -> CheckItemVersion:
    """Worded anew from today. Without new descriptions the scores stay as they are."""
    before = item.versions.select_for_update(of=("self",)).filter(is_current=True).first()
    made = CheckItemVersion(item=item, number=1, pass_points=FULL, scores=_scores(standard))
    if before is not None:
        before.is_current = False
        before.save(update_fields=["is_current"])
        made.number, made.photo_on_fail = before.number + 1, before.photo_on_fail
        made.best_practice = before.best_practice
        if not (standard.right.strip() and standard.wrong.strip()):
            made.scores, made.pass_points = before.scores, before.pass_points
    made.text_zh, made.because = standard.item_text.strip(), _because(improvement)
    made.author, made.written_at, made.in_force_from = by, at, timezone.localdate(at)
    made.save()
    return made


def _scores(standard: Standard) -> list[dict[str, object]]:
    return [
        {"points": points, "zh": text.strip(), "en": ""}
        for points, text in ((FULL, standard.right), (NONE, standard.wrong))
    ]


def _because(improvement: Improvement) -> str:
    named = {"number": improvement.number, "title": improvement.title}
    return _("Improvement %(number)s: %(title)s") % named

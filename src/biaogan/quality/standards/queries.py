"""Reading instructions: the list, one with its steps and items, its versions, what a draft would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from biaogan.quality.levels import Step
from biaogan.quality.models import CheckItem, Sop, SopVersion
from biaogan.quality.standards.difference import Change, difference
from biaogan.quality.standards.items.queries import language_now, with_current
from biaogan.quality.standards.steps import StepText, steps_of
from biaogan.quality.standards.touch import Touched, touched_by
from biaogan.quality.states.standards import VersionState

ORDER = {step: place for place, step in enumerate(Step.values)}


@dataclass(frozen=True)
class Listed:
    """An instruction in the list; `version` is None before the first is in force."""

    sop: Sop
    version: SopVersion | None
    draft: SopVersion | None
    items: int
    due: bool


@dataclass(frozen=True)
class ReadStep:
    """A step as it is read: number, title and text in the language of the page, its items."""

    number: int
    code: str
    title: str
    text: str
    items: Sequence[CheckItem]


@dataclass(frozen=True)
class Compared:
    """A version beside the one before it."""

    version: SopVersion
    former: SopVersion | None
    changes: Sequence[Change]


def with_versions(sops: QuerySet[Sop]) -> QuerySet[Sop]:
    """`now` holds the version in force and the draft, where there are such."""
    living = SopVersion.objects.exclude(state=VersionState.REPLACED).select_related("author")
    return sops.select_related("owner").prefetch_related(
        Prefetch("versions", living.prefetch_related("steps"), "now")
    )


def version_now(sop: Sop, state: VersionState) -> SopVersion | None:
    return next((one for one in sop.now if one.state == state), None)  # type: ignore[attr-defined]


def listed(*, today: date) -> list[Listed]:
    """All instructions in the order of the service."""
    counted = Count("items", filter=Q(items__retired_on__isnull=True))
    found = sorted(
        with_versions(Sop.objects.annotate(used=counted)), key=lambda sop: (ORDER[sop.step], sop.pk)
    )
    return [
        Listed(
            sop,
            version_now(sop, VersionState.IN_FORCE),
            version_now(sop, VersionState.DRAFT),
            sop.used,  # type: ignore[attr-defined]
            sop.review_due <= today,
        )
        for sop in found
    ]


def reviews_due(today: date) -> int:
    """How many instructions ask to be read again."""
    return sum(sop.review_due <= today for sop in Sop.objects.all())


def read(sop: Sop, version: SopVersion | None) -> tuple[list[ReadStep], list[CheckItem]]:
    """The steps with their items in use, and the items whose step is no longer there."""
    items = with_current(sop.items.in_use())
    rows = list(version.steps.all()) if version else []
    known = {row.code for row in rows}
    steps = [
        ReadStep(number, row.code, row.title, row.text, [item for item in items if item.sop_step == row.code])
        for number, row in enumerate(rows, 1)
    ]
    return steps, [item for item in items if item.sop_step not in known]


def compared(sop: Sop, number: int) -> Compared | None:
    """A version and what it says differently from the one before; None where there is no such version."""
    versions = sop.versions.filter(number__lte=number).order_by("-number")
    found = list(versions.select_related("author").prefetch_related("steps")[:2])
    if not found or found[0].number != number:
        return None
    former = found[1] if len(found) > 1 else None
    return Compared(found[0], former, _changes(steps_of(former), steps_of(found[0])))


def draft_changes(sop: Sop) -> list[Change]:
    """What putting the draft in force would change."""
    former, draft = version_now(sop, VersionState.IN_FORCE), version_now(sop, VersionState.DRAFT)
    return _changes(steps_of(former), steps_of(draft))


def draft_touches(sop: Sop, changes: Sequence[Change]) -> list[tuple[str, list[Touched]]]:
    """Everything that hangs on the steps which change; moving a step alone touches nothing."""
    return touched_by(sop, {one.code for one in changes if one.kind != "moved"})


def orphans(sop: Sop, draft: SopVersion) -> int:
    """Items in use whose step the draft no longer has."""
    return sop.items.in_use().exclude(sop_step__in=[step.code for step in draft.steps.all()]).count()


def _changes(before: Sequence[StepText], after: Sequence[StepText]) -> list[Change]:
    return difference(before, after, language_now())

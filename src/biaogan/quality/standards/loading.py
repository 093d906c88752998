"""Loading the starting set: what is missing is added, what is there stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.quality.models import CheckItem, CheckItemVersion, Sop, SopStep, SopVersion
from biaogan.quality.standards.items.scores import checked
from biaogan.quality.standards.starting import StartingItem, StartingSop, starting_set
from biaogan.quality.standards.steps import rows
from biaogan.quality.states.standards import VersionState


@dataclass(frozen=True)
class Loaded:
    sops: int
    items: int


@transaction.atomic
def load_starting_set(*, by: Person | None, at: datetime) -> Loaded:
    """Instructions whose code is unknown, with their check items. Loading again adds nothing."""
    known = set(Sop.objects.values_list("code", flat=True))
    known_items = set(CheckItem.objects.values_list("code", flat=True))
    sops = items = 0
    for start in starting_set():
        if start.code in known:
            continue
        sop = _sop(start, by, at)
        new = [one for one in start.items if one.code not in known_items]
        _items(sop, new, by, at)
        sops, items = sops + 1, items + len(new)
    if sops:
        details = {"instructions": sops, "items": items}
        audit.record("starting-set-loaded", by=by, about="standards", key="starting-set", details=details)
    return Loaded(sops, items)


def _sop(start: StartingSop, by: Person | None, at: datetime) -> Sop:
    today = timezone.localdate(at)
    sop = Sop.objects.create(
        code=start.code, step=start.step, title_zh=start.title[0], title_en=start.title[1],
        review_every_days=start.review_every_days, reviewed_on=today, owner=by,
    )  # fmt: skip
    version = SopVersion.objects.create(
        sop=sop, number=1, state=VersionState.IN_FORCE, author=by, written_at=at, in_force_from=today
    )
    SopStep.objects.bulk_create(rows(version, start.steps))
    return sop


def _items(sop: Sop, found: list[StartingItem], by: Person | None, at: datetime) -> None:
    made = CheckItem.objects.bulk_create(
        CheckItem(code=one.code, sop=sop, sop_step=one.at, step=sop.step, level=one.level, metric=one.metric)
        for one in found
    )
    CheckItemVersion.objects.bulk_create(
        CheckItemVersion(
            item=item, number=1, text_zh=one.text[0], text_en=one.text[1],
            scores=[score.kept() for score in checked(one.scores, one.pass_points)],
            pass_points=one.pass_points, photo_on_fail=one.photo_on_fail, author=by, written_at=at,
            in_force_from=timezone.localdate(at),
        )
        for item, one in zip(made, found, strict=True)
    )  # fmt: skip

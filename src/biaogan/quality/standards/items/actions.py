"""Adding, changing and retiring check items: each one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.quality.models import CheckItem, CheckItemVersion, Photo, Sop
from biaogan.quality.standards.items.scores import Score, checked


@dataclass(frozen=True)
class Wording:
    """What a version of an item says and how it is scored."""

    text_zh: str
    text_en: str
    scores: Sequence[Score]
    pass_points: int
    photo_on_fail: bool = True
    best_practice: Photo | None = None


@transaction.atomic
def add_item(
    *,
    sop: Sop,
    sop_step: str,
    level: int,
    wording: Wording,
    by: Person | None,
    at: datetime,
    metric: str = "",
    code: str = "",
) -> CheckItem:
    """An item of this instruction's service step. Raises NotAllowed."""
    sop = Sop.objects.select_for_update(of=("self",)).get(pk=sop.pk)
    made = CheckItem.objects.create(
        code=code or _free_code(sop), sop=sop, sop_step=sop_step, step=sop.step, level=level, metric=metric
    )
    _write(made, 1, wording, "", by, at)
    _note("item-added", made, by, {"text": wording.text_zh, "level": level})
    return made


@transaction.atomic
def change_item(
    *,
    item: CheckItem,
    sop_step: str,
    metric: str,
    wording: Wording,
    because: str,
    by: Person | None,
    at: datetime,
    seen: int = 0,
) -> CheckItem:
    """Another wording is a new version, so that answers keep the words they were given under.

    `seen` is the version it was typed over. Raises NotAllowed.
    """
    item = CheckItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    last = item.versions.get(is_current=True)
    if seen and seen != last.number:
        raise NotAllowed(_("Somebody has changed this item in the meantime. Load the page again."))
    if item.retired_on:
        raise NotAllowed(_("A retired item stays as it was. Take it back into use to change it."))
    if not because.strip():
        raise NotAllowed(_("Please give a reason."))
    CheckItemVersion.objects.filter(pk=last.pk).update(is_current=False)
    _write(item, last.number + 1, wording, because.strip(), by, at)
    before = {"text": last.text_zh, "pass_points": last.pass_points, "metric": item.metric}
    item.sop_step, item.metric = sop_step, metric
    item.save(update_fields=["sop_step", "metric"])
    after = {"text": wording.text_zh, "pass_points": wording.pass_points, "metric": metric}
    _note("item-changed", item, by, {"before": before, "after": after})
    return item


@transaction.atomic
def retire_item(*, item: CheckItem, because: str, by: Person | None, at: datetime) -> CheckItem:
    """No longer asked; what was answered stays."""
    item = CheckItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.retired_on:
        raise NotAllowed(_("This item was retired on %(day)s.") % {"day": item.retired_on})
    if not because.strip():
        raise NotAllowed(_("Please give a reason."))
    item.retired_on = timezone.localdate(at)
    item.save(update_fields=["retired_on"])
    _note("item-retired", item, by, {"reason": because.strip()})
    return item


@transaction.atomic
def restore_item(*, item: CheckItem, by: Person | None) -> CheckItem:
    item = CheckItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not item.retired_on:
        raise NotAllowed(_("This item is in use."))
    item.retired_on = None
    item.save(update_fields=["retired_on"])
    _note("item-restored", item, by, {})
    return item


def _write(
    item: CheckItem, number: int, wording: Wording, because: str, by: Person | None, at: datetime
) -> None:
    scores = checked(wording.scores, wording.pass_points)
    CheckItemVersion.objects.create(
        item=item, number=number, text_zh=wording.text_zh.strip() or wording.text_en.strip(),
        text_en=wording.text_en.strip(), scores=[one.kept() for one in scores],
        pass_points=wording.pass_points, photo_on_fail=wording.photo_on_fail,
        best_practice=wording.best_practice, because=because, author=by, written_at=at,
        in_force_from=timezone.localdate(at),
    )  # fmt: skip


def _free_code(sop: Sop) -> str:
    taken = set(CheckItem.objects.values_list("code", flat=True))
    return next(code for number in range(1, 10_000) if (code := f"{sop.step}-item-{number}") not in taken)


def _note(action: str, about: CheckItem, by: Person | None, details: dict[str, Any]) -> None:
    audit.record(action, by=by, about="check-item", key=about.code, details=details)

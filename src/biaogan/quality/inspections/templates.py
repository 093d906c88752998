"""Making and changing templates; each one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.quality.levels import Level
from biaogan.quality.models import CheckItem, InspectionKind, InspectionTemplate, TemplateItem

# What a region usually begins with: name, kind, and the levels whose items in use it holds.
USUAL = (
    ("月度流程检查", "Monthly process inspection", InspectionKind.ANNOUNCED, Level.values),
    ("突击检查", "Surprise visit", InspectionKind.SURPRISE, (Level.BASIC, Level.PROCESS)),
    ("门店自查", "Self check", InspectionKind.SELF, (Level.BASIC, Level.PROCESS)),
)


@transaction.atomic
def make_usual_templates(*, by: Person | None, at: datetime) -> list[InspectionTemplate]:
    """The three usual ones from the items in use; those that are there stay as they are."""
    items = list(CheckItem.objects.in_use().order_by("step", "level", "pk"))
    if not items:
        raise NotAllowed(_("There are no check items yet. Please begin with the standards."))
    there = set(InspectionTemplate.objects.values_list("name_zh", flat=True))
    return [
        make_template(
            name=zh, name_en=en, kind=kind, items=[one for one in items if one.level in levels], by=by, at=at
        )
        for zh, en, kind, levels in USUAL
        if zh not in there
    ]


@transaction.atomic
def make_template(
    *, name: str, kind: str, items: Sequence[CheckItem], by: Person | None, at: datetime, name_en: str = ""
) -> InspectionTemplate:
    _check(name, items)
    made = InspectionTemplate.objects.create(
        name_zh=name.strip(), name_en=name_en, kind=kind, made_by=by, made_at=at
    )
    _place(made, items)
    audit.record(
        "template-made", by=by, about="inspection-template", key=str(made.pk),
        details={"name": made.name_zh, "kind": kind, "items": [one.code for one in items]},
    )  # fmt: skip
    return made


@transaction.atomic
def change_template(
    *, template: InspectionTemplate, name: str, kind: str, items: Sequence[CheckItem], by: Person
) -> InspectionTemplate:
    """Inspections that are planned already keep the items they were planned with."""
    template = InspectionTemplate.objects.select_for_update().get(pk=template.pk)
    _check(name, items, template)
    before = _described(template)
    if name.strip() != template.name:
        template.name_zh, template.name_en = name.strip(), ""
    template.kind = kind
    template.save(update_fields=["name_zh", "name_en", "kind"])
    template.places.all().delete()
    _place(template, items)
    audit.record(
        "template-changed", by=by, about="inspection-template", key=str(template.pk),
        details={"before": before, "after": _described(template)},
    )  # fmt: skip
    return template


@transaction.atomic
def retire_template(*, template: InspectionTemplate, by: Person, today: date) -> None:
    if template.retired_on is None:
        template.retired_on = today
        template.save(update_fields=["retired_on"])
        audit.record(
            "template-retired", by=by, about="inspection-template", key=str(template.pk),
            details={"name": template.name_zh},
        )  # fmt: skip


def _check(name: str, items: Sequence[CheckItem], own: InspectionTemplate | None = None) -> None:
    if not items:
        raise NotAllowed(_("Please choose at least one check item."))
    others = InspectionTemplate.objects.exclude(pk=own.pk if own else 0)
    renamed = own is None or name.strip() != own.name
    if renamed and others.filter(name_zh=name.strip()).exists():
        raise NotAllowed(_("There is a template with this name already."))


def _place(template: InspectionTemplate, items: Sequence[CheckItem]) -> None:
    TemplateItem.objects.bulk_create(
        TemplateItem(template=template, item=item, place=place) for place, item in enumerate(items, 1)
    )


def _described(template: InspectionTemplate) -> dict[str, object]:
    codes = template.places.values_list("item__code", flat=True)
    return {"name": template.name_zh, "kind": template.kind, "items": list(codes)}

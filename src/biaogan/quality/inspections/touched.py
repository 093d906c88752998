"""Which templates of inspections look at items of some steps of an instruction."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from biaogan.quality.models import InspectionTemplate, Sop
from biaogan.quality.standards.touch import Thing, Touched


def touched(*, sop: Sop, steps: Collection[str]) -> list[Touched]:
    items = sop.items.in_use().filter(sop_step__in=steps)
    rows = InspectionTemplate.objects.filter(retired_on__isnull=True, items__in=items).distinct()
    return [
        Touched(Thing.TEMPLATE, one.name, reverse("quality:inspection_template", args=[one.pk]))
        for one in rows
    ]

"""Which scenarios of mystery shops look at items of some steps of an instruction."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from biaogan.quality.models import ShopScenario, Sop
from biaogan.quality.standards.touch import Thing, Touched


def touched(*, sop: Sop, steps: Collection[str]) -> list[Touched]:
    """Those that name such an item, and those without named items that score the whole service step."""
    items = sop.items.in_use().filter(sop_step__in=steps)
    if not items.exists():
        return []
    named = Q(items__in=items)
    rows = ShopScenario.objects.filter(retired_on__isnull=True)
    whole = [one.pk for one in rows.filter(items__isnull=True) if sop.step in one.steps]
    found = rows.filter(named | Q(pk__in=whole)).distinct()
    return [Touched(Thing.SCENARIO, one.title, reverse("quality:shop_scenarios")) for one in found]

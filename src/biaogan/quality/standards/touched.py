"""What hangs on steps here: the check items in use and the metrics that would show them."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from biaogan.quality.models import Sop
from biaogan.quality.standards.items.queries import current, metric_name, with_current
from biaogan.quality.standards.touch import Thing, Touched


def touched(*, sop: Sop, steps: Collection[str]) -> list[Touched]:
    items = list(with_current(sop.items.in_use().filter(sop_step__in=steps)))
    found = [
        Touched(Thing.ITEM, current(item).text, reverse("quality:item", args=[item.code])) for item in items
    ]
    slugs = dict.fromkeys(item.metric for item in items if item.metric)
    return found + [
        Touched(Thing.METRIC, metric_name(slug), reverse("targets:metric", args=[slug])) for slug in slugs
    ]

"""When somebody last inspected a store, for the overview."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Max
from django.urls import reverse

from biaogan.org.models import Store
from biaogan.quality.models import Inspection, InspectionKind
from biaogan.quality.states.inspections import InspectionState
from biaogan.quality.witnesses.standings import About, Standing


def standing(*, stores: Collection[Store], today: date) -> Sequence[Standing]:
    """The last signed day up to today. Nobody came for a self check; visits not signed off stay quiet."""
    rows = (
        Inspection.objects.signed()
        .filter(store__in=stores, signed_on__lte=today)
        .exclude(kind=InspectionKind.SELF)
        .order_by()
        .values_list("store", "store__code")
        .annotate(last=Max("signed_on"))
    )
    page = reverse("quality:inspections") + f"?state={InspectionState.SIGNED}&store="
    return [Standing(store, About.INSPECTION, day=last, url=f"{page}{code}") for store, code, last in rows]

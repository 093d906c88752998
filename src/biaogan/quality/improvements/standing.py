"""How many improvements of a store are overdue, for the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from django.urls import reverse

from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.models import Improvement
from biaogan.quality.witnesses.standings import About, Standing


def standing(*, stores: Collection[Store], today: date) -> Sequence[Standing]:
    """Those promised for a day that is over, and not proven."""
    rows = Improvement.objects.filter(store__in=stores, proof_on__lt=today)
    overdue = Counter(one.store_id for one in rows if one.is_overdue(today))
    page = reverse("quality:improvements") + "?store="
    return [
        Standing(
            store.pk, About.IMPROVEMENTS, number=overdue[store.pk], url=f"{page}{store.code}",
            needs=Permission.IMPROVE,
        )
        for store in stores
    ]  # fmt: skip

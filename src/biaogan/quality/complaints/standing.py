"""How many complaints of a store are overdue, for the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from biaogan.org.models import Store
from biaogan.org.permissions import Permission
from biaogan.quality.models import Complaint
from biaogan.quality.witnesses.standings import About, Standing


def standing(*, stores: Collection[Store], today: date) -> Sequence[Standing]:
    """Those in hand whose contact, closing or promise is due by the end of the day, each trouble once."""
    end = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    rows: Any = Complaint.objects.filter(store__in=stores).counted().in_hand().by_what_is_next(end)
    overdue = Counter(rows.filter(next_due__lt=end).values_list("store", flat=True))
    page = reverse("quality:complaints") + "?which=overdue&store="
    return [
        Standing(
            store.pk, About.COMPLAINTS, number=overdue[store.pk], url=f"{page}{store.code}",
            needs=Permission.HANDLE_COMPLAINTS,
        )
        for store in stores
    ]  # fmt: skip

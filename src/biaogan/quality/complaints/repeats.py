"""Complaints that come again: the same car and the same topic within thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta

from biaogan.org.models import Store
from biaogan.quality.models import Complaint
from biaogan.quality.states.complaints import ComplaintState
from biaogan.quality.vehicles import names_of

WITHIN = timedelta(days=30)


def first_of(*, store: Store, vehicle: str, topic: str, opened_at: datetime) -> Complaint | None:
    """The complaint that one of this car and topic repeats; None without a car or without one near in time.

    A repeat is itself near: a trouble that comes back every three weeks stays one trouble.
    """
    if not vehicle:
        return None
    near = Complaint.objects.filter(
        store=store, topic=topic, vehicle__in=list(names_of([vehicle])), separated_because="",
        opened_at__range=(opened_at - WITHIN, opened_at + WITHIN),
    ).exclude(state=ComplaintState.WITHDRAWN)  # fmt: skip
    found = near.select_related("merged_into").order_by("opened_at", "pk").first()
    return found and (found.merged_into or found)

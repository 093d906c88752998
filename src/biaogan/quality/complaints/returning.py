"""Whether customers came back after their complaint: within six months, to any store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import polars as pl
from django.utils import timezone

from biaogan.quality.models import Complaint
from biaogan.quality.states.complaints import ComplaintState
from biaogan.quality.vehicles import external_orders, visits_of

WITHIN = timedelta(days=183)


class Back(StrEnum):
    YES = "yes"
    NO = "no"
    EARLY = "early"  # the orders known do not reach that far yet


def came_back(complaints: Iterable[Complaint]) -> dict[int, Back]:
    """For each closed complaint of a known car; nothing is said of others, or where no orders are known."""
    closed = [one for one in complaints if one.state == ComplaintState.CLOSED and one.vehicle]
    until = known_until() if closed else None
    if until is None:
        return {}
    visits = visits_of({one.vehicle for one in closed})
    return {one.pk: judged(_local(one.closed_at), visits.get(one.vehicle, ()), until) for one in closed}


def judged(since: datetime, visits: Iterable[datetime], until: datetime, within: timedelta = WITHIN) -> Back:
    """From the day after `since` on: a visit of the same day belongs to the trouble itself."""
    begins = since.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    if any(begins <= visit < since + within for visit in visits):
        return Back.YES
    return Back.NO if until >= since + within else Back.EARLY


def known_until() -> datetime | None:
    """The newest order in the facts, in local time; None before the first."""
    return external_orders().select(pl.col("opened_at").max()).collect().item()


def _local(moment: datetime | None) -> datetime:
    assert moment is not None  # a closed complaint has its day, says the database
    return timezone.localtime(moment).replace(tzinfo=None)

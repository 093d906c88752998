"""Reads of complaints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from biaogan.org.models import AuditEvent, Person, Store
from biaogan.org.permissions import ROLE_PERMISSIONS, Permission
from biaogan.org.scope import Scope
from biaogan.quality.complaints.returning import Back, came_back
from biaogan.quality.models import Complaint, Promise
from biaogan.quality.states.complaints import ComplaintState

SHOWN_HISTORY = 200
YEAR = timedelta(days=365)
SOON = timedelta(hours=6)


@dataclass(frozen=True)
class Day:
    """What waits now."""

    in_hand: int
    overdue: int
    soon: int


@dataclass(frozen=True)
class Share:
    """k of n; without cases there is none."""

    k: int
    n: int

    @property
    def percent(self) -> float | None:
        return 100 * self.k / self.n if self.n else None


@dataclass(frozen=True)
class StoreLine:
    """A store's complaints of the last twelve months, each trouble once."""

    store: Store
    complaints: int
    repeats: int
    in_hand: int
    contacted: Share
    closed: Share
    kept: Share
    returned: Share
    early: int


def complaints(
    *, scope: Scope, at: datetime, which: str = "", store: str = "", severity: str = ""
) -> QuerySet[Complaint]:
    """What must be done next comes first; `which`: empty for those in hand, overdue, finished, all."""
    rows = Complaint.objects.within(scope).counted().by_what_is_next(at).select_related("store", "owner")
    wanted = {"store__code": store, "severity": severity}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if which == "all":
        return rows
    if which == "finished":
        finished = (ComplaintState.CLOSED, ComplaintState.WITHDRAWN)
        return rows.filter(state__in=finished).order_by("-opened_at")
    in_hand: Any = rows.in_hand()
    return in_hand.filter(next_due__lt=at) if which == "overdue" else in_hand


def day(*, scope: Scope, at: datetime) -> Day:
    rows: Any = complaints(scope=scope, at=at)
    dues = list(rows.values_list("next_due", flat=True))
    return Day(
        in_hand=len(dues),
        overdue=sum(due < at for due in dues),
        soon=sum(at <= due <= at + SOON for due in dues),
    )


def history(complaint: Complaint) -> list[AuditEvent]:
    """Everything that happened to a complaint, oldest first."""
    events = AuditEvent.objects.filter(about="complaint", key=str(complaint.pk))
    return list(events.order_by("sequence")[:SHOWN_HISTORY])


def owners(*, scope: Scope, store: Store) -> QuerySet[Person]:
    """People who handle the complaints of a store; the person asking is among them."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.HANDLE_COMPLAINTS in allowed]
    works = Q(assignments__store=store) | Q(assignments__region=store.region_id)
    own = Q(pk=scope.person.pk if scope.person else None)
    return Person.objects.filter(is_active=True).filter((works & Q(role__in=roles)) | own).distinct()


def first_owner(store: Store) -> Person | None:
    """Whose complaints they are when nobody is named: the store's service manager."""
    managers = Person.objects.filter(is_active=True, role="store_manager", assignments__store=store)
    return managers.order_by("pk").first()


def store_lines(*, scope: Scope, at: datetime) -> list[StoreLine]:
    stores = list(Store.objects.within(scope).active())
    rows = Complaint.objects.within(scope).exclude(state=ComplaintState.WITHDRAWN)
    year = list(rows.filter(opened_at__gte=at - YEAR))
    promises = list(
        Promise.objects.within(scope).filter(promised_at__gte=at - YEAR).select_related("complaint")
    )
    back = came_back(one for one in year if one.merged_into_id is None)
    return [
        _line(
            store,
            [one for one in year if one.store_id == store.pk],
            [one for one in promises if one.complaint.store_id == store.pk],
            back,
            at,
        )
        for store in stores
    ]


def _line(
    store: Store, rows: Sequence[Complaint], promises: Sequence[Promise], back: dict[int, Back], at: datetime
) -> StoreLine:
    counted = [one for one in rows if one.merged_into_id is None]
    said = [back[one.pk] for one in counted if one.pk in back]
    return StoreLine(
        store=store,
        complaints=len(counted),
        repeats=len(rows) - len(counted),
        in_hand=sum(one.is_in_hand for one in counted),
        contacted=_share(contacted_in_time(one, at) for one in counted),
        closed=_share(closed_in_time(one, at) for one in counted),
        kept=_share(_kept(one, at) for one in promises),
        returned=_share({Back.YES: True, Back.NO: False}.get(one) for one in said),
        early=said.count(Back.EARLY),
    )


def contacted_in_time(one: Complaint, at: datetime) -> bool | None:
    """None while the time is not over and nobody has spoken with the customer yet."""
    if one.contacted_in_time is not None:
        return one.contacted_in_time
    return False if one.contact_due < at else None


def closed_in_time(one: Complaint, at: datetime) -> bool | None:
    """What had to be opened again was not solved in time; None while the time is not over."""
    if one.times_reopened:
        return False
    if one.closed_at is not None:
        return one.closed_at <= one.close_due
    return False if one.close_due < at else None


def _kept(promise: Promise, at: datetime) -> bool | None:
    if promise.is_kept():
        return True
    return False if promise.is_broken(at) else None


def _share(answers: Iterable[bool | None]) -> Share:
    known = [answer for answer in answers if answer is not None]
    return Share(sum(known), len(known))

"""Reads of inspections: what each store is owed this month, the list, and who may inspect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from biaogan.engine.periods import first_day, last_day
from biaogan.org.models import Person, Store
from biaogan.org.permissions import ROLE_PERMISSIONS, Permission
from biaogan.org.scope import Scope
from biaogan.org.setting import value_of
from biaogan.quality.inspections.settings import PER_MONTH
from biaogan.quality.models import Answer, Inspection, InspectionKind
from biaogan.quality.models.inspections import inspects_from_outside
from biaogan.quality.states.inspections import InspectionState

VISITS = (InspectionKind.ANNOUNCED, InspectionKind.SURPRISE)


@dataclass(frozen=True)
class Duty:
    """What a store is owed in a month: visits signed off, wanted, and the days of what is planned."""

    store: Store
    wanted: int
    done: int
    next_on: date | None
    last_on: date | None

    @property
    def missing(self) -> int:
        return max(self.wanted - self.done, 0)


def duties(*, scope: Scope, month: str) -> list[Duty]:
    """The stores of the scope, those that are owed something first."""
    stores = list(Store.objects.within(scope).active())
    span = (first_day(month), last_day(month))
    seen = Inspection.objects.within(scope).filter(kind__in=VISITS).order_by()
    counts: dict[int, Mapping[str, Any]] = {
        row["store"]: row
        for row in seen.values("store").annotate(
            done=Count("pk", filter=Q(state=InspectionState.SIGNED, signed_on__range=span)),
            last_on=Max("signed_on", filter=Q(signed_on__lte=span[1])),
            next_on=Min(
                "planned_on",
                filter=Q(state__in=(InspectionState.PLANNED, InspectionState.UNDER_WAY)),
            ),
        )
    }
    wanted = int(value_of(PER_MONTH))
    nothing: Mapping[str, Any] = {"done": 0, "next_on": None, "last_on": None}
    found = [_duty(store, wanted, counts.get(store.pk, nothing)) for store in stores]
    return sorted(found, key=lambda duty: (-duty.missing, duty.store.code))


def _duty(store: Store, wanted: int, row: Mapping[str, Any]) -> Duty:
    return Duty(store, wanted, row["done"], row["next_on"], row["last_on"])


def inspections(*, scope: Scope, store: str = "", kind: str = "", state: str = "") -> QuerySet[Inspection]:
    rows = Inspection.objects.within(scope).select_related("store", "template", "inspector")
    wanted = {"store__code": store, "kind": kind, "state": state}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Score:
    """Points earned of those possible, and how many items failed."""

    earned: int
    possible: int
    failed: int


def scores(rows: Iterable[Inspection]) -> dict[int, Score]:
    """Inspection -> its points; one query, however many inspections there are."""
    answers = Answer.objects.filter(
        is_current=True, points__isnull=False, line__inspection__in=[one.pk for one in rows]
    )
    found: dict[int, list[tuple[int, int, bool]]] = {}
    kept = answers.order_by().values_list("line__inspection", "points", "passed", "line__version__scores")
    for inspection, points, passed, levels in kept:
        full = max(score["points"] for score in levels)
        found.setdefault(inspection, []).append((points or 0, full, not passed))
    return {
        inspection: Score(
            sum(points for points, _, _ in rows), sum(full for _, full, _ in rows),
            sum(failed for _, _, failed in rows),
        )
        for inspection, rows in found.items()
    }  # fmt: skip


def carried(*, scope: Scope) -> Sequence[Inspection]:
    """Open inspections of this person, which the phone keeps ready for when there is no network."""
    rows = Inspection.objects.within(scope).open().filter(inspector=scope.person)
    return list(rows.order_by("planned_on", "pk").select_related("store")[:20])


def inspectors(*, scope: Scope) -> QuerySet[Person]:
    able = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.INSPECT in allowed]
    rows = Person.objects.within(scope).filter(is_active=True, role__in=able)
    return rows if inspects_from_outside(scope) else rows.filter(pk=scope.person.pk if scope.person else 0)

"""What the manager should know before nine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from biaogan.followup.models import Alert, Task
from biaogan.org.models import Person, Store
from biaogan.org.permissions import Role
from biaogan.org.scope import PersonalScope
from biaogan.targets import tables
from biaogan.targets.cockpit import cockpit
from biaogan.targets.landing.tables import Line as LandingLine
from biaogan.targets.landing.tables import lines as landing_lines
from biaogan.ui.freshness import Freshness
from biaogan.ui.kpi import Kpi
from biaogan.workbench.duties.queries import Line, Silent, silent_people, work_list

FIGURES, CHANGES, CALLS, DUTIES = 6, 5, 3, 6


@dataclass(frozen=True)
class Call:
    """A store whose figure broke, and who answers for it."""

    store: Store
    person: Person | None
    alert: Alert


@dataclass(frozen=True)
class Brief:
    """`figures` are empty before the first file. `changes`: alerts raised since yesterday, heaviest first."""

    day: date
    month: str
    figures: Sequence[Kpi]
    landings: Sequence[LandingLine]
    changes: Sequence[Alert]
    overdue: Sequence[Task]
    duties: Sequence[Line]
    calls: Sequence[Call]
    silent: Sequence[Silent]
    freshness: Freshness | None


def brief(*, scope: PersonalScope, today: date) -> Brief:
    found = cockpit(scope=scope, today=today)
    changes = _raised_since(scope, today - timedelta(days=1))
    overdue = Task.objects.within(scope).overdue(today).select_related("store", "owner")
    return Brief(
        day=today,
        month=found.month if found else "",
        figures=tables.kpis(found)[:FIGURES] if found else (),
        landings=landing_lines(found.landings) if found else (),
        changes=changes[:CHANGES],
        overdue=list(overdue[:CHANGES]),
        duties=work_list(scope=scope, day=today).open[:DUTIES],
        calls=_calls(changes),
        silent=silent_people(scope=scope, day=today)[:CALLS],
        freshness=tables.freshness(found) if found else None,
    )


def _raised_since(scope: PersonalScope, day: date) -> list[Alert]:
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return list(Alert.objects.within(scope).open().filter(raised_at__gte=begin).select_related("store"))


def _calls(changes: Sequence[Alert]) -> list[Call]:
    """One call a store: its heaviest change, and its manager where one has an account."""
    first = {alert.store_id: alert for alert in reversed(changes)}
    managers = Person.objects.filter(role=Role.STORE_MANAGER, is_active=True)
    rows = managers.filter(assignments__store__in=first).order_by("-pk")
    by_store = {person.works_in: person for person in rows.annotate(works_in=F("assignments__store"))}
    ordered = [alert for alert in changes if first[alert.store_id] == alert]
    return [Call(alert.store, by_store.get(alert.store_id), alert) for alert in ordered[:CALLS]]

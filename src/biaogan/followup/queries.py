"""Reads of the follow-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from biaogan.followup import budget
from biaogan.followup.models import Alert, Note, Notice, Round, Task
from biaogan.followup.states import MEASURED, TaskState
from biaogan.org.models import AuditEvent, Person, Store
from biaogan.org.permissions import ROLE_PERMISSIONS, Permission
from biaogan.org.scope import Scope

ANSWER_WITHIN = timedelta(days=14)
SHOWN_HISTORY = 100


@dataclass(frozen=True)
class Week:
    """What the week's budget lets through to a person, and what it holds back."""

    most: int
    given: int
    held_back: int


def alerts(*, scope: Scope, store: str = "", state: str = "") -> QuerySet[Alert]:
    """Alerts of the scope, the weightiest first; without a state, those that wait for an answer."""
    rows = Alert.objects.within(scope).select_related("store", "task")
    rows = rows.filter(state=state) if state else rows.open()
    return rows.filter(store__code=store) if store else rows


def week_of(*, scope: Scope, today: date) -> Week:
    person, monday = scope.person, budget.monday(today)
    own = Notice.objects.filter(person=person)
    waiting = Alert.objects.within(scope).filter(state="new")
    return Week(
        most=budget.per_week(),
        given=own.filter(week=monday).count(),
        held_back=waiting.exclude(pk__in=own.values("alert")).count(),
    )


def tasks(
    *, scope: Scope, today: date, mine: bool = False, store: str = "", which: str = ""
) -> QuerySet[Task]:
    """Tasks of the scope by date; `which`: empty for those in hand, overdue, finished or all."""
    rows = Task.objects.within(scope).select_related("store", "owner")
    if mine:
        rows = rows.filter(owner=scope.person)
    if store:
        rows = rows.filter(store__code=store)
    return {
        "": rows.in_hand,
        "overdue": lambda: rows.overdue(today),
        "finished": lambda: rows.exclude(state__in=[TaskState.OPEN, TaskState.DOING]).order_by("-due"),
        "all": rows.all,
    }[which]()


def history(task: Task) -> list[AuditEvent]:
    """Everything that happened to a task, oldest first."""
    return list(
        AuditEvent.objects.filter(about="task", key=str(task.pk)).order_by("sequence")[:SHOWN_HISTORY]
    )


def owners(*, scope: Scope, store: Store) -> QuerySet[Person]:
    """People who work for the store or its region and follow up; the person asking is among them."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.FOLLOW_UP in allowed]
    works = Q(assignments__store=store) | Q(assignments__region=store.region_id)
    own = Q(pk=scope.person.pk if scope.person else None)
    return Person.objects.filter(is_active=True).filter((works & Q(role__in=roles)) | own).distinct()


def first_owner(store: Store) -> Person | None:
    """Who a task of the store is first offered to: its service manager."""
    found = Person.objects.filter(is_active=True, role="store_manager", assignments__store=store)
    return found.order_by("pk").first()


def suggested_due(today: date) -> date:
    return today + ANSWER_WITHIN


def notes(*, scope: Scope, store: str = "", metric: str = "", order: str = "") -> QuerySet[Note]:
    rows = Note.objects.within(scope).select_related("store", "written_by")
    wanted = {"store__code": store, "metric": metric, "order": order}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def to_measure(*, stores: Iterable[Store]) -> list[Task]:
    """Finished tasks with a metric: their effect is measured again as months go by."""
    rows = Task.objects.filter(store__in=stores, state__in=[TaskState.DONE, *MEASURED])
    return list(rows.exclude(metric="").exclude(month="").select_related("store", "alert"))


def raised_again(task: Task, *, after: str) -> bool:
    """Whether the rule that opened the task found the same in a later month."""
    if task.alert is None:
        return False
    return Alert.objects.filter(rule=task.alert.rule, store=task.store, month__gt=after).exists()


def newest_rounds(regions: Iterable[int]) -> dict[int, Round]:
    """The last watch over each region, by the region's key."""
    newest = Round.objects.filter(region__in=regions).values("region").annotate(last=Max("pk"))
    rows = Round.objects.filter(pk__in=[one["last"] for one in newest])
    return {one.region_id: one for one in rows}

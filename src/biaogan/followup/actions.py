"""Everything that changes tasks and notes: each is one transaction with its audit event inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from biaogan.engine.text import Text
from biaogan.followup import policies
from biaogan.followup.models import Alert, Note, Task
from biaogan.followup.rule import Fact
from biaogan.followup.states import AlertState, TaskState, check_alert_move, check_task_move
from biaogan.org import audit
from biaogan.org.models import Person, Store


@transaction.atomic
def open_task(
    *,
    title: str,
    store: Store,
    owner: Person,
    due: date,
    by: Person,
    at: datetime,
    plan: str = "",
    metric: str = "",
    month: str = "",
    alert: Alert | None = None,
) -> Task:
    """From an alert, which then counts as answered, or by hand."""
    policies.check_owner(owner, store)
    policies.check_due(due, timezone.localdate(at))
    if alert is not None:
        alert = Alert.objects.select_for_update().get(pk=alert.pk)
        policies.check_no_task_yet(alert)
        check_alert_move(alert.state, AlertState.TASK)
        Alert.objects.filter(pk=alert.pk).update(state=AlertState.TASK)
    task = Task.objects.create(
        title=title, plan=plan, store=store, metric=metric, month=month, alert=alert,
        owner=owner, due=due, opened_by=by, opened_at=at,
    )  # fmt: skip
    details = {"title": title, "owner": owner.display_name, "due": due, "metric": metric}
    _note("task-opened", task, by, details)
    return task


@transaction.atomic
def start_task(*, task: Task, by: Person) -> Task:
    task = _moved(task, TaskState.DOING)
    task.save(update_fields=["state"])
    _note("task-started", task, by, {})
    return task


@transaction.atomic
def finish_task(*, task: Task, evidence: str, by: Person, at: datetime) -> Task:
    """Done means shown: without evidence a task stays open."""
    policies.check_evidence(evidence)
    task = _moved(task, TaskState.DONE)
    task.evidence, task.finished_on = evidence.strip(), timezone.localdate(at)
    task.save(update_fields=["state", "evidence", "finished_on"])
    _note("task-finished", task, by, {"evidence": task.evidence})
    return task


@transaction.atomic
def cancel_task(*, task: Task, reason: str, by: Person) -> Task:
    policies.check_reason(reason)
    policies.check_can_cancel(task, by)
    task = _moved(task, TaskState.CANCELLED)
    task.cancelled_because = reason.strip()
    task.save(update_fields=["state", "cancelled_because"])
    _note("task-cancelled", task, by, {"reason": task.cancelled_because})
    return task


@transaction.atomic
def reopen_task(*, task: Task, reason: str, due: date, by: Person, at: datetime) -> Task:
    """Work begins again with a new date; what was shown and measured stays in the history."""
    policies.check_reason(reason)
    policies.check_due(due, timezone.localdate(at))
    task = _moved(task, TaskState.DOING)
    task.due = due
    task.save(update_fields=["state", "due"])
    _note("task-reopened", task, by, {"reason": reason.strip(), "due": due})
    return task


@transaction.atomic
def change_task(*, task: Task, owner: Person, due: date, by: Person, at: datetime) -> Task:
    """Another owner or another date; both the old and the new stay in the history."""
    policies.check_owner(owner, task.store)
    task = Task.objects.select_for_update(of=("self",)).select_related("owner", "store").get(pk=task.pk)
    if due != task.due:
        policies.check_due(due, timezone.localdate(at))
    before = {"owner": task.owner.display_name, "due": task.due}
    after = {"owner": owner.display_name, "due": due}
    if before == after:
        return task
    task.owner, task.due = owner, due
    task.save(update_fields=["owner", "due"])
    _note("task-changed", task, by, {"before": before, "after": after})
    return task


@transaction.atomic
def record_effect(*, task: Task, verdict: str, says: Text, facts: Sequence[Fact], at: datetime) -> Task:
    """What measuring says of a finished task; said again only when it has changed."""
    task = Task.objects.select_for_update(of=("self",)).select_related("store").get(pk=task.pk)
    kept = kept_facts(facts)
    same = task.state == verdict and task.effect_en == says.en and task.effect_facts == kept
    if same:
        return task
    if task.state != verdict:
        check_task_move(task.state, verdict)
    task.state, task.measured_at = verdict, at
    task.effect_zh, task.effect_en, task.effect_facts = says.zh, says.en, kept
    task.save(update_fields=["state", "measured_at", "effect_zh", "effect_en", "effect_facts"])
    _note("task-measured", task, None, {"verdict": verdict})
    return task


@transaction.atomic
def write_note(
    *, store: Store, text: str, by: Person, at: datetime, metric: str = "", order: str = ""
) -> Note:
    note = Note.objects.create(
        store=store, metric=metric, order=order, text=text.strip(), written_by=by, written_at=at
    )
    details = {"metric": metric, "text": note.text}
    audit.record("note-written", by=by, about="note", key=str(note.pk), store=store.code, details=details)
    return note


def kept_facts(facts: Sequence[Fact]) -> list[dict[str, str]]:
    return [
        {
            "name_zh": fact.name.zh,
            "name_en": fact.name.en,
            "value_zh": fact.value.zh,
            "value_en": fact.value.en,
        }
        for fact in facts
    ]


def _moved(task: Task, state: str) -> Task:
    """The task as it is now, held and about to be in the new state."""
    task = Task.objects.select_for_update(of=("self",)).select_related("store", "opened_by").get(pk=task.pk)
    check_task_move(task.state, state)
    task.state = state
    return task


def _note(action: str, task: Task, by: Person | None, details: dict[str, Any]) -> None:
    audit.record(action, by=by, about="task", key=str(task.pk), store=task.store.code, details=details)

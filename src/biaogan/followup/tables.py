"""Alerts, tasks and notes as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.followup.forms import metric_name
from biaogan.followup.models import Alert, Note, Task
from biaogan.followup.states import TaskState
from biaogan.org import words
from biaogan.org.models import AuditEvent
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

ALERT_MARKS = {"new": "bad", "seen": "watch", "task": "info", "dismissed": "none", "cleared": "good"}
TASK_MARKS = {
    "open": "none", "doing": "info", "done": "watch", "kept": "good",
    "unproven": "watch", "relapsed": "bad", "cancelled": "none",
}  # fmt: skip


def alerts(rows: Iterable[Alert], *, export_url: str = "") -> Table:
    language = formats.language_of(get_language())
    columns = [
        Column(_("Alert")),
        Column(_("Store")),
        Column(_("Month")),
        Column(_("Why")),
        Column(_("At stake"), unit=formats.wan_unit(language), number=True),
        Column(_("State")),
    ]
    lines = [
        [
            Cell(alert.says, url=reverse("followup:alert", args=[alert.pk])),
            alert.store.name,
            formats.month(alert.month, language),
            " · ".join(part for part in (alert.value, alert.reason) if part),
            None if alert.stake_fen is None else formats.wan(alert.stake_fen, language).number,
            Cell(alert.get_state_display(), status=ALERT_MARKS[alert.state]),
        ]
        for alert in rows
    ]
    return Table(_("Alerts"), columns, lines, cards=True, export_url=export_url)


def tasks(rows: Iterable[Task], *, today: date, export_url: str = "") -> Table:
    columns = [
        Column(_("Task")),
        Column(_("Store")),
        Column(_("Owner")),
        Column(_("Due")),
        Column(_("State")),
    ]
    lines = [
        [
            Cell(task.title, url=reverse("followup:task", args=[task.pk])),
            task.store.name,
            task.owner.display_name,
            _due(task, today),
            Cell(task.get_state_display(), status=TASK_MARKS[task.state]),
        ]
        for task in rows
    ]
    return Table(_("Tasks"), columns, lines, cards=True, export_url=export_url)


def alert_meanings() -> list[tuple[str, str]]:
    """What the columns say, for the sheet of definitions."""
    return [
        (_("At stake"), _("The money of the month between what the store is used to and what it is.")),
        (_("State"), _("An alert clears by itself once the watch no longer finds it.")),
    ]


def task_meanings() -> list[tuple[str, str]]:
    return [
        (
            _("State"),
            _(
                "A finished task is measured against the other stores from the month after its date on; "
                "its effect is shown only by a change beyond chance."
            ),
        )
    ]


def _due(task: Task, today: date) -> Cell:
    late = (today - task.due).days
    text = formats.iso_day(task.due)
    if not task.is_in_hand or late <= 0:
        return Cell(text)
    return Cell(_("%(day)s, %(days)s days late") % {"day": text, "days": late}, status="bad")


def said(details: dict[str, Any]) -> dict[str, Any]:
    """What is kept beside an event of a task, in the words people read."""
    given = {key: value for key, value in details.items() if value not in ("", None)}
    if "metric" in given:
        given["metric"] = metric_name(given["metric"])
    if "verdict" in given:
        given["verdict"] = str(TaskState(given["verdict"]).label)
    return given


def history(
    events: Iterable[AuditEvent], *, told: Callable[[dict[str, Any]], dict[str, Any]] = said
) -> Table:
    """What happened to a thing; `told` puts the codes of its details into words."""
    columns = [Column(_("When")), Column(_("Who")), Column(_("What")), Column(_("Details"))]
    rows = [
        [
            formats.moment(localtime(event.at)),
            event.person_name or _("the watch"),
            words.action(event.action),
            words.details(told(event.details)),
        ]
        for event in events
    ]
    return Table(_("History"), columns, rows, cards=True)


def notes(rows: Iterable[Note]) -> Table:
    columns = [Column(_("When")), Column(_("Written by")), Column(_("About")), Column(_("Note"))]
    lines = [
        [
            formats.moment(localtime(note.written_at)),
            note.written_by.display_name,
            about(note.store.name, note.metric, note.order),
            note.text,
        ]
        for note in rows
    ]
    return Table(_("Notes"), columns, lines, cards=True)


def about(store: str, metric: str, order: str) -> str:
    parts = (store, metric_name(metric) if metric else "", order)
    return " · ".join(part for part in parts if part)

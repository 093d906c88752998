"""Alerts and tasks as files; here, since what writes files stands beside the room of alerts and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.followup import forms, queries, tables
from biaogan.followup.models import Alert, Task
from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request, needs
from biaogan.org.permissions import Permission
from biaogan.targets.exports import table_workbook
from biaogan.targets.words import definitions
from biaogan.ui.table import Table


@require_POST
@needs(Permission.FOLLOW_UP, Permission.EXPORT_FIGURES)
def export_alerts(request: Request) -> HttpResponse:
    form = forms.AlertFilter(request.GET or None, scope=request.scope)
    rows = list(queries.alerts(scope=request.scope, **_wanted(form)))
    return _file(request, tables.alerts(rows), form, [*tables.alert_meanings(), *_metrics(rows)])


@require_POST
@needs(Permission.FOLLOW_UP, Permission.EXPORT_FIGURES)
def export_tasks(request: Request) -> HttpResponse:
    form, today = forms.TaskFilter(request.GET or None, scope=request.scope), timezone.localdate()
    rows = list(queries.tasks(scope=request.scope, today=today, **_wanted(form)))
    table = tables.tasks(rows, today=today)
    return _file(request, table, form, [*tables.task_meanings(), *_metrics(rows)])


def _wanted(form: Form) -> dict[str, Any]:
    return form.cleaned_data if form.is_valid() else {}


def _metrics(rows: Iterable[Alert | Task]) -> list[tuple[str, str]]:
    return definitions(CATALOGUE[one.metric] for one in rows if one.metric in CATALOGUE)


def _file(request: Request, table: Table, form: Form, meanings: Sequence[tuple[str, object]]) -> HttpResponse:
    """The whole list as filtered; that it was taken is noted."""
    filters = [(str(form.fields[name].label), value) for name, value in _wanted(form).items() if value]
    person, at = request.scope.person, timezone.localtime()
    note_export(what=table.caption, filters=filters, rows=len(table.rows), by=person)
    content = table_workbook(
        [table], title=table.caption, filters=filters, person=person.display_name, at=at,
        definitions=meanings,
        version=current_version(),
    )  # fmt: skip
    return attachment(content, f"{table.caption}-{at:%Y-%m-%d}.xlsx", XLSX)

"""A list of this room as an Excel file: as filtered, and noted in the audit trail."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request
from biaogan.org.permissions import Permission
from biaogan.targets.exports import table_workbook
from biaogan.ui.table import Table


def export_url(request: Request, view: str) -> str:
    """With the filters of the page; empty for whoever may not export."""
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse(f"quality:{view}") + (f"?{query}" if query else "")


def table_file(request: Request, table: Table, form: Form) -> HttpResponse:
    wanted = form.cleaned_data if form.is_valid() else {}
    filters = [(str(form.fields[name].label), value) for name, value in wanted.items() if value]
    person, at = request.scope.person, timezone.localtime()
    note_export(what=table.caption, filters=filters, rows=len(table.rows), by=person)
    content = table_workbook(
        [table], title=table.caption, filters=filters, definitions=(), person=person.display_name, at=at,
        version=current_version(),
    )  # fmt: skip
    return attachment(content, f"{table.caption}-{at:%Y-%m-%d}.xlsx", XLSX)

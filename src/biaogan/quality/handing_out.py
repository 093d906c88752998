"""Tables of this room as files: as seen, and the audit trail knows who took them."""

from __future__ import annotations

from collections.abc import Sequence

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request
from biaogan.org.permissions import Permission
from biaogan.targets.exports import Pairs, table_workbook
from biaogan.ui.table import Table


def export_url(request: Request, view: str, *arguments: object) -> str:
    """Where the tables of the page are handed out, with its filters; empty for whoever may not export."""
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse(f"quality:{view}", args=arguments) + (f"?{query}" if query else "")


def filters_of(form: Form) -> list[tuple[str, object]]:
    """What the list is filtered by, in the words of its form."""
    wanted = form.cleaned_data if form.is_valid() else {}
    return [(str(form.fields[name].label), value) for name, value in wanted.items() if value]


def handed_out(
    request: Request, tables: Sequence[Table], *, title: str, filters: Pairs = (), definitions: Pairs = ()
) -> HttpResponse:
    person, at = request.scope.person, timezone.localtime()
    rows = sum(len(table.rows) for table in tables)
    note_export(what=title, filters=list(filters), rows=rows, by=person)
    content = table_workbook(
        tables, title=title, filters=filters, definitions=definitions, person=person.display_name, at=at,
        version=current_version(),
    )  # fmt: skip
    return attachment(content, f"{title}-{at:%Y-%m-%d}.xlsx", XLSX)

"""Tables of feedback as a file; that it was taken is noted."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request
from biaogan.org.permissions import Permission
from biaogan.targets.exports import Pairs, table_workbook
from biaogan.ui.table import Table


def export_url(request: Request, view: str, *arguments: str) -> str:
    """With the filters of the page; empty for whoever may not export."""
    if not request.scope.allows(Permission.EXPORT_FIGURES):
        return ""
    query = request.GET.urlencode()
    return reverse(f"quality:{view}", args=arguments) + (f"?{query}" if query else "")


def as_file(
    request: Request, tables: Sequence[Table], *, title: str, filters: Pairs, definitions: Pairs = ()
) -> HttpResponse:
    person, at = request.scope.person, timezone.localtime()
    note_export(what=title, filters=filters, rows=sum(len(table.rows) for table in tables), by=person)
    content = table_workbook(
        tables, title=title, filters=filters, definitions=definitions, person=person.display_name, at=at,
        version=current_version(),
    )  # fmt: skip
    return attachment(content, f"{title}-{at:%Y-%m-%d}.xlsx", XLSX)

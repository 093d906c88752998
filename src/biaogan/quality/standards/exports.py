"""Tables of this room as Excel files: as seen, and the audit trail knows who took them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.intake.exports import XLSX, attachment, note_export
from biaogan.intake.state import current_version
from biaogan.org.access import Request
from biaogan.targets.exports import Pairs, table_workbook
from biaogan.ui.table import Table


def handed_out(
    request: Request, title: str, tables: Sequence[Table], *, filters: Pairs = (), definitions: Pairs = ()
) -> HttpResponse:
    person, now = request.scope.person, timezone.localtime()
    rows = sum(len(table.rows) for table in tables)
    note_export(what=title, filters=list(filters), rows=rows, by=person)
    content = table_workbook(
        tables, title=title, filters=filters or [(_("Filter"), _("none"))], definitions=definitions,
        person=person.display_name, at=now, version=current_version(),
    )  # fmt: skip
    return attachment(content, f"{title}-{now:%Y-%m-%d}.xlsx", XLSX)

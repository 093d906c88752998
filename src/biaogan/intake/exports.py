"""Tables as Excel files: text stays text, figures stay figures, and a second sheet says what was exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from biaogan.org.audit import record
from biaogan.org.models import Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
WIDEST = 40
LONGEST_FOOTER = 200  # Excel refuses a file with more than 255 letters there
NOT_IN_A_NAME = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class Page:
    """One sheet of an export: raw values, so that sums in Excel are right."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def workbook(pages: Sequence[Page], notes: Sequence[tuple[str, object]], *, mark: str = "") -> bytes:
    """`notes`: who exported when, with which filters, what state of the facts; `mark`: printed below."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for page in [*pages, Page(_("About this export"), (_("Item"), _("Content")), notes)]:
            sheet = book.add_worksheet(page.name.translate(NOT_IN_A_NAME)[:31])
            for row, cells in enumerate([page.header, *page.rows]):
                for column, value in enumerate(cells):
                    _write(sheet, row, column, value, bold if row == 0 else None)
            for column, width in enumerate(_widths(page)):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(1, 0)
            if mark:
                sheet.set_footer("&L" + mark.replace("&", "&&")[:LONGEST_FOOTER])
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: object, form: Any) -> None:
    """Never `write`: it would make a formula of a text that begins with an equals sign."""
    if value is None or value == "":
        return
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, _text(value), form)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _widths(page: Page) -> list[int]:
    longest = [
        max((2 * len(_text(cell)) for cell in column if cell is not None), default=0)
        for column in _columns(page)
    ]
    return [min(WIDEST, max(8, width)) for width in longest]


def _columns(page: Page) -> list[tuple[object, ...]]:
    return list(zip(page.header, *page.rows[:200], strict=True))


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@transaction.atomic
def note_export(*, what: str, filters: Sequence[tuple[str, object]], rows: int, by: Person | None) -> None:
    """Who took which table out of the product."""
    details = {"rows": rows, **{name: str(value) for name, value in filters}}
    record("table-exported", by=by, about="table", key=what, details=details)

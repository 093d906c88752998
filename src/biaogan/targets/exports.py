"""Tables of pages as Excel files: as seen, with filters, definitions, state of the facts, name and time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from biaogan.intake.exports import Page, workbook
from biaogan.ui.table import Cell, Column, Table

Pairs = Sequence[tuple[str, object]]


def table_workbook(
    tables: Sequence[Table],
    *,
    title: str,
    filters: Pairs,
    definitions: Pairs,
    person: str,
    at: datetime,
    version: str,
) -> bytes:
    """One sheet a table, then the definitions, then what was exported by whom and when."""
    pages = [sheet_of(table) for table in tables]
    if definitions:
        pages.append(Page(_("Definitions"), (_("Name"), _("Meaning")), list(definitions)))
    notes = [
        (_("Title"), title),
        *filters,
        (_("State of the facts"), version),
        (_("Exported by"), person),
        (_("Exported at"), at.replace(tzinfo=None)),
    ]
    return workbook(pages, notes, mark=f"{title} · {person} · {at:%Y-%m-%d %H:%M} · {version}")


def sheet_of(table: Table) -> Page:
    header = [f"{column.label} ({column.unit})" if column.unit else column.label for column in table.columns]
    lines = [*table.rows, *([table.totals] if table.totals else [])]
    return Page(table.caption, header, [_values(table.columns, line) for line in lines])


def _values(columns: Sequence[Column], line: Sequence[Cell | object]) -> list[object]:
    texts = [cell.text if isinstance(cell, Cell) else cell for cell in line]
    return [_value(column, text) for column, text in zip(columns, texts, strict=True)]


def _value(column: Column, text: Any) -> object:
    """Figures of number columns stay figures, so that Excel can add them."""
    if text is None or not column.number or isinstance(text, int | float | Decimal):
        return text
    try:
        return Decimal(str(text).replace(",", ""))
    except InvalidOperation:
        return str(text)

"""The report as PDF, and as one long picture for a chat."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from biaogan.reports.document import Document, Grid, Page, Picture
from biaogan.reports.rendering.marks import marked
from biaogan.ui import formats
from biaogan.ui.paper import drawn, printed

TEMPLATE = Path(__file__).with_name("report.typ")
DOTS = 150.0


def pdf(document: Document, *, person: str, at: datetime) -> bytes:
    """A4. Raises NoFont."""
    return printed(TEMPLATE, _data(document, person, at, long=False), at=at)


def picture(document: Document, *, person: str, at: datetime) -> bytes:
    """One page as long as it needs to be, as PNG. Raises NoFont."""
    [only] = drawn(TEMPLATE, _data(document, person, at, long=True), dots_per_inch=DOTS)
    return only


def _data(document: Document, person: str, at: datetime, *, long: bool) -> dict[str, Any]:
    return {
        "title": f"{document.title} · {document.place}",
        "subtitle": subtitle(document),
        "author": person,
        "foot": foot(document, person, at),
        "nothing": _("Nothing to show."),
        "long": long,
        "pages": [_page(page) for page in document.pages],
    }


def subtitle(document: Document) -> str:
    return _("%(period)s, data until %(until)s") % {"period": document.period, "until": document.until}


def foot(document: Document, person: str, at: datetime) -> str:
    """A page in a chat must say who made it, when, and from which state of the facts."""
    return f"{_('Biaogan')} · {person} · {at:%Y-%m-%d %H:%M} · {document.version}"


def _page(page: Page) -> dict[str, Any]:
    return {
        "heading": page.heading,
        "breaks": page.fresh,
        "lights": [
            {"name": one.name, "value": one.value, "status": one.status, "says": marked(one.says, one.status)}
            for one in page.lights
        ],
        "sentences": [{"head": one.head, "text": one.text} for one in page.sentences],
        "pictures": [_picture(one) for one in page.pictures],
        "grids": [ready_grid(one) for one in page.grids],
    }


def _picture(one: Picture) -> dict[str, Any]:
    values = [value for value in one.series[0][1] if value is not None]
    span = (
        f"{formats.grouped(min(values), 1)} – {formats.grouped(max(values), 1)} {one.unit}" if values else ""
    )
    labels = [formats.NONE if value is None else formats.signed(value, 1) for value in one.series[0][1]]
    return {
        "caption": one.caption, "unit": one.unit, "kind": one.kind, "categories": list(one.categories),
        "series": [[name, list(values)] for name, values in one.series], "labels": labels, "range": span,
    }  # fmt: skip


def ready_grid(one: Grid) -> dict[str, Any]:
    rows = [
        [marked(cell, _mark(one, row, place)) for place, cell in enumerate(cells)]
        for row, cells in enumerate(one.rows)
    ]
    return {
        "caption": one.caption, "header": list(one.header), "rows": rows, "numbers": list(one.numbers),
        "marks": [list(marks) for marks in one.marks],
    }  # fmt: skip


def _mark(one: Grid, row: int, place: int) -> str:
    return one.marks[row][place] if row < len(one.marks) and place < len(one.marks[row]) else ""

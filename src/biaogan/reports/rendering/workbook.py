"""The report as a workbook: figures with their exact values, every table, and a sheet of definitions."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from biaogan.intake.exports import Page, workbook
from biaogan.reports.document import Document
from biaogan.reports.rendering.paper import foot
from biaogan.reports.rendering.word import as_grid


def xlsx(document: Document, *, person: str, at: datetime) -> bytes:
    pages = [_figures(document), _readings(document), _sentences(document)]
    for page in document.pages:
        for grid in [*page.grids, *(as_grid(one) for one in page.pictures)]:
            name = f"{len(pages)} {grid.caption}"  # Excel refuses two sheets of one name
            pages.append(Page(name, list(grid.header), [list(row) for row in grid.rows]))
    pages.append(Page(_("Definitions"), (_("Figure"), _("Counted as")), list(document.definitions)))
    notes = [
        (_("Title"), document.title), (_("Place"), document.place), (_("Period"), document.period),
        (_("Data until"), document.until), (_("State of the facts"), document.version),
        (_("Made by"), person), (_("Made at"), at.replace(tzinfo=None)),
    ]  # fmt: skip
    return workbook(pages, notes, mark=f"{document.title} · {foot(document, person, at)}")


def _figures(document: Document) -> Page:
    header = (_("Figure"), _("Value"), _("Exact"), _("Target reached"), _("Status"))
    rows = [
        [one.name, one.value, one.raw or None, one.target or None, one.says]
        for page in document.pages
        for one in page.lights
    ]
    return Page(_("Key figures"), header, rows)


def _readings(document: Document) -> Page:
    """What every sentence was made of."""
    names = ("metric", "place", "month", "numerator", "denominator", "value", "version")
    said = (_("Metric"), _("Place"), _("Month"), _("Numerator"), _("Denominator"), _("Value"))
    header = (_("Sentence"), *said, _("State of the facts"))
    rows = [[one.key, *(kept[name] for name in names)] for one in document.sentences for kept in one.readings]
    return Page(_("Readings"), header, rows)


def _sentences(document: Document) -> Page:
    rows = [
        [page.heading, one.head, one.text, one.address] for page in document.pages for one in page.sentences
    ]
    return Page(_("Sentences"), (_("Page"), _("Part"), _("Sentence"), _("Shown on")), rows)

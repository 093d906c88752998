"""The report as a Word document."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from biaogan.reports.document import Document, Grid, Light, Picture
from biaogan.reports.rendering.marks import marked
from biaogan.reports.rendering.paper import foot, ready_grid, subtitle
from biaogan.ui import formats

LATIN, CHINESE = "Calibri", "Microsoft YaHei"


def docx(document: Document, *, person: str, at: datetime) -> bytes:
    """Headings, sentences, tables; charts as their tables, which Word can edit."""
    from docx import Document as Empty

    made = Empty()
    _style(made)
    made.core_properties.title, made.core_properties.author = document.title, person
    made.core_properties.created = made.core_properties.modified = at.replace(tzinfo=None)
    made.add_heading(f"{document.title} · {document.place}", level=0)
    made.add_paragraph(subtitle(document))
    for page in document.pages:
        made.add_heading(page.heading, level=1)
        if page.lights:
            _table(made, *_lights(list(page.lights)))
        for sentence in page.sentences:
            paragraph = made.add_paragraph()
            if sentence.head:
                paragraph.add_run(f"{sentence.head}　").bold = True
            paragraph.add_run(sentence.text)
        for grid in [*page.grids, *(as_grid(one) for one in page.pictures)]:
            made.add_paragraph(grid.caption, style="Caption")
            _table(made, grid.header, _marked(grid))
    _definitions(made, document)
    made.sections[0].footer.paragraphs[0].text = foot(document, person, at)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _style(made: Any) -> None:
    """Chinese characters need their own font, or Word falls back to one of its own for each."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name in ("Normal", "Title", "Heading 1", "Caption"):
        style = made.styles[name]
        style.font.name = LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), CHINESE)
    made.styles["Normal"].font.size = Pt(10.5)


def _table(made: Any, header: Any, rows: Any) -> None:
    if not rows:
        made.add_paragraph(_("Nothing to show."))
        return
    table = made.add_table(rows=1, cols=len(header), style="Light Grid Accent 1")
    for place, word in enumerate(header):
        table.rows[0].cells[place].text = word
    for row in rows:
        cells = table.add_row().cells
        for place, word in enumerate(row):
            cells[place].text = word


def _lights(lights: list[Light]) -> tuple[list[str], list[list[str]]]:
    rows = [[one.name, one.value, one.target or formats.NONE, marked(one.says, one.status)] for one in lights]
    return [_("Figure"), _("Value"), _("Target reached"), _("Status")], rows


def _marked(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = ready_grid(grid)["rows"]
    return rows


def as_grid(one: Picture) -> Grid:
    header = ["", *(f"{name}（{one.unit}）" if one.unit else name for name, _values in one.series)]
    rows = [
        [category, *(_number(values[place]) for _name, values in one.series)]
        for place, category in enumerate(one.categories)
    ]
    return Grid(one.caption, header, rows)


def _number(value: float | None) -> str:
    return formats.NONE if value is None else formats.grouped(value, 2)


def _definitions(made: Any, document: Document) -> None:
    if document.definitions:
        made.add_heading(_("Definitions"), level=1)
        _table(made, [_("Figure"), _("Counted as")], [list(pair) for pair in document.definitions])

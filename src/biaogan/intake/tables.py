"""Imports, their sheets and their rows as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.intake.naming import kind_label, state_choices
from biaogan.intake.outcome import Outcome, SheetOutcome
from biaogan.intake.queries import BatchLine
from biaogan.ui.formats import count, moment
from biaogan.ui.table import Cell, Column, Table


def imports(lines: Sequence[BatchLine], *, export_url: str) -> Table:
    columns = [
        Column(_("File")),
        Column(_("Kind of data")),
        Column(_("Accepted at")),
        Column(_("By")),
        *counts(),
        Column(_("State")),
    ]
    rows = [
        [
            Cell(
                file_name(line.name, line.sheet),
                url=reverse("intake:batch", args=[line.code]),
                note=line.path,
            ),
            kind_label(line.kind),
            moment(localtime(line.accepted_at)),
            line.accepted_by or _("command line"),
            *(count(number) for number in (line.read, line.accepted, line.quarantined, line.ignored)),
            state_label(line.state),
        ]
        for line in lines
    ]
    return Table(_("Imports"), columns, rows, cards=True, export_url=export_url)


def counts() -> list[Column]:
    return [
        Column(label, number=True) for label in (_("Read"), _("Accepted"), _("Quarantined"), _("Ignored"))
    ]


def file_name(name: str, sheet: str) -> str:
    return f"{name} · {sheet}" if sheet else name


def state_label(state: str) -> str:
    return dict(state_choices())[state]


def outcome_sheets(result: Outcome, *, linked: bool) -> Table:
    columns = [Column(_("File")), Column(_("Kind of data")), Column(_("Header row"), number=True), *counts()]
    rows = [_outcome_row(sheet, linked=linked) for sheet in result.sheets]
    totals = (result.read, result.accepted, result.quarantined, result.ignored)
    return Table(
        _("Sheets"),
        columns,
        rows,
        totals=[_("Together"), "", "", *(count(number) for number in totals)],
        cards=True,
    )


def _outcome_row(sheet: SheetOutcome, *, linked: bool) -> list[Cell | object]:
    url = reverse("intake:batch", args=[sheet.batch]) if linked and sheet.batch else ""
    refused = Cell(count(sheet.quarantined), status="watch" if sheet.quarantined else "")
    return [
        Cell(file_name(sheet.file, sheet.sheet), url=url),
        Cell(sheet.kind_label or _("not recognised"), status="" if sheet.kind else "none"),
        sheet.header_row,
        count(sheet.read),
        count(sheet.accepted),
        refused,
        count(sheet.ignored),
    ]

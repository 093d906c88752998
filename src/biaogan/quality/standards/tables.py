"""Instructions and their versions as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.org.models import Person
from biaogan.quality.models import Sop, SopVersion
from biaogan.quality.standards.queries import Listed
from biaogan.ui.table import Cell, Column, Table


def instructions(found: Sequence[Listed], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Service step")),
        Column(_("Instruction")),
        Column(_("Version"), number=True),
        Column(_("In force from")),
        Column(_("Author")),
        Column(_("Check items"), number=True),
        Column(_("Review due")),
        Column(_("Draft")),
    ]
    return Table(_("Instructions"), columns, [_row(one) for one in found], export_url=export_url, cards=True)


def _row(one: Listed) -> list[object]:
    version = one.version
    items = reverse("quality:items") + f"?sop={one.sop.code}"
    return [
        one.sop.get_step_display(),
        Cell(one.sop.title, url=reverse("quality:sop", args=[one.sop.code])),
        version.number if version else "—",
        _day(version),
        _who(version.author) if version else "—",
        Cell(one.items, url=items),
        Cell(one.sop.review_due.isoformat(), status="watch" if one.due else ""),
        Cell(_("Draft"), url=reverse("quality:edit_sop", args=[one.sop.code])) if one.draft else "—",
    ]


def versions(sop: Sop, found: Sequence[SopVersion]) -> Table:
    columns = [
        Column(_("Version")),
        Column(_("State")),
        Column(_("In force from")),
        Column(_("Author")),
        Column(_("Reason")),
    ]
    rows = [
        [
            Cell(one.number, url=reverse("quality:sop_version", args=[sop.code, one.number])),
            one.get_state_display(),
            _day(one),
            _who(one.author),
            one.because or "—",
        ]
        for one in found
    ]
    return Table(_("Versions"), columns, rows, cards=True)


def _day(version: SopVersion | None) -> str:
    return version.in_force_from.isoformat() if version and version.in_force_from else "—"


def _who(person: Person | None) -> str:
    """What nobody here wrote came with the product."""
    return person.display_name if person else _("Biaogan")

"""Check items as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.org.models import Person
from biaogan.quality.models import CheckItem, CheckItemVersion
from biaogan.quality.standards.items.queries import current, metric_name, worded
from biaogan.ui.table import Cell, Column, Table


def items(found: Sequence[CheckItem], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Service step")),
        Column(_("Level")),
        Column(_("Check item")),
        Column(_("Passes from"), number=True),
        Column(_("Of"), number=True),
        Column(_("Metric")),
        Column(_("Version"), number=True),
    ]
    rows = [_row(item, current(item)) for item in found]
    return Table(_("Check items"), columns, rows, export_url=export_url, cards=True)


def _row(item: CheckItem, version: CheckItemVersion) -> list[object]:
    return [
        item.get_step_display(),
        item.get_level_display(),
        Cell(version.text, url=reverse("quality:item", args=[item.code])),
        version.pass_points,
        version.full_points,
        metric_name(item.metric) if item.metric else "—",
        version.number,
    ]


def descriptions(found: Sequence[CheckItem]) -> Table:
    """Every score of every item in words: for a file."""
    columns = [Column(_("Code")), Column(_("Check item")), Column(_("Points"), number=True)]
    columns.append(Column(_("Description")))
    rows = [
        [item.code, current(item).text, score.points, words]
        for item in found
        for score, words in worded(current(item))
    ]
    return Table(_("Descriptions of scores"), columns, rows)


def versions(found: Sequence[CheckItemVersion]) -> Table:
    columns = [
        Column(_("Version")),
        Column(_("In force from")),
        Column(_("Author")),
        Column(_("Check item")),
        Column(_("Scores")),
        Column(_("Reason")),
    ]
    rows = [
        [
            one.number,
            one.in_force_from.isoformat(),
            _who(one.author),
            one.text,
            " · ".join(f"{score.points}: {words}" for score, words in worded(one)),
            one.because or "—",
        ]
        for one in found
    ]
    return Table(_("Versions"), columns, rows, cards=True)


def _who(person: Person | None) -> str:
    return person.display_name if person else _("Biaogan")

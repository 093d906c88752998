"""Reports as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.reports.models import Report
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

MARKS = {"draft": "watch", "sent": "good"}


def reports(rows: Iterable[Report]) -> Table:
    columns = [
        Column(_("Report")), Column(_("Region")), Column(_("Period")), Column(_("Written")),
        Column(_("Written by")), Column(_("State")),
    ]  # fmt: skip
    lines = [
        [
            Cell(one.get_kind_display(), url=reverse("reports:report", args=[one.pk])), one.region.name,
            one.period, formats.moment(localtime(one.made_at)), one.made_by.display_name,
            Cell(one.get_state_display(), status=MARKS[one.state]),
        ]
        for one in rows
    ]  # fmt: skip
    return Table(_("Reports"), columns, lines, cards=True)

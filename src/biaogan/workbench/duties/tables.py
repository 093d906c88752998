"""The work list as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.engine.methods.recurrence import Cadence
from biaogan.org import words
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table
from biaogan.workbench.duties.queries import Line, Silent, WorkList
from biaogan.workbench.models.duties import CADENCES


def work_tables(work: WorkList) -> list[Table]:
    labels = dict(CADENCES)
    return [
        _lines(str(labels[cadence.value]), lines, work.day, cadence)
        for cadence, lines in work.groups.items()
        if lines
    ]


def _lines(caption: str, lines: Sequence[Line], today: date, cadence: Cadence) -> Table:
    columns = [Column(_("Duty")), Column(_("Due")), Column(_("Done"), number=True), Column(_("Shown by"))]
    rows = [
        [
            Cell(
                line.duty.name,
                url=reverse("workbench:duty", args=[line.duty.pk]) + f"?day={today:%Y-%m-%d}",
                status=line.status(today),
            ),
            _due(line, cadence),
            f"{line.done} / {line.wanted}",
            shown_by(line),
        ]
        for line in lines
    ]
    return Table(caption, columns, rows, cards=True)


def _due(line: Line, cadence: Cadence) -> str:
    if line.due is None:
        return _("day off") if cadence is Cadence.DAILY else _("holidays all the time")
    return formats.iso_day(line.due)


def shown_by(line: Line) -> str:
    """The newest thing the system saw, or the newest note."""
    if line.seen:
        last = line.seen[-1]
        what = _("%(time)s %(action)s") % {
            "time": f"{localtime(last.at):%m-%d %H:%M}", "action": words.action(last.action),
        }  # fmt: skip
        more = len(line.seen) - 1
        return what + (_(" and %(number)d more") % {"number": more} if more else "")
    return _("by hand: %(note)s") % {"note": line.ticks[-1].note} if line.ticks else ""


def silent(people: Sequence[Silent]) -> Table:
    columns = [Column(_("Person")), Column(_("Role")), Column(_("Last talk")), Column(_("Days"), number=True)]
    rows = [
        [
            Cell(one.person.display_name, url=reverse("workbench:talks") + f"?about={one.person.pk}"),
            one.person.get_role_display(),
            formats.iso_day(one.last) if one.last else _("never"),
            one.days,
        ]
        for one in people
    ]
    return Table(_("Not spoken to for 30 days"), columns, rows, cards=True)

"""Inspections as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.quality.inspections.queries import Duty, Score, scores
from biaogan.quality.inspections.results import Result
from biaogan.quality.levels import Level
from biaogan.quality.models import Inspection, InspectionTemplate
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

STATE_MARKS = {"planned": "none", "under-way": "info", "signed": "good", "cancelled": "none"}


def duties(rows: Sequence[Duty], *, today: date) -> Table:
    columns = [
        Column(_("Store")),
        Column(_("Done this month"), number=True),
        Column(_("Wanted"), number=True),
        Column(_("Standing")),
        Column(_("Planned for")),
        Column(_("Last inspection")),
    ]
    lines = [
        [
            duty.store.name,
            duty.done,
            duty.wanted,
            _standing(duty, today),
            _day(duty.next_on),
            _day(duty.last_on),
        ]
        for duty in rows
    ]
    return Table(_("This month, store by store"), columns, lines, cards=True)


def _standing(duty: Duty, today: date) -> Cell:
    if not duty.missing:
        return Cell(_("Done"), status="good")
    if duty.next_on is None:
        return Cell(_("Not planned yet"), status="bad")
    if duty.next_on < today:
        return Cell(_("Overdue"), status="bad")
    return Cell(_("Planned"), status="watch")


def inspections(rows: Sequence[Inspection], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Inspection")),
        Column(_("Store")),
        Column(_("Kind")),
        Column(_("Day")),
        Column(_("Inspector")),
        Column(_("Points"), number=True),
        Column(_("Failed items"), number=True),
        Column(_("State")),
    ]
    counted = scores(rows)
    lines = [_line(one, counted.get(one.pk)) for one in rows]
    return Table(_("Inspections"), columns, lines, cards=True, export_url=export_url)


def _line(one: Inspection, score: Score | None) -> list[Cell | object]:
    return [
        Cell(one.template.name, url=reverse("quality:inspection", args=[one.pk])),
        one.store.name,
        one.get_kind_display(),
        _day(one.signed_on or one.planned_on),
        one.inspector.display_name,
        f"{score.earned}/{score.possible}" if score else None,
        score.failed if score else None,
        Cell(one.get_state_display(), status=STATE_MARKS[one.state]),
    ]


def _day(day: date | None) -> str | None:
    return f"{day:%Y-%m-%d}" if day else None


def templates(rows: Sequence[InspectionTemplate]) -> Table:
    columns = [
        Column(_("Template")),
        Column(_("Kind")),
        Column(_("Check items"), number=True),
        Column(_("State")),
    ]
    lines = [
        [
            Cell(one.name, url=reverse("quality:inspection_template", args=[one.pk])),
            one.get_kind_display(),
            one.count,  # type: ignore[attr-defined]
            Cell(_("Retired"), status="none") if one.retired_on else Cell(_("In use"), status="good"),
        ]
        for one in rows
    ]
    return Table(_("Templates"), columns, lines, cards=True)


def levels(result: Result) -> Table:
    columns = [
        Column(_("Level")),
        Column(_("Points"), number=True),
        Column(_("Share"), unit="%", number=True),
        Column(_("Failed items"), number=True),
    ]
    lines = [
        [
            str(one.level.label),
            f"{one.earned}/{one.possible}",
            None if one.share is None else formats.grouped(one.share, 1),
            one.failed,
        ]
        for one in result.levels
    ]
    return Table(_("Points by level"), columns, lines)


def ladder_facts(result: Result) -> list[tuple[str, str]]:
    """What the points amount to, once the basic level has had its say."""
    ladder = result.ladder
    found = [
        (_("All points"), _percent(ladder.raw)),
        (_("Points that count"), _percent(ladder.counted)),
    ]
    if ladder.top_heavy is not None:
        sentence = _("Strong in “%(level)s”, weak in the basics.")
        found.append((_("Shape"), sentence % {"level": Level(ladder.top_heavy).label}))
    return found


def _percent(share: float | None) -> str:
    return formats.NONE if share is None else f"{formats.grouped(share, 1)}%"

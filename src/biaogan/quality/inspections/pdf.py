"""The page of the visit as PDF, set by typst with a Chinese font of the system."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.quality.inspections import phone, tables
from biaogan.quality.inspections.results import Line, Result
from biaogan.quality.models import Inspection, InspectionKind
from biaogan.ui.paper import printed

PAGE = Path(__file__).with_name("page.typ")
PHOTOS_PER_ITEM = 3


def page_of(result: Result, *, person: str, at: datetime) -> bytes:
    """A4, as many pages as the items need. Raises NoFont."""
    return printed(PAGE, _data(result, person=person, at=at), at=at)


def _data(result: Result, *, person: str, at: datetime) -> dict[str, Any]:
    inspection = result.inspection
    heading = _("Inspection record")
    return {
        "title": f"{heading} {inspection.store.name}",
        "author": person,
        "heading": f"{heading} · {inspection.store.name}",
        "about": f"{inspection.template.name} · {inspection.get_kind_display()}",
        "facts": _facts(result),
        "levels": _levels(result),
        "breach": _("While a basic item fails, points of the higher levels do not count.")
        if result.basic_breaches
        else "",
        "steps": [
            {"name": step, "lines": [_line(item) for item in items]} for step, items in phone.items(result)
        ],
        "signatures": _signatures(inspection),
        "foot": f"{_('Biaogan')} · {inspection.store.name} · {person} · {at:%Y-%m-%d %H:%M}",
    }


def _facts(result: Result) -> list[tuple[str, str]]:
    one = result.inspection
    found = [
        (_("State"), str(one.get_state_display())),
        (_("Planned for"), f"{one.planned_on:%Y-%m-%d}"),
        (_("Inspector"), one.inspector.display_name),
        (_("Answered"), f"{result.answered} / {len(result.lines)}"),
        (_("Failed items"), str(len(result.failures))),
        *tables.ladder_facts(result),
    ]
    if one.signed_at and one.signed_by:
        moment = f"{timezone.localtime(one.signed_at):%Y-%m-%d %H:%M}"
        found.append((_("Signed off"), f"{moment} · {one.signed_by.display_name}"))
    if one.unsigned_because:
        found.append((_("Not signed by the store"), one.unsigned_because))
    return found


def _levels(result: Result) -> dict[str, Any]:
    table = tables.levels(result)
    header = [f"{one.label} {one.unit}".strip() for one in table.columns]
    rows = [["—" if cell is None else str(cell) for cell in row] for row in table.rows]
    return {"title": table.caption, "header": header, "rows": rows}


def _line(item: phone.Item) -> dict[str, Any]:
    line, now = item.line, item.line.current
    chosen = next((one for one in item.choices if one.chosen), None)
    full = line.version.full_points
    return {
        "mark": _mark(line),
        "failed": line.failed,
        "text": line.text,
        "words": chosen.words if chosen else "",
        "points": "—" if now is None or now.points is None else f"{now.points}/{full}",
        "notes": [*([now.note] if now and now.note else []), *_amendments(line)],
        "photos": [f"/{one.photo.file}" for one in line.pictures[:PHOTOS_PER_ITEM]],
    }


def _mark(line: Line) -> str:
    if line.current is None:
        return _("no answer")
    if line.current.points is None:
        return _("does not apply")
    return _("failed") if line.failed else _("passed")


def _amendments(line: Line) -> list[str]:
    sentence = _("Amended by %(name)s, %(moment)s: %(before)s → %(after)s. %(reason)s")
    return [
        sentence
        % {
            "name": after.by.display_name,
            "moment": f"{timezone.localtime(after.made_at):%Y-%m-%d %H:%M}",
            "before": _points(before.points if before else None),
            "after": _points(after.points),
            "reason": after.amended_because,
        }
        for before, after in line.amendments
    ]


def _points(points: int | None) -> str:
    return "—" if points is None else str(points)


def _signatures(inspection: Inspection) -> list[dict[str, str]]:
    """Empty lines to sign on paper while nobody has signed."""
    inspector = inspection.signed_by or inspection.inspector
    found = [(_("Signature of the inspector"), inspection.inspector_signature, inspector.display_name)]
    if inspection.kind != InspectionKind.SELF:
        found.insert(0, (_("Signature of the store"), inspection.store_signature, inspection.signatory))
    return [
        {"label": label, "image": f"/{image.file}" if image else "", "name": name}
        for label, image, name in found
    ]

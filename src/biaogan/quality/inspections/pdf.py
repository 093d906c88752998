"""The page of the visit as PDF, set by typst with a Chinese font of the system."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.org.policies import NotAllowed
from biaogan.quality.inspections import phone, tables
from biaogan.quality.inspections.results import Line, Result
from biaogan.quality.models import Inspection, InspectionKind
from biaogan.ui.formats import Language, language_of

PAGE = Path(__file__).with_name("page.typ")
# Any of these draws every character of both languages; the first that is there is taken.
FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
PHOTOS_PER_ITEM = 3
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
BEYOND = re.compile(
    "[\U0001f000-\U0001ffff\U000e0000-\U0010ffff]"
)  # emoji and the like: no printed font has them


class NoFont(NotAllowed):
    """Says which package brings a font."""


@cache
def font() -> str:
    """A Chinese font of this machine. Raises NoFont."""
    import typst

    there = set(typst.Fonts().families())
    for name in FONTS:
        if name in there:
            return name
    raise NoFont(
        _(
            "This server has no Chinese font, so the page cannot be set. On Debian or Ubuntu the package "
            "“fonts-noto-cjk” brings one: apt-get install fonts-noto-cjk, then try again."
        )
    )


def page_of(result: Result, *, person: str, at: datetime) -> bytes:
    """A4, as many pages as the items need. Raises NoFont."""
    import typst

    data = json.dumps(_clean(_data(result, person=person, at=at)), ensure_ascii=False)
    made: bytes = typst.compile(  # type: ignore[type-var]
        PAGE.read_bytes(), root=str(settings.BIAOGAN_FILES), sys_inputs={"data": data},
        timestamp=int(at.timestamp()),
    )  # fmt: skip
    return made


def _clean(value: Any) -> Any:
    """What no font draws is left out or shown as a box, so that no gap is mistaken for a word."""
    if isinstance(value, str):
        return BEYOND.sub("□", UNPRINTABLE.sub("", value))
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return value


def _data(result: Result, *, person: str, at: datetime) -> dict[str, Any]:
    inspection, english = result.inspection, language_of(get_language()) is Language.EN
    heading = _("Inspection record")
    return {
        "title": f"{heading} {inspection.store.name}",
        "author": person,
        "fonts": [font()],
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
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

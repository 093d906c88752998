"""Findings as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biaogan.followup.tables import history as history_of
from biaogan.org.models import AuditEvent
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import Finding, Source
from biaogan.quality.states.findings import FindingState
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

MARKS = {"open": "watch", "improving": "info", "resolved": "good", "dismissed": "none"}


def findings(rows: Iterable[Finding], *, export_url: str = "") -> Table:
    columns = [
        Column(_("Finding")),
        Column(_("Store")),
        Column(_("Level")),
        Column(_("Service step")),
        Column(_("Source")),
        Column(_("Seen on")),
        Column(_("State")),
    ]
    lines = [
        [
            Cell(finding.text[:120], url=reverse("quality:finding", args=[finding.pk])),
            finding.store.name,
            _level(finding),
            finding.get_step_display(),
            finding.get_source_display(),
            formats.iso_day(finding.found_on),
            Cell(finding.get_state_display(), status=MARKS[finding.state]),
        ]
        for finding in rows
    ]
    return Table(_("Findings"), columns, lines, cards=True, export_url=export_url)


def _level(finding: Finding) -> Cell:
    """A basic breach that stands keeps the points of the higher levels from counting."""
    standing = finding.level == Level.BASIC and finding.state in (FindingState.OPEN, FindingState.IMPROVING)
    return Cell(finding.get_level_display(), status="bad" if standing else "")


def history(events: Iterable[AuditEvent]) -> Table:
    return history_of(events, told=said)


def said(details: dict[str, Any]) -> dict[str, Any]:
    """Codes as the words people read."""
    found = {name: value for name, value in details.items() if value not in ("", None)}
    codes: tuple[tuple[str, Any], ...] = (("source", Source), ("step", Step), ("level", Level))
    for name, choices in codes:
        if name in found:
            found[name] = str(choices(found[name]).label)
    for name in ("before", "after"):
        if found.get(name) in FindingState.values:
            found[name] = str(FindingState(found[name]).label)
    return found

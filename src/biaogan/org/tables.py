"""Rows of the organisation as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from biaogan.org import words
from biaogan.org.models import AuditEvent
from biaogan.org.queries import PersonLine, RegionLine, StoreLine
from biaogan.ui.formats import moment
from biaogan.ui.table import Cell, Column, Table


def stores(lines: Sequence[StoreLine], *, linked: bool) -> Table:
    columns = [
        Column(_("Store")),
        Column(_("Code")),
        Column(_("City")),
        Column(_("Region")),
        Column(_("Also spelled")),
        Column(_("State")),
    ]
    rows = [
        [
            Cell(line.name, url=reverse("org:store", args=[line.code]) if linked else ""),
            line.code,
            line.city,
            line.region,
            "; ".join(line.aliases),
            _("open") if line.is_active else _("closed"),
        ]
        for line in lines
    ]
    return Table(_("Stores"), columns, rows, cards=True)


def regions(lines: Sequence[RegionLine]) -> Table:
    columns = [Column(_("Region")), Column(_("Stores")), Column(_("Who answers for it"))]
    rows = [
        [
            Cell(line.name, url=reverse("org:region", args=[line.pk])),
            Cell("; ".join(line.stores) or None),
            Cell("; ".join(line.managers), status="" if line.managers else "bad"),
        ]
        for line in lines
    ]
    return Table(_("Regions"), columns, rows, cards=True)


def people(lines: Sequence[PersonLine], *, linked: bool) -> Table:
    columns = [
        Column(_("Full name")),
        Column(_("User name")),
        Column(_("Role")),
        Column(_("Works in")),
        Column(_("Last login")),
        Column(_("State")),
    ]
    rows = [
        [
            Cell(line.name, url=reverse("org:person", args=[line.pk]) if linked else ""),
            line.username,
            line.role,
            "; ".join(line.places),
            moment(localtime(line.last_login)) if line.last_login else None,
            _("active") if line.is_active else _("deactivated"),
        ]
        for line in lines
    ]
    return Table(_("People"), columns, rows, cards=True)


def trail(events: Iterable[AuditEvent]) -> Table:
    columns = [
        Column(_("When")),
        Column(_("Who")),
        Column(_("What")),
        Column(_("About")),
        Column(_("Details")),
    ]
    rows = [
        [
            moment(localtime(event.at)),
            event.person_name or _("command line"),
            words.action(event.action),
            f"{words.thing(event.about)} {event.key}",
            words.details(event.details),
        ]
        for event in events
    ]
    return Table(_("Audit trail"), columns, rows, cards=True)

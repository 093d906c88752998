"""Signs and the rows behind them as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import polars as pl
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biaogan.quality.integrity import sentences
from biaogan.quality.integrity.queries import Integrity
from biaogan.quality.integrity.signs import Seen, Sign
from biaogan.ui import formats
from biaogan.ui.table import Cell, Column, Table

SMALLEST = 0.0001
ROUGH = 0.01  # from here on two digits say enough


def said(text: object) -> str:
    return sentences.in_language(text, get_language() or "")  # type: ignore[arg-type]


def signs(found: Integrity, names: Mapping[str, str], *, every: bool = False, export_url: str = "") -> Table:
    """Signs beyond chance in words; with `every`, all that was counted; only of stores that are named."""
    columns = [
        Column(_("Store")), Column(_("Sign")), Column(_("Counted")), Column(_("Compared with")),
        Column(_("How likely by chance")), Column(_("Verdict")),
    ]  # fmt: skip
    shown = [one for one in found.seen if one.store in names and (every or found.is_raised(one))]
    shown.sort(key=lambda one: (not found.is_raised(one), one.store, list(Sign).index(one.sign)))
    rows = [_row(one, found, names) for one in shown]
    caption = _("Every sign counted") if every else _("Signs beyond chance")
    return Table(caption, columns, rows, cards=True, export_url=export_url)


def overview(found: Integrity, names: Mapping[str, str]) -> Table:
    """Stores by signs: the chance of each, a dash where there is too little to judge."""
    columns = [Column(_("Store")), *(Column(said(sentences.NAMES[sign]), number=True) for sign in Sign)]
    known = {(one.store, one.sign): one for one in found.seen}
    rows = [
        [name, *(_chance(known[store, sign], found) for sign in Sign)]
        for store, name in names.items()
        if (store, Sign.FAST) in known
    ]
    return Table(_("Chance of each sign with honest answers"), columns, rows)


def _chance(one: Seen, found: Integrity) -> Cell:
    address = f"{reverse('quality:integrity_rows', args=[one.sign.value, one.store])}?month={found.month}"
    if one.p is None:
        return Cell(None, note=said(sentences.CANNOT))
    text = f"< {SMALLEST}" if one.p < SMALLEST else formats.grouped(one.p, 2 if one.p >= ROUGH else 4)
    raised = found.is_raised(one)
    return Cell(text, url=address, status="bad" if raised else "", note=said(sentences.counted(one)))


def _row(one: Seen, found: Integrity, names: Mapping[str, str]) -> list[Cell | object]:
    address = reverse("quality:integrity_rows", args=[one.sign.value, one.store])
    raised = found.is_raised(one)
    verdict = _("beyond chance") if raised else _("nothing to say") if one.p is None else _("within chance")
    return [
        names[one.store],
        Cell(
            said(sentences.NAMES[one.sign]),
            url=f"{address}?{urlencode({'month': found.month})}",
            note=said(sentences.SOURCES[one.sign]),
        ),
        said(sentences.counted(one)),
        said(sentences.compared(one)),
        said(sentences.chance(one)),
        Cell(verdict, status="bad" if raised else "info" if one.p is None else "none"),
    ]


def rows(frame: pl.DataFrame, store: str) -> Table:
    """Contacts are told apart by a number on this page; who they are is not shown."""
    columns = [
        Column(_("Repair order")), Column(_("Service day")), Column(_("Answered at")),
        Column(_("Score"), unit="%", number=True), Column(_("Contact")), Column(_("Row of the file")),
    ]  # fmt: skip
    contacts = _numbers(frame)
    lines = [_line(row, store, contacts) for row in frame.iter_rows(named=True)]
    return Table(_("Rows behind the sign"), columns, lines, cards=True)


def _numbers(frame: pl.DataFrame) -> dict[str, int]:
    if "phone" not in frame.columns:
        return {}
    known: Sequence[str] = frame["phone"].drop_nulls().unique(maintain_order=True).to_list()
    return {phone: number for number, phone in enumerate(known, start=1)}


def _line(row: Mapping[str, object], store: str, contacts: Mapping[str, int]) -> list[Cell | object]:
    number = contacts.get(str(row.get("phone")))
    order, percent = row.get("ro_no"), row.get("percent")
    return [
        Cell(order, url=reverse("targets:order", args=[store, order]) if order else ""),
        formats.iso_day(row.get("service_date")),  # type: ignore[arg-type]
        formats.moment(row.get("answered_at")),  # type: ignore[arg-type]
        None if percent is None else formats.grouped(percent, 0),  # type: ignore[arg-type]
        _("contact %(number)d") % {"number": number} if number else None,
        Cell(str(row["line"]), url=reverse("intake:row", args=[row["batch"], row["line"]]))
        if row.get("batch")
        else None,
    ]

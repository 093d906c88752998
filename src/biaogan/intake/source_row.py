"""One row of a file as it was sent, read again from the kept original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import transaction

from biaogan.engine.facts.kind import Personal
from biaogan.engine.facts.kinds import KINDS
from biaogan.engine.text import mask_personal
from biaogan.intake.actions import original
from biaogan.intake.models import Batch
from biaogan.intake.naming import field_label
from biaogan.intake.reading import RawSheet, Unreadable, read_file
from biaogan.intake.state import lake
from biaogan.org.audit import record
from biaogan.org.models import Person
from biaogan.org.scope import Scope
from biaogan.ui import formats

# What a column nobody mapped may show: a short figure or a date says nothing of a person.
HARMLESS = re.compile(r"-?[\d.,]{1,9}%?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?( \d{1,2}:\d{2}(:\d{2})?)?")
HIDDEN = "•••"


class NoRow(Exception):
    """The file has no such row, or it is another store's."""


@dataclass(frozen=True)
class Cell:
    header: str
    field_label: str
    text: str
    masked: bool


@dataclass(frozen=True)
class SourceRow:
    file: str
    sheet: str
    line: int
    cells: tuple[Cell, ...]
    store: str
    removed_at: datetime | None = None
    fault: str = ""  # why the original cannot be read now

    @property
    def masked(self) -> bool:
        return any(cell.masked for cell in self.cells)


def source_row(
    batch: Batch, line: int, *, scope: Scope, whole: bool, revealed: bool, english: bool
) -> SourceRow:
    """The row of a batch; raises NoRow for a line that is not of the scope or not in the file.

    `whole`: the scope covers every store of the batch, so rows that name no store are seen too.
    """
    store = _store_of(batch, line)
    if not scope.everything and (store not in scope.store_codes if store else not whole):
        raise NoRow
    place = (batch.file.path, batch.sheet, line)
    if batch.file.removed_at:
        return SourceRow(*place, (), store, removed_at=batch.file.removed_at)
    try:
        file = read_file(original(batch.file.sha256), name=batch.file.name)
    except Unreadable as fault:
        return SourceRow(*place, (), store, fault=fault.en if english else fault.zh)
    return SourceRow(*place, _cells(batch, _row(file.sheets, batch.sheet, line), revealed=revealed), store)


def _store_of(batch: Batch, line: int) -> str:
    """The store of an accepted row; empty for a refused one."""
    rows = lake().received(batch.kind, batch.code).filter(pl.col("line") == line)
    stores = rows["store"].drop_nulls()
    return str(stores[0]) if len(stores) else ""


def _row(sheets: tuple[RawSheet, ...], name: str, line: int) -> dict[str, str | None]:
    sheet = next((sheet for sheet in sheets if sheet.name == name), None)
    rows = sheet.cells.filter(pl.col("line") == line) if sheet else pl.DataFrame()
    if not rows.height:
        raise NoRow
    found: dict[str, str | None] = rows.row(0, named=True)
    return found


def _cells(batch: Batch, row: dict[str, str | None], *, revealed: bool) -> tuple[Cell, ...]:
    cells = []
    for column in sorted(batch.columns, key=lambda column: column["index"]):
        text = row.get(f"c{column['index']}") or ""
        shown = text if revealed else masked(batch.kind, column["field"], text)
        label = field_label(batch.kind, column["field"]) if column["field"] else ""
        cells.append(Cell(column["header"], label, shown, masked=shown != text))
    return tuple(cells)


def masked(kind: str, field: str | None, text: str) -> str:
    """A cell without what it says of a person; a column nobody mapped may say anything."""
    if not text:
        return text
    personal = _personal(kind, field)
    if field is None:
        return text if HARMLESS.fullmatch(text) else HIDDEN
    if personal is None:
        return text
    if personal is Personal.FREE_TEXT:
        return mask_personal(text)
    mask = formats.MASKS.get(personal.value, formats.MASKS["name"])
    return mask(text)


def _personal(kind: str, field: str | None) -> Personal | None:
    return next((one.personal for one in KINDS[kind].fields if one.name == field), None)


@transaction.atomic
def note_reveal(*, batch: Batch, line: int, store: str, by: Person) -> None:
    """Who looked at the clear values of which row."""
    record("intake.reveal", by=by, about="batch", key=batch.code, store=store, details={"line": line})

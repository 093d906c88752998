"""Deleting a person's clear values wherever the home holds them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from biaogan.engine.facts.kind import Personal
from biaogan.intake.actions import original
from biaogan.intake.forget import forget_everywhere
from biaogan.intake.models import Batch, Identity, SourceFile, Upload, UploadState
from biaogan.intake.reading import Member, Unreadable, expand, read_file
from biaogan.intake.turn import turn_to_write
from biaogan.intake.uploads import folder_of, paths_of, remove_folder
from biaogan.org.audit import record
from biaogan.org.models import Person

SEPARATORS = r"[\s·.•・‧∙\-()]"
WAITING = (UploadState.RECEIVED, UploadState.CHECKED)
LEDGER_COLUMNS = {"line", "decision", "codes"}
Progress = Callable[[int, int], None]


def quietly(_done: int, _total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class Deleted:
    """How much went: identities, refused rows with blanked cells, originals, waiting uploads."""

    identities: int
    refused_rows: int
    originals: int
    uploads: int


def delete_person(
    *, pseudonyms: set[str], by: Person | None, at: datetime, progress: Progress = quietly
) -> Deleted:
    """Remove the clear values of these pseudonyms. Interrupted, it can be run again from the start.

    The identities go last: without them nobody would know any more what to look for.
    """
    identities = list(Identity.objects.filter(pseudonym__in=pseudonyms))
    wanted = Wanted(identities)
    with turn_to_write():  # nothing new may arrive between looking and removing
        refused = sum(_blank(path, wanted) for path in (_files() / "refused").glob("*.parquet"))
        originals = _remove_originals(pseudonyms, wanted, progress)
        uploads = _end_uploads(wanted)
        deleted = Deleted(len(identities), refused, len(originals), uploads)
        _forget(pseudonyms, identities, originals, deleted, by, at)
    return deleted


class Wanted:
    """The values to look for, compared without blanks, dots, dashes, width and case."""

    def __init__(self, identities: list[Identity]) -> None:
        keys = {_compared(pl.Series([one.value]))[0]: one.personal for one in identities}
        # A single character stands inside too many other words; it must be the whole cell.
        self.whole = [key for key in keys if len(key) < 2]
        self.inside = [key for key in keys if len(key) >= 2]
        self.personal = {Personal(personal) for personal in keys.values()}

    def holds(self, cells: pl.Series) -> pl.Series:
        """Which cells of a text column hold one of the values."""
        compared = _compared(cells)
        held = compared.str.contains_any(self.inside) if self.inside else compared.is_null() & False
        return (held | compared.is_in(self.whole)).fill_null(value=False)

    def in_frame(self, frame: pl.DataFrame) -> bool:
        return any(self.holds(frame[name]).any() for name in _texts(frame))


def _compared(cells: pl.Series) -> pl.Series:
    return cells.str.normalize("NFKC").str.to_uppercase().str.replace_all(SEPARATORS, "")


def _texts(frame: pl.DataFrame) -> list[str]:
    return [name for name, of in frame.schema.items() if of == pl.String and name not in LEDGER_COLUMNS]


def _files() -> Path:
    return Path(settings.BIAOGAN_FILES)


def _blank(path: Path, wanted: Wanted) -> int:
    """Empty the cells of a ledger of refused rows that hold a value; returns how many rows changed."""
    rows = pl.read_parquet(path)
    held = {name: wanted.holds(rows[name]) for name in _texts(rows)}
    touched = pl.DataFrame(held).select(pl.any_horizontal(pl.all())).to_series() if held else None
    if touched is None or not touched.any():
        return 0
    emptied = [rows[name].set(mask, None) for name, mask in held.items() if mask.any()]
    unfinished = path.with_suffix(".part")
    rows.with_columns(emptied).write_parquet(unfinished, compression="zstd")
    unfinished.replace(path)
    return int(touched.sum())


def _remove_originals(pseudonyms: set[str], wanted: Wanted, progress: Progress) -> list[str]:
    """Remove the kept files that hold a value, in whatever column; returns their SHA-256."""
    kept = dict(SourceFile.objects.filter(removed_at=None).values_list("sha256", "name"))
    surely = _named_in_facts(pseudonyms)
    removed = []
    for done, (sha256, name) in enumerate(sorted(kept.items())):
        progress(done, len(kept))
        path = original(sha256)
        if sha256 in surely or not path.exists() or _file_holds(path, name, wanted):
            path.unlink(missing_ok=True)
            removed.append(sha256)
    return removed


def _named_in_facts(pseudonyms: set[str]) -> set[str]:
    """The files whose accepted rows name a pseudonym; they need not be opened."""
    codes = {
        path.stem
        for path in (Path(settings.BIAOGAN_LAKE) / "received").glob("*/*.parquet")
        if _rows_name(path, pseudonyms)
    }
    return set(Batch.objects.filter(code__in=codes).values_list("file__sha256", flat=True))


def _rows_name(path: Path, pseudonyms: set[str]) -> bool:
    texts = [name for name, of in pl.read_parquet_schema(path).items() if of == pl.String]
    named = pl.any_horizontal(pl.col(name).is_in(sorted(pseudonyms)) for name in texts)
    return pl.scan_parquet(path).filter(named).head(1).collect().height > 0


def _file_holds(path: Path, name: str, wanted: Wanted) -> bool:
    try:
        file = read_file(path, name=name)
    except Unreadable:
        return True  # what can no longer be read cannot be shown to be free of the person
    return any(wanted.in_frame(sheet.cells) for sheet in file.sheets)


def _end_uploads(wanted: Wanted) -> int:
    """Give up the waiting uploads that hold a value."""
    ended = 0
    for upload in Upload.objects.filter(state__in=WAITING):
        if any(_member_holds(member, wanted) for member in _members(upload)):
            Upload.objects.filter(pk=upload.pk).update(state=UploadState.CANCELLED)
            remove_folder(upload)
            ended += 1
    return ended


def _members(upload: Upload) -> Iterator[Member | Unreadable]:
    with tempfile.TemporaryDirectory(dir=folder_of(upload)) as unpacked:
        yield from expand(paths_of(upload), into=Path(unpacked))


def _member_holds(member: Member | Unreadable, wanted: Wanted) -> bool:
    return isinstance(member, Member) and _file_holds(member.path, member.name, wanted)


def _forget(
    pseudonyms: set[str],
    identities: list[Identity],
    originals: list[str],
    deleted: Deleted,
    by: Person | None,
    at: datetime,
) -> None:
    _overwrite_deleted_pages()
    with transaction.atomic():
        SourceFile.objects.filter(sha256__in=originals).update(removed_at=at)
        rooms = forget_everywhere(pseudonyms, at=at)
        Identity.objects.filter(pk__in=[identity.pk for identity in identities]).delete()
        record(
            "intake.delete_person",
            by=by,
            about="person-data",
            key=min((identity.pseudonym for identity in identities), default=""),
            details={
                "pseudonyms": sorted(identity.pseudonym for identity in identities),
                **vars(deleted),
                "rooms": rooms,
            },
        )
    _empty_write_ahead_log()


def _overwrite_deleted_pages() -> None:
    # SQLite leaves deleted values readable in its free pages unless it is told otherwise.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _empty_write_ahead_log() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

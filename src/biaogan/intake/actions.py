"""What people do to files and batches: import, undo, remember what a column or a wording means."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.text import fold_store_name
from biaogan.intake import committing
from biaogan.intake.models import Batch, BatchState, ColumnMapping, SourceFile, ValueMapping
from biaogan.intake.opening_ahead import opened
from biaogan.intake.reading import Limits, Member, ReadFile, Unreadable, expand, read_file
from biaogan.intake.reading.opening import sha256
from biaogan.intake.report import FileReport, ImportReport
from biaogan.intake.staging import ROWS_IN_MEMORY, Options, StagedFile, StagedSheet, Surroundings, stage
from biaogan.org.actions import create_store
from biaogan.org.audit import record
from biaogan.org.models import Person, Store, StoreAlias

NOT_IN_A_CODE = re.compile(r"[^\w.-]")
Progress = Callable[[int, int, str], None]
Watch = Callable[[StagedFile], None]


def unwatched(*_: object) -> None:
    """Nobody is looking at the progress."""


class CannotUndo(Exception):
    """The batch is undone already."""


@dataclass
class _Run:
    """One import on its way: what was read, what it will say."""

    options: Options
    around: Surroundings
    folder: Path
    dry_run: bool
    by: Person | None
    at: datetime
    progress: Progress
    below: Path | None = None
    report: ImportReport = field(default_factory=ImportReport)
    staged: list[tuple[StagedFile, FileReport]] = field(default_factory=list)
    unrecognised: list[StagedFile] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)  # sha256 -> path, within this run
    held: int = 0


def import_paths(
    *,
    paths: Sequence[Path],
    options: Options,
    by: Person | None,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = unwatched,
    watch: Watch = unwatched,
    below: Path | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Read, check and accept files, folders and zips. A dry run stops before anything is kept.

    `watch` is shown every file that was read, as it was checked. Files `below` a folder of ours are
    called by their name alone.
    """
    settings.BIAOGAN_CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.BIAOGAN_CACHE, prefix="import-") as name:
        folder = Path(name)
        run = _Run(options, surroundings(options.allowed), folder, dry_run, by, at, progress, below)
        run.report.dry_run = dry_run
        members = list(expand(paths, into=_made(folder / "unpacked"), limits=limits or Limits()))
        for done, (member, file) in enumerate(opened(members, limits or Limits())):
            progress(done, len(members) * 2, member.name)
            _take(run, member, file)
        _settle_stores(run, limits or Limits())
        for staged in [*run.unrecognised, *(staged for staged, _report in run.staged)]:
            watch(staged)
        _accept(run, total=len(members))
        progress(len(members) * 2, len(members) * 2, "")
    return run.report


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def surroundings(allowed: frozenset[str] | None = None) -> Surroundings:
    """What the checks know of this home before a file is opened; with `allowed`, of those stores alone."""
    known = StoreAlias.objects.filter(store__is_active=True)
    if allowed is not None:
        known = known.filter(store__code__in=allowed)
    spellings = known.values_list("text", "store__code")
    mappings = ColumnMapping.objects.values("signature", "kind", "header_row", "fields")
    values = ValueMapping.objects.values_list("field", "wording", "code")
    return Surroundings(
        stores={fold_store_name(text): code for text, code in spellings},
        mappings={row["signature"]: row for row in mappings},
        value_maps={(name, wording): code for name, wording, code in values},
        key=settings.BIAOGAN_PSEUDONYM_KEY,
    )


def _take(run: _Run, member: Member | Unreadable, file: ReadFile | Unreadable) -> None:
    if isinstance(member, Unreadable):
        run.report.files.append(_refusal(member.name, "", member))
        return
    shown = _shown(run, member)
    if isinstance(file, Unreadable):
        run.report.files.append(_refusal(shown, sha256(member.path), file))
        return
    if first := _first_time(run, file.sha256):
        run.report.files.append(_duplicate(shown, file.sha256, first))
        return
    run.seen[file.sha256] = shown
    staged = stage(file, shown, options=run.options, around=run.around)
    report = FileReport(shown, file.sha256, "accepted")
    run.report.files.append(report)
    if not staged.sheets:
        _nothing_recognised(report, staged)
        run.unrecognised.append(staged)
        return
    report.sheets = [sheet.report for sheet in staged.sheets] + staged.others
    run.staged.append((staged, report))
    _spill(run, staged)


def _shown(run: _Run, member: Member) -> str:
    """A file by the path it was given, a member of a zip by its place in there."""
    ours = (run.folder, *([run.below] if run.below else []))
    return member.name if any(member.path.is_relative_to(folder) for folder in ours) else str(member.path)


def _spill(run: _Run, staged: StagedFile) -> None:
    """Keep memory bounded over a folder of years: only the first rows stay, the rest waits on disk."""
    for number, sheet in enumerate(staged.sheets):
        run.held += sheet.facts.height
        if run.held > ROWS_IN_MEMORY and len(run.staged) > 1:
            sheet.spill(run.folder, f"{len(run.staged)}-{number}")
            run.held -= sheet.report.accepted


def _first_time(run: _Run, sha256: str) -> str | None:
    """When these bytes came in before: the date, or the other name in this same import."""
    if sha256 in run.seen:
        return run.seen[sha256]
    file = (
        SourceFile.objects.filter(
            sha256=sha256, is_complete=True, batches__state=BatchState.ACCEPTED, batches__accepted__gt=0
        )
        .order_by("received_at")
        .first()
    )
    return f"{timezone.localtime(file.received_at):%Y-%m-%d %H:%M} {file.name}" if file else None


def _duplicate(path: str, sha256: str, first: str) -> FileReport:
    return FileReport(
        path,
        sha256,
        "duplicate",
        reason="duplicate-file",
        zh=f"这个文件的内容此前已导入（{first}），本次没有改动任何数据。如需重新导入，请先撤销原批次。",
        en=f"Imported before ({first}); nothing was changed. Undo that batch first to import it again.",
    )


def _refusal(path: str, sha256: str, fault: Unreadable) -> FileReport:
    return FileReport(path, sha256, "refused", reason=fault.code, zh=fault.zh, en=fault.en)


def _nothing_recognised(report: FileReport, staged: StagedFile) -> None:
    report.status, report.reason = "refused", "unknown-kind"
    report.zh = "没有认出表头：请确认文件包含列名一行，或在导入时指定数据类别。"
    report.en = (
        "No header row was recognised: the file needs a row of column names, or name the kind of data."
    )
    for sheet in staged.others:
        sheet.quarantined, sheet.ignored = sheet.read, 0
        sheet.reasons = {"unknown-kind": sheet.read} if sheet.read else {}
    report.sheets = staged.others


# Stores exist before their data.


def _settle_stores(run: _Run, limits: Limits) -> None:
    """Stores that this import itself brings or may create are known before its rows are judged."""
    more: dict[str, str] = {}
    for staged, _report in run.staged:
        more |= {s: c for sheet in staged.sheets if sheet.kind == "store" for s, c in _stores_of(run, sheet)}
    if run.options.create_stores:
        for staged, _report in run.staged:
            more |= {
                fold_store_name(name): name
                for name in staged.unknown_stores
                if fold_store_name(name) not in more
            }
    if not more or run.options.allowed is not None:
        return
    _make_stores(run, more)
    run.around = run.around.with_stores(more)
    for staged, report in run.staged:
        if staged.unknown_stores:
            file = read_file(staged.original, limits=limits, name=staged.name)
            again = stage(file, staged.path, options=run.options, around=run.around)
            staged.sheets, staged.others = again.sheets, again.others
            report.sheets = [sheet.report for sheet in again.sheets] + again.others


def _code_from(name: str) -> str:
    """A store that only has a name so far is called by it, without what a code may not contain."""
    return NOT_IN_A_CODE.sub("", name)[:32]


def _stores_of(run: _Run, sheet: StagedSheet) -> Iterator[tuple[str, str]]:
    for code, name in sheet.rows().select("store", "store_name").iter_rows():
        known = run.around.stores.get(fold_store_name(code)) or run.around.stores.get(fold_store_name(name))
        yield fold_store_name(code), known or code
        yield fold_store_name(name), known or code


def _make_stores(run: _Run, spellings: dict[str, str]) -> None:
    if run.dry_run:
        return
    names = {_code_from(name): name for staged, _report in run.staged for name in staged.unknown_stores}
    names |= {
        code: name
        for staged, _report in run.staged
        for sheet in staged.sheets
        if sheet.kind == "store"
        for code, name in sheet.rows().select("store", "store_name").iter_rows()
    }
    for code in dict.fromkeys(spellings.values()):
        if not Store.objects.filter(code=code).exists():
            create_store(code=code, name=names.get(code, code), by=run.by)


# Accepting.


def _accept(run: _Run, *, total: int) -> None:
    """In the order of what the files speak of, so that the order they were named in changes nothing."""
    sheets = [(staged, report, sheet) for staged, report in run.staged for sheet in staged.sheets]
    sheets.sort(key=lambda item: (item[2].latest, item[0].name, item[2].report.sheet, item[0].sha256))
    files: dict[str, SourceFile] = {}
    waiting = Counter(staged.sha256 for staged, _report, _sheet in sheets)
    for done, (staged, report, sheet) in enumerate(sheets):
        run.progress(total + done * total // max(1, len(sheets)), total * 2, report.path)
        if not run.dry_run:
            file = files.setdefault(staged.sha256, _source_file(run, staged))
            waiting[staged.sha256] -= 1
            file.is_complete = not waiting[staged.sha256]
            _accept_sheet(run, file, sheet)
    for _staged, report in run.staged:
        report.settle()


def _accept_sheet(run: _Run, file: SourceFile, sheet: StagedSheet) -> None:
    """A sheet that an import stopped midway had already accepted is not accepted twice."""
    kept = file.batches.active() if file.pk else Batch.objects.none()
    before = kept.filter(sheet=sheet.report.sheet, kind=sheet.kind).first()
    if before is None:
        committing.commit_sheet(sheet, file, options=run.options, by=run.by, at=run.at)
        return
    sheet.report.batch = before.code
    file.save(update_fields=["is_complete"])


def _source_file(run: _Run, staged: StagedFile) -> SourceFile:
    keep_original(staged.original, staged.sha256)
    begun = SourceFile.objects.filter(sha256=staged.sha256, is_complete=False).order_by("-pk").first()
    if begun is not None and begun.batches.active().exists():
        return begun
    return SourceFile(
        sha256=staged.sha256,
        name=staged.name,
        path=staged.path,
        size=staged.size,
        received_at=run.at,
        received_by=run.by,
    )


def original(sha256: str) -> Path:
    return settings.BIAOGAN_FILES / "originals" / sha256[:2] / sha256


def keep_original(path: Path, sha256: str) -> None:
    kept = original(sha256)
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = kept.with_suffix(".part")
        shutil.copyfile(path, unfinished)
        unfinished.replace(kept)


def undo_batch(*, batch: Batch, by: Person | None, at: datetime) -> None:
    """Withdraw a batch; the figures become what they were without it."""
    if batch.state == BatchState.UNDONE:
        raise CannotUndo(_("Batch %(code)s is undone already.") % {"code": batch.code})
    committing.undo(batch, by=by, at=at)


# What people teach.


@transaction.atomic
def remember_columns(
    *, signature: str, kind: str, header_row: int | None, fields: dict[str, str], by: Person, at: datetime
) -> ColumnMapping:
    """The next file with these headers is read the way a person said."""
    values: dict[str, Any] = {
        "kind": kind,
        "header_row": header_row,
        "fields": fields,
        "changed_by": by,
        "changed_at": at,
    }
    mapping, _created = ColumnMapping.objects.update_or_create(signature=signature, defaults=values)
    record(
        "intake.map_columns", by=by, about="mapping", key=signature, details={"kind": kind, "fields": fields}
    )
    return mapping


@transaction.atomic
def remember_value(*, field: str, wording: str, code: str, by: Person, at: datetime) -> ValueMapping:
    """Files imported from now on understand this wording."""
    values = {"code": code, "changed_by": by, "changed_at": at}
    mapping, _created = ValueMapping.objects.update_or_create(field=field, wording=wording, defaults=values)
    record("intake.map_value", by=by, about="mapping", key=f"{field}: {wording}", details={"code": code})
    return mapping

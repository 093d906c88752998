"""Files on their way through the page: received, checked, mended by the person, confirmed or given up.

The files and everything read from them wait in the home's `files/uploads/<folder>/` and leave with
the end of the upload; the database keeps only counts and reasons.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from biaogan.intake.models import Upload, UploadState
from biaogan.intake.staging import Options
from biaogan.intake.states import CannotMove, check_move
from biaogan.jobs import actions as jobs
from biaogan.jobs.models import Job
from biaogan.org.audit import record
from biaogan.org.models import Person, Store
from biaogan.org.permissions import Permission
from biaogan.org.scope import Scope, scope_of

CHECK, CONFIRM = "intake.check", "intake.confirm"
LONGEST_NAME = 150


class Busy(CannotMove):
    """A check or an import of this upload is under way."""


class NotChecked(CannotMove):
    """Something was taught since the last check."""


def receive(*, files: Sequence[UploadedFile], options: dict[str, Any], by: Person, at: datetime) -> Upload:
    """Keep the files and ask for their check."""
    name = secrets.token_hex(12)
    kept = keep(files, folder_named(name))
    try:
        return _received(name, kept, options, by, at)
    except BaseException:
        shutil.rmtree(folder_named(name))
        raise


@transaction.atomic
def _received(name: str, kept: list[str], options: dict[str, Any], by: Person, at: datetime) -> Upload:
    upload = Upload.objects.create(
        folder=name, options={**options, "names": kept}, created_by=by, created_at=at
    )
    record("intake.upload", by=by, about="upload", key=name, details={"files": len(kept)})
    return _ask(upload, CHECK, by)


@transaction.atomic
def check_again(*, upload: Upload, by: Person) -> Upload:
    """Something was taught: what the files say is worked out anew."""
    upload = _held(upload)
    if upload.state == UploadState.CHECKED:
        _move(upload, UploadState.RECEIVED)
    elif upload.state != UploadState.RECEIVED:
        raise CannotMove(upload.state)
    return _ask(upload, CHECK, by)


def note_change(upload: Upload) -> None:
    """What the last check said no longer holds in full: it must be checked again before it is confirmed."""
    upload.options = {**upload.options, "changed": True}
    upload.save(update_fields=["options"])


@transaction.atomic
def confirm(*, upload: Upload, by: Person) -> Upload:
    """Take what was checked into the facts, in the background."""
    upload = _held(upload)
    if upload.options.get("changed"):
        raise NotChecked(upload.folder)
    check_move(upload.state, UploadState.CONFIRMED)
    return _ask(upload, CONFIRM, by)


@transaction.atomic
def cancel(*, upload: Upload, by: Person, at: datetime) -> Upload:
    """Give the upload up: nothing of it stays."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    job = job_of(upload)
    if job and not job.is_finished:
        if job.kind == CONFIRM:
            raise Busy(upload.folder)
        jobs.cancel(job=job, by=by, at=at)
    _move(upload, UploadState.CANCELLED)
    record("intake.cancel", by=by, about="upload", key=upload.folder)
    transaction.on_commit(lambda: remove_folder(upload))
    return upload


# What the jobs keep.


@transaction.atomic
def keep_check(*, upload: Upload, job: int, report: dict[str, Any]) -> None:
    """The outcome of a check, unless the upload was given up or sent to another check meanwhile."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == UploadState.RECEIVED and upload.options.get("job") == job:
        upload.report = report
        _move(upload, UploadState.CHECKED)


@transaction.atomic
def keep_import(*, upload: Upload, report: dict[str, Any]) -> None:
    """The files are in the facts: nothing of them needs to wait any longer."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    upload.report = report
    _move(upload, UploadState.CONFIRMED)
    transaction.on_commit(lambda: remove_folder(upload))


# What an upload consists of.


def uploads_of(scope: Scope) -> Any:
    """An upload is its owner's alone until it is confirmed; then its batches are seen by scope."""
    return Upload.objects.filter(created_by=scope.person)


def job_of(upload: Upload) -> Job | None:
    return Job.objects.filter(pk=upload.options.get("job")).first()


def paths_of(upload: Upload) -> list[Path]:
    """In the order in which they were given."""
    return sorted(path for path in (folder_of(upload) / "given").glob("*/*"))


def options_of(upload: Upload) -> Options:
    chosen = upload.options
    return Options(
        store=chosen.get("store") or None,
        kind=chosen.get("kind") or None,
        amounts=chosen.get("amounts", "net"),
        vat=Decimal(chosen.get("vat") or "0"),
        allowed=allowed_stores(scope_of(upload.created_by)),
    )


def allowed_stores(scope: Scope) -> frozenset[str] | None:
    """The stores whose rows a person may bring; None where there is no other store."""
    if scope.everything:
        return None
    others = Store.objects.exclude(code__in=scope.store_codes)
    if scope.allows(Permission.MANAGE_STORES) and not others.exists():
        return None
    return scope.store_codes


def folder_named(name: str) -> Path:
    return Path(settings.BIAOGAN_FILES) / "uploads" / name


def folder_of(upload: Upload) -> Path:
    return folder_named(upload.folder)


def remove_folder(upload: Upload) -> None:
    # A check that is still running may write while we remove; what it leaves then goes with the next tidying.
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def keep(files: Sequence[UploadedFile], folder: Path) -> list[str]:
    """Write the files, each in a place of its own so that two may share a name; returns their names."""
    names = []
    for number, file in enumerate(files, start=1):
        place = folder / "given" / f"{number:04d}"
        place.mkdir(mode=0o700, parents=True)
        name = plain_name(file.name or "")
        with (place / name).open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        names.append(name)
    return names


def plain_name(name: str) -> str:
    """The last part of a path, without what a file system or a page would trip over."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*/')
    kept = kept.strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and stem else kept[:LONGEST_NAME]


def _held(upload: Upload) -> Upload:
    """The upload, locked, with nothing under way."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    job = job_of(upload)
    if job and not job.is_finished:
        raise Busy(upload.folder)
    return upload


def _ask(upload: Upload, kind: str, by: Person) -> Upload:
    job = jobs.enqueue(kind=kind, by=by, payload={"upload": upload.pk})
    upload.options = {**upload.options, "job": job.pk, "changed": False}
    upload.save(update_fields=["options"])
    return upload


def _move(upload: Upload, after: str) -> None:
    check_move(upload.state, after)
    upload.state = after
    upload.save(update_fields=["state", "report"])

"""Clips, where the region has decided to keep them: purpose, consent, a reason for each look, an end."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biaogan.engine.files import whole
from biaogan.jobs.handle import JobHandle
from biaogan.org import audit
from biaogan.org.models import Person
from biaogan.org.policies import NotAllowed
from biaogan.org.setting import value_of
from biaogan.quality.models import Footage, FootageLook, VideoCheck
from biaogan.quality.typed import masked
from biaogan.quality.video import policies
from biaogan.quality.video.settings import RETENTION

DELETE = "footage"  # the kind of job that deletes what is past its day
MOST_BYTES = 200 * 1024 * 1024
TYPES = {"mp4": "video/mp4", "webm": "video/webm", "avi": "video/x-msvideo"}


def kind_of(head: bytes) -> str:
    """By content, whatever the file is called; raises NotAllowed."""
    if head[4:8] == b"ftyp":  # ISO 14496-12: mp4, mov, m4v
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":  # EBML: webm, mkv
        return "webm"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    raise NotAllowed(_("The file is no video that can be kept: use MP4, MOV, WebM, MKV or AVI."))


@transaction.atomic
def keep_footage(
    *, check: VideoCheck, content: bytes, purpose: str, consent: str, by: Person, at: datetime
) -> Footage:
    """One clip a check. Raises NotAllowed while the setting is off, or for anything that is no video."""
    policies.check_footage_on()
    if not purpose.strip() or not consent.strip():
        raise NotAllowed(_("A clip is kept only with its purpose and whose consent covers it."))
    if len(content) > MOST_BYTES:
        raise NotAllowed(
            _("The clip is larger than %(size)d MB. Cut it to what matters.") % {"size": MOST_BYTES // 2**20}
        )
    if Footage.objects.filter(check_of=check).exists():
        raise NotAllowed(_("A clip is kept for this check already."))
    kind, digest = kind_of(content[:16]), hashlib.sha256(content).hexdigest()
    name = f"footage/{uuid4().hex}.{kind}"
    with whole(Path(settings.BIAOGAN_FILES) / name) as unfinished:
        unfinished.write_bytes(content)
    made = Footage.objects.create(
        check_of=check, file=name, hash=digest, size=len(content), kind=kind, purpose=masked(purpose),
        consent=masked(consent), kept_until=timezone.localdate(at) + timedelta(days=value_of(RETENTION)),
        kept_by=by, kept_at=at,
    )  # fmt: skip
    _note("footage-kept", made, by, {"purpose": made.purpose, "kept_until": made.kept_until})
    return made


@transaction.atomic
def look_at(*, footage: Footage, because: str, by: Person, at: datetime) -> bytes:
    """The clip, for a reason that is kept with name and time; nothing is handed out without the row."""
    policies.check_reason(because)
    footage = Footage.objects.select_for_update(of=("self",)).get(pk=footage.pk)
    if is_over(footage, timezone.localdate(at)):
        raise NotAllowed(_("The clip is past its day and deleted, or about to be."))
    FootageLook.objects.create(footage=footage, by=by, at=at, because=masked(because))
    _note("footage-looked-at", footage, by, {"reason": masked(because)})
    return (Path(settings.BIAOGAN_FILES) / footage.file).read_bytes()


def is_over(footage: Footage, today: date) -> bool:
    return footage.deleted_at is not None or today > footage.kept_until


def overdue(today: date) -> list[Footage]:
    rows = Footage.objects.filter(deleted_at__isnull=True, kept_until__lt=today)
    return list(rows.select_related("check_of__store"))


def delete_overdue(*, at: datetime) -> int:
    """Files past their day go, the rows say when. Doing it twice deletes nothing twice."""
    found = overdue(timezone.localdate(at))
    for one in found:
        _delete(one, at)
    return len(found)


@transaction.atomic
def _delete(footage: Footage, at: datetime) -> None:
    """The file first: a row must not say "deleted" of a file that is still there."""
    (Path(settings.BIAOGAN_FILES) / footage.file).unlink(missing_ok=True)
    footage.deleted_at = at
    footage.save(update_fields=["deleted_at"])
    _note("footage-deleted", footage, None, {"kept_until": footage.kept_until})


def delete_footage(_job: JobHandle) -> dict[str, int]:
    return {"deleted": delete_overdue(at=timezone.now())}


def _note(action: str, footage: Footage, by: Person | None, details: dict[str, object]) -> None:
    store = footage.check_of.store.code
    audit.record(action, by=by, about="footage", key=str(footage.pk), store=store, details=details)

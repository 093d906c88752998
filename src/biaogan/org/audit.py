"""The audit trail: written with the change it tells of, and chained so that tampering shows.

Each row carries an HMAC over its own content and the digest of the row before. The key lies outside
the database, so whoever can only write to the database cannot mend the chain. Cutting off the newest
rows shows against a head noted elsewhere (a backup's manifest, a printed report).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from biaogan.org.models import AuditEvent, AuditHead, Person

BATCH = 2000


class NotInTransaction(RuntimeError):
    """An audit event outside the transaction of its change could survive without it."""


@dataclass(frozen=True)
class Head:
    sequence: int
    digest: str


@dataclass(frozen=True)
class Verdict:
    """`bad` is the sequence of the first row that does not hold, None when all do."""

    rows: int
    bad: int | None
    reason: str = ""


def record(
    action: str,
    *,
    by: Person | None,
    about: str,
    key: str,
    store: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Note what was done; `by` is None for the command line. Call it inside the change's transaction."""
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    event = AuditEvent(
        sequence=head.sequence + 1,
        person=by,
        person_name=by.display_name if by else "",
        action=action,
        about=about,
        key=str(key),
        store_code=store,
        details=json.loads(json.dumps(details or {}, cls=DjangoJSONEncoder)),
        previous=head.digest,
    )
    event.digest = _digest(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(sequence=event.sequence, digest=event.digest)
    return event


def head() -> Head:
    """Where the chain stands now; keep it elsewhere to notice a cut later."""
    row = AuditHead.objects.filter(pk=1).first()
    return Head(row.sequence, row.digest) if row else Head(0, "")


def verify_chain(known: Head | None = None) -> Verdict:
    """Walk the chain from its beginning; `known` is a head noted earlier."""
    previous, count = "", 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=BATCH):
        count += 1
        if reason := _fault(event, count, previous):
            return Verdict(count, event.sequence, reason)
        if known and event.sequence == known.sequence and event.digest != known.digest:
            return Verdict(count, event.sequence, "not the row that was noted")
        previous = event.digest
    expected = max(head().sequence, known.sequence if known else 0)
    return (
        Verdict(count, None)
        if count == expected
        else Verdict(count, count + 1, "the newest rows are missing")
    )


def _fault(event: AuditEvent, expected: int, previous: str) -> str:
    if event.sequence != expected:
        return "a row before this one is missing or was added"
    if event.previous != previous:
        return "does not follow the row before it"
    return "" if hmac.compare_digest(event.digest, _digest(event)) else "its content was changed"


def _digest(event: AuditEvent) -> str:
    content = [
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.person_id,
        event.person_name,
        event.action,
        event.about,
        event.key,
        event.store_code,
        event.details,
        event.previous,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(settings.BIAOGAN_AUDIT_KEY, text.encode("utf-8"), hashlib.sha256).hexdigest()

"""A finding written down by hand, with its photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from biaogan.org.models import Person, Store
from biaogan.quality.findings import policies
from biaogan.quality.findings.actions import record_finding
from biaogan.quality.models import CheckItem, Finding, Source
from biaogan.quality.photos.actions import keep_photo
from biaogan.quality.typed import masked


@dataclass(frozen=True)
class Seen:
    """What somebody saw; `key` is made by the page, so that sent twice it is one finding."""

    key: UUID
    store: Store
    step: str
    level: int
    text: str
    found_on: date
    item: CheckItem | None = None
    metric: str = ""
    photo: bytes = b""


def write_finding(*, seen: Seen, by: Person, at: datetime) -> Finding:
    """Phones, plates and VINs in the text are masked. Raises BadPhoto with the sentence the person reads."""
    policies.check_seen(text=seen.text, found_on=seen.found_on, today=timezone.localdate(at))
    photo = None
    if seen.photo:
        photo = keep_photo(key=seen.key, store=seen.store, content=seen.photo, by=by, at=at)
    return record_finding(
        store=seen.store, source=Source.HAND, key=str(seen.key), step=seen.step, level=seen.level,
        text=masked(seen.text), found_on=seen.found_on, by=by, at=at, item=seen.item,
        photo=photo, metric=seen.metric,
    )  # fmt: skip

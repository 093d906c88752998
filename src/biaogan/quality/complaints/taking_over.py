"""Complaints of the stores' files that are still open: counted, and taken over as complaints to work on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from biaogan.intake.state import current_version
from biaogan.org.models import Person, Store
from biaogan.quality.complaints.actions import merge_if_repeated, note
from biaogan.quality.complaints.clock import clock
from biaogan.quality.complaints.published import number_of
from biaogan.quality.complaints.severities import severity_of
from biaogan.quality.complaints.topics import topic_of
from biaogan.quality.levels import Level
from biaogan.quality.models import Complaint
from biaogan.quality.models.complaints import Channel
from biaogan.quality.states.complaints import ComplaintState
from biaogan.quality.vehicles import key_of, shown
from biaogan.targets.orders import facts

FINISHED = "结案|关闭|完成|撤销|取消|closed|done|cancel"
CHANNELS = (
    ("12315", Channel.AUTHORITY), ("媒体", Channel.MEDIA), ("厂", Channel.BRAND), ("400", Channel.BRAND),
    ("网", Channel.ONLINE), ("店", Channel.STORE), ("电话", Channel.PHONE),
)  # fmt: skip
NEEDED = (
    "store", "complaint_no", "received_at", "first_contact_at", "channel", "type", "severity", "summary",
    "vin", "plate", "ro_no",
)  # fmt: skip


def waiting(stores: Collection[str], *, at: datetime) -> pl.DataFrame:
    """Open complaints of the files that nobody has taken over, oldest first; columns NEEDED."""
    rows = facts(current_version(), "complaint").filter(
        pl.col("store").is_in(list(stores)),
        pl.col("closed_at").is_null(),
        pl.col("received_at") <= timezone.localtime(at).replace(tzinfo=None),
        ~pl.col("status").str.contains(f"(?i){FINISHED}").fill_null(value=False),
    )
    found = rows.select(NEEDED).sort("received_at", "store", "complaint_no").collect()
    known = Complaint.objects.filter(store__code__in=stores).values_list("store__code", "number", "pk")
    taken = pl.DataFrame(  # those of this room come back as facts, under a number of ours
        [(store, number or number_of(pk)) for store, number, pk in known],
        schema={"store": pl.String, "complaint_no": pl.String}, orient="row",
    )  # fmt: skip
    return found.join(taken, on=["store", "complaint_no"], how="anti", maintain_order="left")


def waiting_by_store(stores: Collection[str], *, at: datetime) -> Counter[str]:
    return Counter(waiting(stores, at=at)["store"].to_list())


@transaction.atomic
def take_over(*, stores: Sequence[Store], by: Person, at: datetime) -> list[Complaint]:
    """Each becomes a complaint with the clock of its own day; asked again, nothing is taken twice."""
    by_code = {store.code: store for store in stores}
    rows = waiting(list(by_code), at=at)
    return [_taken(row, by_code[row["store"]], by, at) for row in rows.iter_rows(named=True)]


def _taken(row: dict[str, Any], store: Store, by: Person, at: datetime) -> Complaint:
    topic, severity = topic_of(f"{row['type'] or ''} {row['summary'] or ''}"), severity_of(row["severity"])
    opened, vehicle, hours = _aware(row["received_at"]), key_of(row["vin"], row["plate"]), clock()
    made = Complaint(
        store=store, number=row["complaint_no"], channel=_channel(row["channel"] or ""), severity=severity,
        step=topic.step, level=Level.BASIC if topic.code == "safety" else Level.PROCESS, topic=topic.code,
        text=row["summary"] or row["type"] or topic.zh, vehicle=vehicle, vehicle_shown=shown(vehicle),
        order=row["ro_no"] or "", opened_at=opened, recorded_at=at, recorded_by=by,
        contact_due=hours.contact_due(severity, opened), close_due=hours.close_due(severity, opened),
    )  # fmt: skip
    contacted = row["first_contact_at"] and _aware(row["first_contact_at"])
    if contacted and opened <= contacted <= at:
        made.state, made.contacted_at = ComplaintState.CONTACTED, contacted
        made.contacted_in_time = contacted <= made.contact_due
    made.save()
    note("complaint-taken-over", made, by, {"number": made.number})
    merge_if_repeated(complaint=made, by=by, at=at)
    return made


def _channel(words: str) -> str:
    return next((channel for word, channel in CHANNELS if word in words), Channel.OTHER)


def _aware(moment: datetime) -> datetime:
    """Files give local time."""
    return timezone.make_aware(moment)

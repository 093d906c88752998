"""Texts of complaints and surveys out of the imported facts, kept beside those brought and typed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
from django.db import transaction

from biaogan.intake.state import current_version, lake, pins_of
from biaogan.org import audit
from biaogan.org.models import Store
from biaogan.quality.feedback import policies
from biaogan.quality.feedback.learning import SORTED_FIELDS
from biaogan.quality.feedback.sorting import Sorter, sorter
from biaogan.quality.models import Feedback, Origin
from biaogan.quality.states.feedback import FeedbackState

KEPT_DAYS = 400  # how far back texts are looked at: a year and the weeks it is compared with
AT_ONCE = 1_000
MILLI = 1_000
NPS_SCALE = 10.0
CHANGING = ["said_on", "text", "channel", "score", "batch", "line", "withdrawn", *SORTED_FIELDS]


@dataclass(frozen=True)
class Taken:
    """How many texts came, changed, and were withdrawn because their file was."""

    new: int
    changed: int
    withdrawn: int


def take_from_facts(*, today: date, at: datetime) -> Taken:
    """Bring the kept texts to what the facts say now; running it twice changes nothing.

    A text that is gone from the facts counts no more; its words go with it unless a person confirmed them.
    """
    stores = {store.code: store for store in Store.objects.active()}
    since = today - timedelta(days=KEPT_DAYS)
    wanted = {(row.store_id, row.origin, row.key): row for row in _from_facts(stores, since, at)}
    known = {
        (row.store_id, row.origin, row.key): row
        for row in Feedback.objects.filter(origin__in=[Origin.COMPLAINT, Origin.SURVEY], said_on__gte=since)
    }
    with transaction.atomic():
        machine = sorter()
        taken = Taken(
            new=_add([row for key, row in wanted.items() if key not in known], machine),
            changed=_change(known, wanted, machine),
            withdrawn=_withdraw([row for key, row in known.items() if key not in wanted]),
        )
        if taken != Taken(0, 0, 0):
            details = {"new": taken.new, "changed": taken.changed, "withdrawn": taken.withdrawn}
            audit.record("feedback-taken", by=None, about="feedback", key=current_version(), details=details)
    return taken


def _add(rows: list[Feedback], machine: Sorter) -> int:
    machine.sort(rows)
    Feedback.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def _change(
    known: Mapping[tuple[int, str, str], Feedback],
    wanted: Mapping[tuple[int, str, str], Feedback],
    machine: Sorter,
) -> int:
    changed, other_words = [], []
    for key, row in known.items():
        new = wanted.get(key)
        if new is None or row.is_forgotten or _content(row) == _content(new):
            continue
        if row.text != new.text:
            other_words.append(row)
        for name in ("said_on", "text", "channel", "score", "batch", "line"):
            setattr(row, name, getattr(new, name))
        row.withdrawn = False
        changed.append(row)
    machine.sort([row for row in other_words if row.state != FeedbackState.CONFIRMED])
    Feedback.objects.bulk_update(changed, CHANGING, batch_size=AT_ONCE)
    return len(changed)


def _content(row: Feedback) -> tuple[object, ...]:
    return row.said_on, row.text, row.channel, row.score, row.batch, row.line, row.withdrawn


def _withdraw(rows: list[Feedback]) -> int:
    confirmed = [row.pk for row in rows if row.state == FeedbackState.CONFIRMED and not row.withdrawn]
    others = [row.pk for row in rows if row.state != FeedbackState.CONFIRMED]
    Feedback.objects.filter(pk__in=confirmed).update(withdrawn=True)
    Feedback.objects.filter(pk__in=others).delete()
    return len(confirmed) + len(others)


def _from_facts(stores: Mapping[str, Store], since: date, at: datetime) -> Iterator[Feedback]:
    """The texts as rows not yet saved; what says nothing, or is no text, is passed over."""
    for origin, frame in _frames(list(stores), since):
        for fact in frame.iter_rows(named=True):
            if policies.fault_of(fact["text"]) is None:
                yield Feedback(
                    store=stores[fact["store"]], origin=origin, key=fact["key"], said_on=fact["day"],
                    text=fact["text"], channel=(fact["channel"] or "")[:60], score=fact["score"],
                    batch=fact["batch"], line=fact["line"], brought_at=at,
                )  # fmt: skip


def _frames(stores: list[str], since: date) -> Iterator[tuple[str, pl.DataFrame]]:
    pins = pins_of(current_version())
    common = ("store", "text", "key", "day", "channel", "score", "batch", "line")
    place = pl.concat_str("batch", pl.lit(":"), pl.col("line").cast(pl.String))
    complaints = (
        lake()
        .read("complaint", pins.get("complaint"))
        .with_columns(
            text="summary",
            key="complaint_no",
            day=pl.col("received_at").dt.date(),
            score=pl.lit(None, pl.Float64),
        )
    )
    surveys = lake().read("survey", pins.get("survey")).with_columns(
        text="comment", key=pl.coalesce("survey_id", place), channel="source", score=_percent(),
        day=pl.coalesce(pl.col("answered_at").dt.date(), "service_date"),
    )  # fmt: skip
    for origin, facts in ((Origin.COMPLAINT, complaints), (Origin.SURVEY, surveys)):
        said = pl.col("text").is_not_null() & pl.col("store").is_in(stores) & (pl.col("day") >= since)
        yield origin, facts.filter(said).select(common).collect()


def _percent() -> pl.Expr:
    """The recommendation where there is one, else the score on its own scale, in percent."""
    nps = pl.col("nps_score_milli") / MILLI / NPS_SCALE * 100
    score = pl.col("score_milli") / pl.col("scale_milli") * 100
    found = pl.coalesce(nps, score)
    return pl.when(found.is_between(0, 100)).then(found)

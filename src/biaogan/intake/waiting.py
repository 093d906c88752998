"""Refused rows that nobody has mended yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl
from django.utils.timezone import localtime, make_aware

from biaogan.engine.text import clean_identifier
from biaogan.intake.committing import refused_rows
from biaogan.intake.models import Batch, BatchStore
from biaogan.intake.state import lake, newest

GRACE_DAYS, LONGEST_DAYS = 2, 31  # not at once, and not for ever
NUMBER = "ro_no"


@dataclass(frozen=True)
class Waiting:
    """`rows` refused in files of a store and not brought again since `since`, the oldest of them."""

    rows: int
    since: date
    batch: str


def waiting_rows(stores: Sequence[str], *, today: date) -> dict[str, Waiting]:
    """By store, over its own active batches of the last month; a store without such rows is not named.

    A row counts as mended once a later batch brought its order number. Rows without a readable one
    cannot be recognised again and wait until their month is over.
    """
    found: dict[str, Waiting] = {}
    for batch in _batches(today):
        places = set(BatchStore.objects.filter(batch=batch).values_list("store", flat=True))
        if len(places) != 1 or not places <= set(stores):
            continue
        if rows := _unmended(batch, store := places.pop()):
            before = found.get(store)
            since = localtime(batch.accepted_at).date()
            found[store] = (
                Waiting(rows + before.rows, before.since, before.batch)
                if before
                else Waiting(rows, since, batch.code)
            )
    return found


def _batches(today: date) -> list[Batch]:
    first, last = (
        make_aware(datetime.combine(today - timedelta(days=days), time()))
        for days in (LONGEST_DAYS, GRACE_DAYS - 1)
    )
    recent = Batch.objects.active().filter(accepted_at__gte=first, accepted_at__lt=last, quarantined__gt=0)
    return list(recent.order_by("accepted_at"))


def _unmended(batch: Batch, store: str) -> int:
    column = next((one["index"] for one in batch.columns if one["field"] == NUMBER), None)
    refused = refused_rows(batch.code).filter(pl.col("decision") == "quarantined")
    if column is None or f"c{column}" not in refused.columns:
        return refused.height
    numbers = clean_identifier(refused[f"c{column}"]).alias(NUMBER)
    known = _brought_later(batch, store)
    return int((~numbers.is_in(known.implode()).fill_null(value=False)).sum())


def _brought_later(batch: Batch, store: str) -> pl.Series:
    """Order numbers of the store that stand in the facts from another batch of the kind."""
    state = newest()
    pins = state.pins if state else {}
    facts = lake().read(batch.kind, pins.get(batch.kind))
    later = facts.filter((pl.col("store") == store) & (pl.col("batch") > batch.code))
    return later.select(NUMBER).unique().collect()[NUMBER]

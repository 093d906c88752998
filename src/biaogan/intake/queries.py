"""What intake can tell: batches, where a row came from, how complete the data is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db.models import QuerySet

from biaogan.intake.committing import refused_rows
from biaogan.intake.models import Batch, Identity

if TYPE_CHECKING:
    from biaogan.org.scope import Scope


@dataclass(frozen=True)
class BatchLine:
    """One batch of the history."""

    code: str
    path: str
    name: str
    sheet: str
    kind: str
    read: int
    accepted: int
    quarantined: int
    ignored: int
    state: str
    accepted_at: datetime
    accepted_by: str
    undone_at: datetime | None


def batches(*, scope: Scope | None = None) -> list[BatchLine]:
    """The history, newest first; without a scope, all of it (the command line of this home)."""
    return [batch_line(batch) for batch in history(scope=scope)]


def history(
    *, scope: Scope | None = None, store: str = "", kind: str = "", state: str = ""
) -> QuerySet[Batch]:
    """Batches newest first, narrowed to a store, a kind of data or a state."""
    found = Batch.objects.select_related("file", "accepted_by").order_by("-position")
    if scope is not None:
        found = found.within(scope)
    if store:
        found = found.filter(stores__store=store).distinct()
    if kind:
        found = found.filter(kind=kind)
    return found.filter(state=state) if state else found


def batch_line(batch: Batch) -> BatchLine:
    return BatchLine(
        batch.code,
        batch.file.path,
        batch.file.name,
        batch.sheet,
        batch.kind,
        batch.read,
        batch.accepted,
        batch.quarantined,
        batch.ignored,
        batch.state,
        batch.accepted_at,
        batch.accepted_by.display_name if batch.accepted_by else "",
        batch.undone_at,
    )


@dataclass(frozen=True)
class BatchDetail:
    """A batch as its page shows it, cut to what the person may see of it."""

    months: tuple[tuple[str, str, int], ...]  # store, month, rows
    restated: tuple[dict[str, Any], ...]
    version: str
    whole: bool  # all its stores lie in the scope


def batch_detail(batch: Batch, *, scope: Scope) -> BatchDetail:
    places = list(batch.stores.order_by("store", "month").values_list("store", "month", "rows"))
    seen = [place for place in places if scope.everything or place[0] in scope.store_codes]
    restated = [row for row in batch.restated if scope.everything or row["store"] in scope.store_codes]
    state = batch.lake_states.order_by("pk").first()
    return BatchDetail(tuple(seen), tuple(restated), state.version if state else "", is_whole(batch, scope))


def is_whole(batch: Batch, scope: Scope) -> bool:
    """Whether every store the batch speaks of lies in the scope; one without stores is its bringer's."""
    if scope.everything:
        return True
    stores = set(batch.stores.values_list("store", flat=True))
    if not stores:
        return batch.file.received_by_id == (scope.person.pk if scope.person else None)
    return stores <= scope.store_codes


def refused(batch: Batch, *, decision: str, limit: int) -> list[dict[str, object]]:
    """The first refused rows of a batch with their reasons, for its page."""
    rows = refused_rows(batch.code).filter(pl.col("decision") == decision)
    return rows.head(limit).to_dicts()


def clear_values(pseudonyms: set[str]) -> dict[str, str]:
    """The values behind pseudonyms, for somebody who may see them."""
    found = Identity.objects.filter(pseudonym__in=pseudonyms).values_list("pseudonym", "value")
    return dict(found.iterator())

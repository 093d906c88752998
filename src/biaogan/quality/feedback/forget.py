"""Texts whose row of the facts names the person lose their words; what they were about still counts."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

import polars as pl

from biaogan.engine.facts.kinds import KINDS
from biaogan.intake.persons import OWN
from biaogan.intake.state import current_version
from biaogan.quality.models import Feedback, Origin
from biaogan.quality.states.feedback import FeedbackState
from biaogan.targets.orders import facts

PLACE = pl.concat_str("batch", pl.lit(":"), pl.col("line").cast(pl.String))
KEYS = {
    Origin.COMPLAINT: ("complaint", pl.col("complaint_no")),
    Origin.SURVEY: ("survey", pl.coalesce("survey_id", PLACE)),
}


def forget(pseudonyms: AbstractSet[str], *, at: datetime) -> int:  # noqa: ARG001 - asked of every part alike
    """Nobody is asked to confirm a text without words, and the facts do not bring the words back."""
    named = {key for origin in KEYS for key in _named(origin, pseudonyms)}
    rows = Feedback.objects.filter(origin__in=list(KEYS), key__in={key for *_other, key in named})
    found = [
        pk for pk, *which in rows.exclude(text="").values_list("pk", "origin", "store__code", "key")
        if tuple(which) in named
    ]  # fmt: skip
    kept = Feedback.objects.filter(pk__in=found)
    kept.filter(state=FeedbackState.WAITING).update(state=FeedbackState.SORTED)
    return kept.update(text="")


def _named(origin: Origin, pseudonyms: AbstractSet[str]) -> Iterator[tuple[str, str, str]]:
    """Origin, store and key of the rows that name one of them."""
    kind, key = KEYS[origin]
    columns = [field.column for field in KINDS[kind].fields if field.personal in OWN]
    held = pl.any_horizontal(pl.col(column).is_in(sorted(pseudonyms)) for column in columns)
    rows = facts(current_version(), kind).filter(held).select("store", key.alias("key"))
    for store, name in rows.drop_nulls().unique().collect().iter_rows():
        yield origin.value, store, name

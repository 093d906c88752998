"""What a card is made of: the set shipped with the product, and the region's own from a month on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.metric import Metric
from biaogan.org.models import Region
from biaogan.targets.models import Scorecard


@dataclass(frozen=True)
class Entry:
    """`standard` stands in where no target is set for the month; beyond `red_line` a store is held back."""

    slug: str
    weight: Decimal
    standard: Decimal | None = None
    red_line: Decimal | None = None

    @property
    def metric(self) -> Metric:
        return metric_of(self.slug)


@dataclass(frozen=True)
class Composed:
    """Entries with who set them from which month on; the shipped set has neither."""

    entries: Sequence[Entry]
    month: str = ""
    set_by: str = ""
    set_at: datetime | None = None
    note: str = ""
    pk: int | None = None


def _entry(slug: str, weight: int, standard: int | None = None, red_line: int | None = None) -> Entry:
    limits = [None if value is None else Decimal(value) for value in (standard, red_line)]
    return Entry(slug, Decimal(weight), *limits)


# Weights by perspective (30, 30, 20, 20) and the choice of figures: dictionary 5.1. A standard is given
# only where the dictionary names one that holds for every store; the others need targets of their own.
SHIPPED = Composed(
    (
        _entry("revenue", 10),
        _entry("gross-margin", 8),
        _entry("revenue-per-visit", 4),
        _entry("personnel-cost-ratio", 4),
        _entry("absorption", 4, 80),
        _entry("retention", 8),
        _entry("maintenance-return-rate", 6),
        _entry("csi", 4),
        _entry("nps", 6),
        _entry("complaint-closure-72h", 6, 90),
        _entry("on-time-delivery", 6, 95),
        _entry("first-time-fix", 8, 90, 80),
        _entry("cycle-time-median", 3),
        _entry("appointment-rate", 3, 72),
        _entry("turnover", 4),
        _entry("key-vacancy", 4),
        _entry("certified-technicians", 4),
        _entry("training-completion", 4, 95),
        _entry("output-per-head", 4),
        _entry("complaint-response-24h", 0, 90, 80),
        _entry("lemon-law-risk", 0, None, 0),
    )
)


def composed_for(region: Region | None, month: str) -> Composed:
    """The version that held in the month; the shipped set before the first, and for several regions."""
    if region is None:
        return SHIPPED
    found = (
        Scorecard.objects.filter(region=region, month__lte=month)
        .select_related("set_by")
        .prefetch_related("lines")
        .first()
    )
    return as_composed(found) if found else SHIPPED


def as_composed(card: Scorecard) -> Composed:
    entries = [Entry(line.slug, line.weight, line.standard, line.red_line) for line in card.lines.all()]
    return Composed(
        entries, card.month, card.set_by.display_name if card.set_by else "", card.set_at, card.note, card.pk
    )


def versions(region: Region) -> list[Composed]:
    """Newest first."""
    found = Scorecard.objects.filter(region=region).select_related("set_by").prefetch_related("lines")
    return [as_composed(card) for card in found.order_by("-pk")]


def differences(new: Composed, old: Composed) -> list[tuple[str, Entry | None, Entry | None]]:
    """Slug, entry before, entry after, of all that differ."""
    before, after = ({entry.slug: entry for entry in one.entries} for one in (old, new))
    slugs = dict.fromkeys([*before, *after])
    return [
        (slug, before.get(slug), after.get(slug)) for slug in slugs if before.get(slug) != after.get(slug)
    ]

"""The one place where pages ask the engine for figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from inspect import getsource
from pathlib import Path
from threading import RLock

import polars as pl
from django.conf import settings
from django.db.models import Max, Min

from biaogan.engine.facts import cut as cutting
from biaogan.engine.facts.lake import Lake
from biaogan.engine.files import whole
from biaogan.engine.metrics import returning
from biaogan.engine.metrics.cache import definitions
from biaogan.engine.metrics.catalogue.voices import DETRACTORS, PROMOTERS, RATED
from biaogan.engine.metrics.counts import counts
from biaogan.engine.metrics.measure import Window
from biaogan.engine.metrics.reading import Reading, readings
from biaogan.engine.metrics.returning import Return
from biaogan.engine.periods import last_day, month_of, months_between, rolling
from biaogan.intake.models import BatchState, BatchStore
from biaogan.intake.state import current_version, pins_of, snapshot
from biaogan.org.models import Store
from biaogan.org.scope import Scope

# The embedded engine's connection serves one question at a time; cached sums need no question.
ENGINE = RLock()
ORDERS = "repair_order"
SCORE_PARTS = {"rated": RATED, "promoters": PROMOTERS, "detractors": DETRACTORS}
SCORE_MONTHS = 3  # the net promoter score looks at a quarter


@dataclass(frozen=True)
class Figures:
    """Readings by metric, place and month; a missing one was never asked for."""

    found: dict[tuple[str, str, str], Reading]

    def at(self, slug: str, place: str, month: str) -> Reading:
        return self.found[slug, place, month]

    def series(self, slug: str, place: str, months: Sequence[str]) -> list[Reading]:
        return [self.found[slug, place, month] for month in months]


def stores_of(scope: Scope) -> list[Store]:
    return list(Store.objects.within(scope).active().order_by("code"))


def figures(
    slugs: Iterable[str], *, months: Sequence[str], stores: Sequence[str], as_of: date, by: str = "both"
) -> Figures:
    """Readings of the stores and of the region they make."""
    found = _read(list(slugs), months=months, stores=stores, as_of=as_of, by=by)
    return Figures({(reading.slug, reading.place, reading.month): reading for reading in found})


def divided(
    slug: str, *, cut: str, months: Sequence[str], stores: Sequence[str], as_of: date, by: str = "store"
) -> list[Reading]:
    """Readings of one metric divided further: by advisor, payer, model …"""
    return _read([slug], months=months, stores=stores, as_of=as_of, by=by, cut=cut)


def rows_behind(slug: str, *, store: str, month: str, as_of: date) -> pl.DataFrame:
    """The fact rows of a reading: batch, line and their own fields."""
    from biaogan.engine.metrics.rows import rows

    with ENGINE:
        return rows(snapshot(), slug, store=store, month=month, as_of=as_of)


def returns_of(store: str, ro_no: str) -> list[Return]:
    """What brought the visit of an order back, or what the order brought back."""
    with ENGINE:
        return returning.returns_of(snapshot(), store=store, ro_no=ro_no)


def answers_of(
    slug: str, *, month: str, stores: Sequence[str], as_of: date
) -> dict[str, tuple[int, int, int] | None]:
    """Promoters, passives and detractors behind a net promoter score, by store; None without answers."""
    measures = {name: Window(total, SCORE_MONTHS) for name, total in SCORE_PARTS.items()}
    with ENGINE:
        found = counts(
            snapshot(), slug, measures, month=month, stores=stores, as_of=as_of, cache=settings.BIAOGAN_CACHE
        )
    return {store: _answers(one) for store, one in found.items()}


def _answers(found: Mapping[str, int | None]) -> tuple[int, int, int] | None:
    rated, promoters, detractors = (found[name] or 0 for name in SCORE_PARTS)
    return (promoters, rated - promoters - detractors, detractors) if rated else None


def _read(
    slugs: list[str],
    *,
    months: Sequence[str],
    stores: Sequence[str],
    as_of: date,
    by: str,
    cut: str | None = None,
) -> list[Reading]:
    with ENGINE:
        return readings(
            snapshot(),
            slugs,
            months=months,
            stores=list(stores),
            as_of=as_of,
            by=by,
            cut=cut,
            cache=settings.BIAOGAN_CACHE,
        )


def values_until(day: date, slugs: Sequence[str], *, stores: Sequence[str]) -> Mapping[str, Decimal | None]:
    """Values of the region for the month of a day, as they would have stood at the end of it.

    Worked out once per version of the facts and kept beside the sums.
    """
    with ENGINE:
        facts = cutting.cut(snapshot(), day)
        path = _kept(facts.version, slugs, stores)
        if not path.exists():
            found = readings(
                facts, slugs, months=[month_of(day)], stores=list(stores), as_of=day, by="region"
            )
            with whole(path) as unfinished:
                unfinished.write_text(json.dumps(_plain(found)), encoding="utf-8")
    return _values(path)


def _kept(version: str, slugs: Sequence[str], stores: Sequence[str]) -> Path:
    """A changed definition, of a metric or of the cut, finds no old values."""
    asked = "\n".join([definitions(), getsource(cutting), *slugs, "", *sorted(stores)])
    name = blake2b(asked.encode(), digest_size=8).hexdigest()
    return Path(settings.BIAOGAN_CACHE) / version / f"values-{name}.json"


def _plain(found: Iterable[Reading]) -> dict[str, str | None]:
    return {one.slug: None if one.value is None else str(one.value) for one in found}


@lru_cache(maxsize=64)
def _values(path: Path) -> Mapping[str, Decimal | None]:
    written = json.loads(path.read_text(encoding="utf-8"))
    return {slug: None if value is None else Decimal(value) for slug, value in written.items()}


@dataclass(frozen=True)
class Freshness:
    """How far the data reach: the newest day and month of the orders, and who has reported that month."""

    version: str
    month: str | None
    until: datetime | None
    reported: tuple[str, ...]
    missing: tuple[str, ...]


def freshness(stores: Sequence[str]) -> Freshness:
    """Late is said, not hidden: which stores have brought orders of the newest month and which have not."""
    active = BatchStore.objects.filter(
        batch__state=BatchState.ACCEPTED, batch__kind=ORDERS, store__in=stores
    ).exclude(month="none")
    newest = active.aggregate(month=Max("month"))["month"]
    reported = set(active.filter(month=newest).values_list("store", flat=True)) if newest else set()
    days = _newest_days(current_version(), settings.BIAOGAN_LAKE)
    return Freshness(
        version=current_version(),
        month=newest,
        until=max((days[store] for store in stores if store in days), default=None),
        reported=tuple(s for s in stores if s in reported),
        missing=tuple(s for s in stores if s not in reported) if newest else (),
    )


def newest_days(stores: Sequence[str]) -> dict[str, date]:
    """The newest day each store has orders of; a store without orders is not named."""
    days = _newest_days(current_version(), settings.BIAOGAN_LAKE)
    return {store: days[store].date() for store in stores if store in days}


@lru_cache(maxsize=4)
def _newest_days(version: str, root: Path) -> dict[str, datetime]:
    """The newest moment any order of a store was opened or settled, at one version of the facts."""
    pins = pins_of(version)
    orders = Lake(root).read(ORDERS, pins.get(ORDERS)).select("store", "opened_at", "settled_at")
    newest = orders.group_by("store").agg(pl.max_horizontal(pl.max("opened_at", "settled_at")))
    return {store: day for store, day in newest.collect().iter_rows() if day}


def months_with_data(stores: Sequence[str]) -> list[str]:
    """Every month from the first to the last with orders of these stores; empty without any."""
    active = BatchStore.objects.filter(
        batch__state=BatchState.ACCEPTED, batch__kind=ORDERS, store__in=stores
    ).exclude(month="none")
    ends = active.aggregate(first=Min("month"), last=Max("month"))
    return months_between(ends["first"], ends["last"]) if ends["first"] else []


def newest_complete(months: Sequence[str], today: date) -> str:
    """The month pages open with: the newest that is over, where there is one."""
    complete = [month for month in months if last_day(month) < today]
    return complete[-1] if complete else months[-1]


def year_until(month: str) -> list[str]:
    """Thirteen months: the month, the twelve before it, and so the same month last year."""
    return rolling(month, 13)


def month_today(today: date) -> str:
    return month_of(today)

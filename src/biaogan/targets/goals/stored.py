"""Where targets come from: the versions people set, and the files that were imported.

Both speak of the same thing, so the newest word holds: what was set after a file was accepted beats
the file, and a file accepted after something was set beats that. Nothing is copied from one to the
other, so undoing an import takes exactly its targets away again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from biaogan.engine.facts.lake import Lake
from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.intake.models import Batch
from biaogan.intake.state import current_version, pins_of
from biaogan.targets.goals.goal import FROM_FILE, Goal, Key, region_place
from biaogan.targets.goals.policies import may_be_zero
from biaogan.targets.models import GoalVersion

TARGET = "target"


@dataclass(frozen=True)
class Filed:
    """A target as the newest file has it."""

    value: Decimal
    version: int
    batch: str


def own_goals(
    slugs: Collection[str],
    *,
    stores: Collection[str],
    regions: Collection[int] = (),
    months: Collection[str],
    as_of: date,
) -> dict[Key, Goal]:
    """Each store's and each region's own target as it held on the day; those without one are not named.

    A file says nothing of the day from which its targets hold: where nothing was set, they always do.
    """
    said = {_key(row): row for row in versions(slugs, stores=stores, regions=regions, months=months)
            if row.valid_from <= as_of}  # fmt: skip
    files = filed(slugs, stores=stores, months=months)
    accepted = _accepted({one.batch for one in files.values()}) if files else {}
    found = {}
    for key in {**said, **files}:
        goal = _newest(key, said.get(key), files.get(key), accepted, as_of)
        if goal:
            found[key] = goal
    return found


def versions(
    slugs: Collection[str], *, stores: Collection[str], regions: Collection[int], months: Collection[str]
) -> Iterable[GoalVersion]:
    """All versions people set, each place's oldest first."""
    places = Q(store__code__in=stores) | Q(region__in=regions)
    return (
        GoalVersion.objects.filter(places, slug__in=slugs, month__in=months)
        .select_related("store", "set_by")
        .order_by("version")
    )


def _key(row: GoalVersion) -> Key:
    place = row.store.code if row.store else region_place(row.region_id or 0)
    return row.slug, place, row.month


def _newest(
    key: Key, row: GoalVersion | None, file: Filed | None, accepted: Mapping[str, datetime], as_of: date
) -> Goal | None:
    since = accepted.get(file.batch) if file else None
    if file and since and (row is None or _later(since, row, as_of)):
        return Goal(*key, file.value, FROM_FILE, version=file.version, set_at=since)
    if row is None or row.value is None:
        return None
    person = row.set_by.display_name if row.set_by else ""
    return Goal(*key, row.value, row.source, row.version, row.set_at, person, row.note)


def _later(accepted: datetime, row: GoalVersion, as_of: date) -> bool:
    return accepted > row.set_at and timezone.localdate(accepted) <= as_of


def _accepted(codes: Collection[str]) -> dict[str, datetime]:
    return dict(Batch.objects.filter(code__in=codes).values_list("code", "accepted_at"))


# Files.


def filed(slugs: Collection[str], *, stores: Collection[str], months: Collection[str]) -> dict[Key, Filed]:
    """The targets of the files that count now, in the highest version of each."""
    known = _filed(current_version(), settings.BIAOGAN_LAKE)
    wanted_slugs, wanted_stores, wanted_months = set(slugs), set(stores), set(months)
    return {
        key: one
        for key, one in known.items()
        if key[0] in wanted_slugs and key[1] in wanted_stores and key[2] in wanted_months
    }


@dataclass(frozen=True)
class Unused:
    """What target files bring that cannot count: wordings that stand for no metric, and targets of 0."""

    indicators: tuple[str, ...]
    zeros: int


def unused(stores: Collection[str]) -> Unused:
    rows = [row for row in _rows(current_version(), settings.BIAOGAN_LAKE) if row["store"] in stores]
    indicators = {row["kpi_code"] for row in rows if not slug_of(row["kpi_code"])}
    zeros = [row for row in rows if slug_of(row["kpi_code"]) and not _counts(row)]
    return Unused(tuple(sorted(indicators)), len(zeros))


def _counts(row: Mapping[str, Any]) -> bool:
    """A target of 0 says nothing, but where less is better."""
    slug, value = slug_of(row["kpi_code"]), row["value_milli"]
    return slug is not None and (value > 0 or (value == 0 and may_be_zero(CATALOGUE[slug])))


def slug_of(indicator: str) -> str | None:
    """The metric an indicator of a file stands for: by slug, code or name."""
    return _slugs().get(indicator.casefold())


@lru_cache(maxsize=1)
def _slugs() -> dict[str, str]:
    return {word.casefold(): slug for slug, word in _words()}


def _words() -> Iterator[tuple[str, str]]:
    for slug, metric in CATALOGUE.items():
        for word in (slug, metric.code, metric.name.zh, metric.name.en):
            yield slug, word


@lru_cache(maxsize=4)
def _filed(version: str, root: Path) -> Mapping[Key, Filed]:
    found: dict[Key, Filed] = {}
    for row in _rows(version, root):  # the highest version comes last
        if (slug := slug_of(row["kpi_code"])) and _counts(row):
            value = Decimal(row["value_milli"]).scaleb(-3)
            found[slug, row["store"], row["month"]] = Filed(value, row["version"] or 0, row["batch"])
    return found


@lru_cache(maxsize=4)
def _rows(version: str, root: Path) -> list[dict[str, Any]]:
    pin = pins_of(version).get(TARGET)
    if pin is None:
        return []
    rows = Lake(root).read(TARGET, pin).with_columns(pl.col("version").fill_null(0))
    return rows.sort("version", "batch", "line").collect().to_dicts()

"""The one question everybody asks about targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.periods import rolling, shifted
from biaogan.org.models import Store
from biaogan.targets.goals.goal import REGION, Goal, Key, adds_up, cascaded, region_place
from biaogan.targets.goals.stored import own_goals
from biaogan.targets.numbers import figures

YEAR = 12
Weights = Mapping[str, Decimal]
NO_WEIGHTS: Weights = {}


def goals(
    slugs: Collection[str], *, stores: Sequence[str], months: Collection[str], as_of: date
) -> dict[Key, Goal]:
    """The targets of the stores and of the region they make, as they held on the day.

    By metric, place (a store's code, or `region`) and month; what has no target is not named. The
    region's target is the one set for it where the stores are whole regions, else what the stores'
    targets make together.
    """
    regions = whole_regions(stores)
    own = own_goals(slugs, stores=stores, regions=regions, months=months, as_of=as_of)
    found = {key: goal for key, goal in own.items() if key[1] in set(stores)}
    for slug in slugs:
        for month in months:
            whole = _set_for(slug, regions, month, own) or cascade(
                slug, month, stores=stores, own=own, as_of=as_of
            )
            if whole:
                found[slug, REGION, month] = whole
    return found


def whole_regions(stores: Collection[str]) -> list[int]:
    """The regions these stores are, store by store; none where only a part of a region is among them."""
    asked, regions = set(stores), dict[int, set[str]]()
    for code, region in Store.objects.active().values_list("code", "region_id"):
        regions.setdefault(region, set()).add(code)
    whole = [region for region, codes in regions.items() if codes <= asked]
    covered = {code for region in whole for code in regions[region]}
    return whole if covered >= asked else []


def _set_for(slug: str, regions: Sequence[int], month: str, own: Mapping[Key, Goal]) -> Goal | None:
    """The target set for the region; of several regions, their sum where each has one that adds up."""
    found = [own.get((slug, region_place(region), month)) for region in regions]
    known = [goal for goal in found if goal]
    if not known or len(known) < len(found):
        return None
    if len(known) == 1:
        return replace(known[0], place=REGION)
    if not adds_up(metric_of(slug)):
        return None
    return replace(known[0], place=REGION, value=sum((goal.value for goal in known), Decimal(0)))


def cascade(
    slug: str,
    month: str,
    *,
    stores: Sequence[str],
    own: Mapping[Key, Goal],
    as_of: date,
    among: Sequence[str] = (),
) -> Goal | None:
    """What the stores' own targets of a month make together; `among` are all the stores of the page."""
    metric = metric_of(slug)
    parts = {store: own[slug, store, month] for store in stores if (slug, store, month) in own}
    differ = len({goal.value for goal in parts.values()}) > 1
    weighted = differ and not adds_up(metric)
    weights = _weights(slug, month, among or stores, as_of) if weighted else NO_WEIGHTS
    return cascaded(metric, parts, stores, weights)


def _weights(slug: str, month: str, stores: Sequence[str], as_of: date) -> Weights:
    """How much of the metric's base each store had in the twelve months before, which no longer change."""
    months = rolling(shifted(month, -1), YEAR)
    found = figures([slug], months=months, stores=stores, as_of=as_of, by="store")
    return {
        store: sum((Decimal(reading.denominator or reading.n or 0)
                    for reading in found.series(slug, store, months)), Decimal(0))
        for store in stores
    }  # fmt: skip

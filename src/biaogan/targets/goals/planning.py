"""A year's target spread over its months, a region's split to its stores: proposals, not yet saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.engine.metrics.metric import Metric, Unit
from biaogan.engine.periods import days_of, rolling, same_month_last_year, shifted
from biaogan.org.models import Region, Store
from biaogan.targets.goals.goal import Goal, adds_up, region_place
from biaogan.targets.goals.grid import Grid
from biaogan.targets.goals.policies import CannotSet
from biaogan.targets.goals.progress import is_estimated, working_weight
from biaogan.targets.goals.spreading import NothingToDivideBy, parts, path
from biaogan.targets.numbers import Figures, figures

PARC = "active-vehicles"
FEN, THOUSAND = Decimal("0.01"), Decimal(1000)
FINE = 1000  # a total of fewer steps than this is divided more finely


class SpreadKey(StrEnum):
    """By what a year is spread over its months."""

    OWN = "own"
    REGION = "region"
    WORKING_DAYS = "working-days"
    EQUAL = "equal"


class SplitKey(StrEnum):
    """By what a region's month is split to its stores."""

    LAST_YEAR = "last-year"
    PARC = "parc"
    EQUAL = "equal"


SPREAD_WORDS = {
    SpreadKey.OWN: gettext_lazy("Its own months of last year"),
    SpreadKey.REGION: gettext_lazy("The region's months of last year"),
    SpreadKey.WORKING_DAYS: gettext_lazy("Working days"),
    SpreadKey.EQUAL: gettext_lazy("The same each month"),
}
SPLIT_WORDS = {
    SplitKey.LAST_YEAR: gettext_lazy("Share of the same month last year"),
    SplitKey.PARC: gettext_lazy("Active vehicles"),
    SplitKey.EQUAL: gettext_lazy("The same for each store"),
}


@dataclass(frozen=True)
class YearPlan:
    """What is to be spread: the year's total of what adds up, else the level in January and in December."""

    metric: Metric
    place: Store | Region
    total: Decimal | None = None
    first: Decimal | None = None
    last: Decimal | None = None
    key: SpreadKey = SpreadKey.OWN


def spread(plan: YearPlan, grid: Grid, *, today: date) -> dict[str, Decimal]:
    """A value for each month; the months of a total sum to it exactly. Raises CannotSet with the reason.

    A month without weight, such as one in which the store was closed, gets no target.
    """
    if not adds_up(plan.metric):
        return _levels(plan, grid.months)
    if plan.total is None or plan.total <= 0:
        raise CannotSet(_("A year's target is larger than 0."))
    weights = _weights_of_months(plan, grid, today)
    return _divided(plan.metric, plan.total, dict(zip(grid.months, weights, strict=True)))


def reserves(plan: YearPlan, grid: Grid) -> list[str]:
    """What a reader of the proposal should know."""
    if plan.key is SpreadKey.WORKING_DAYS and adds_up(plan.metric) and is_estimated(grid.year):
        words = _("The holidays of %(year)s are not announced yet: its working days are an estimate.")
        return [words % {"year": grid.year}]
    return []


def _levels(plan: YearPlan, months: Sequence[str]) -> dict[str, Decimal]:
    if plan.first is None:
        raise CannotSet(_("Say what the target is in January."))
    last = plan.first if plan.last is None else plan.last
    return dict(zip(months, path(plan.first, last, len(months)), strict=True))


def _divided(metric: Metric, total: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Parts that sum to the total exactly, in steps that people would type."""
    step = _step(total) if metric.unit is Unit.YUAN else Decimal(1)
    whole = total / step
    if whole != int(whole):
        raise CannotSet(_("This metric is counted in whole numbers."))
    try:
        found = parts(int(whole), list(weights.values()))
    except NothingToDivideBy:
        raise CannotSet(
            _("There is nothing to divide by: every weight is 0. Please choose another key.")
        ) from None
    return {key: part * step for key, part in zip(weights, found, strict=True) if part}


def _step(total: Decimal) -> Decimal:
    """0.1 万元 where the total is a large amount of them, else yuan, else fen."""
    if total >= FINE * THOUSAND and total % THOUSAND == 0:
        return THOUSAND
    return Decimal(1) if total % 1 == 0 and total >= FINE else FEN


def _weights_of_months(plan: YearPlan, grid: Grid, today: date) -> list[Decimal]:
    if plan.key is SpreadKey.EQUAL:
        return [Decimal(1)] * len(grid.months)
    if plan.key is SpreadKey.WORKING_DAYS:
        return [sum((working_weight(day) for day in days_of(month)), Decimal(0)) for month in grid.months]
    place = plan.place
    if isinstance(place, Store) and plan.key is SpreadKey.OWN:
        return _shape(plan.metric, grid, [place.code], today)
    region = place.region_id if isinstance(place, Store) else place.pk
    return _shape(plan.metric, grid, [one.code for one in grid.stores if one.region_id == region], today)


def _shape(metric: Metric, grid: Grid, codes: Sequence[str], today: date) -> list[Decimal]:
    """What the stores had in each month: in the year before, or, where that month is not over, in the year
    before that. Raises CannotSet where a month has no figures.
    """
    newest = _newest_whole(grid.months[-1], today)
    before = [same_month_last_year(month) for month in grid.months]
    shape = [month if month <= newest else same_month_last_year(month) for month in before]
    found = _figures(metric.slug, shape, grid, today)
    sums = [_together(found, metric.slug, codes, month) for month in shape]
    gone = [month for month, value in zip(shape, sums, strict=True) if value is None]
    if gone:
        words = _("There is no whole year to go by: %(months)s without figures. Please choose another key.")
        raise CannotSet(words % {"months": _listed(gone)})
    return [max(Decimal(0), value or Decimal(0)) for value in sums]


def _figures(slug: str, months: Sequence[str], grid: Grid, today: date) -> Figures:
    """Always of all the stores of the page: sums for them are worked out already."""
    codes = [store.code for store in grid.stores]
    return figures([slug], months=months, stores=codes, as_of=today, by="store")


def _together(found: Figures, slug: str, codes: Sequence[str], month: str) -> Decimal | None:
    values = [found.at(slug, code, month).value for code in codes]
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _listed(months: Sequence[str]) -> str:
    return f"{months[0]} … {months[-1]}" if len(months) > 2 else ", ".join(months)


# From the region to its stores.


@dataclass(frozen=True)
class Split:
    """Values for the stores' cells, and what could not be split, in a sentence each."""

    values: Mapping[tuple[str, str], Decimal]  # store, month
    remarks: Sequence[str]


def split(grid: Grid, region: Region, key: SplitKey, *, today: date) -> Split:
    """The region's target of every month that has one, split to its stores: sums to the last fen.

    Shares and averages are not parted: each store takes over the region's level. Raises CannotSet where
    the region has no target at all.
    """
    held = {
        month: grid.goals.get((grid.metric.slug, region_place(region.pk), month)) for month in grid.months
    }
    goals = {month: goal for month, goal in held.items() if goal}
    if not goals:
        raise CannotSet(
            _("%(region)s has no target of this year yet: set it first.") % {"region": region.name}
        )
    stores = [store for store in grid.stores if store.region_id == region.pk]
    if not adds_up(grid.metric):
        return Split({(one.code, month): goal.value for one in stores for month, goal in goals.items()}, ())
    return _split_sums(grid, goals, stores, key, today)


def _split_sums(
    grid: Grid, goals: Mapping[str, Goal], stores: Sequence[Store], key: SplitKey, today: date
) -> Split:
    values: dict[tuple[str, str], Decimal] = {}
    remarks = []
    for month, goal in goals.items():
        open_then = [
            store for store in stores if not store.opened_on or store.opened_on.isoformat()[:7] <= month
        ]
        weights, unknown = _weights_of_stores(grid, month, [one.code for one in open_then], key, today)
        if unknown:
            words = _("%(month)s: %(stores)s without figures to go by get no target; type it in.")
            remarks.append(words % {"month": month, "stores": ", ".join(unknown)})
        try:
            found = _divided(grid.metric, goal.value, weights)
        except CannotSet as refusal:
            remarks.append(f"{month}: {refusal}")
            continue
        values |= {(store, month): part for store, part in found.items()}
    return Split(values, remarks)


def _weights_of_stores(
    grid: Grid, month: str, codes: Sequence[str], key: SplitKey, today: date
) -> tuple[dict[str, Decimal], list[str]]:
    """Weights by store, and the stores that have none to go by."""
    if key is SplitKey.EQUAL:
        return dict.fromkeys(codes, Decimal(1)), []
    slug = PARC if key is SplitKey.PARC else grid.metric.slug
    at = _newest_whole(month, today) if key is SplitKey.PARC else same_month_last_year(month)
    found = _figures(slug, [at], grid, today)
    values = {code: found.at(slug, code, at).value for code in codes}
    weights = {code: max(Decimal(0), Decimal(value)) for code, value in values.items() if value is not None}
    return weights, [code for code in codes if code not in weights]


def _newest_whole(month: str, today: date) -> str:
    """The last complete month before the one that is planned."""
    before = shifted(today.isoformat()[:7], -1)
    return min(before, rolling(month, 2)[0])

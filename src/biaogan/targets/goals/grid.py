"""The targets of a year as a grid: places down and months across, or one store's metrics down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from biaogan.engine.metrics.metric import Metric
from biaogan.org.models import Region, Store
from biaogan.org.scope import Scope
from biaogan.targets.goals.goal import Goal, Key, adds_up, region_place, settable
from biaogan.targets.goals.queries import cascade
from biaogan.targets.goals.stored import Unused, own_goals, unused

FIRST = "revenue"
YEARS_BACK, YEARS_AHEAD = 3, 1


class NoSuchGrid(Exception):
    """A metric, store or year that lies outside what there is to see."""


@dataclass(frozen=True)
class Spot:
    """One cell: whose target of which month."""

    metric: Metric
    place: Store | Region
    month: str

    @property
    def key(self) -> Key:
        place = self.place.code if isinstance(self.place, Store) else region_place(self.place.pk)
        return self.metric.slug, place, self.month

    @property
    def name(self) -> str:
        """What the cell is called in a form."""
        return "|".join(self.key)


@dataclass(frozen=True)
class Row:
    metric: Metric
    place: Store | Region
    spots: Sequence[Spot]


@dataclass(frozen=True)
class Difference:
    """A region's own target of each month beside what its stores' targets make together."""

    region: Region
    own: Sequence[Decimal | None]
    stores: Sequence[Goal | None]

    @property
    def gaps(self) -> list[Decimal | None]:
        """Region minus stores; None where one side has no target."""
        return [
            None if own is None or made is None else own - made.value
            for own, made in zip(self.own, self.stores, strict=True)
        ]

    @property
    def is_lopsided(self) -> bool:
        """Some month has a target on one side alone, so that the year cannot be compared."""
        return any(
            (own is None) is not (made is None) for own, made in zip(self.own, self.stores, strict=True)
        )


@dataclass(frozen=True)
class Grid:
    """`store` is set where the rows are the metrics of one store; else they are places of one metric."""

    metric: Metric
    store: Store | None
    year: int
    months: Sequence[str]
    rows: Sequence[Row]
    goals: Mapping[Key, Goal]
    differences: Sequence[Difference]
    stores: Sequence[Store]
    regions: Sequence[Region]
    unused: Unused = field(default_factory=lambda: Unused((), 0))

    def spots(self) -> Iterator[Spot]:
        for row in self.rows:
            yield from row.spots

    def goal(self, spot: Spot) -> Goal | None:
        return self.goals.get(spot.key)

    def row_of(self, place: Store | Region) -> Row:
        return next(row for row in self.rows if row.place == place)


def years(today: date) -> list[int]:
    return list(range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1))


def grid(
    *,
    scope: Scope,
    today: date,
    slug: str | None = None,
    store: str | None = None,
    year: str | None = None,
    as_of: date | None = None,
) -> Grid:
    """The targets as they hold today, or held on a former day. Raises NoSuchGrid."""
    metric = settable().get(slug or FIRST)
    stores = list(Store.objects.within(scope).active().order_by("code"))
    chosen = next((one for one in stores if one.code == store), None)
    wanted = int(year) if year and year.isdecimal() else today.year
    if metric is None or (store and chosen is None) or wanted not in years(today):
        raise NoSuchGrid
    months = [f"{wanted}-{number:02d}" for number in range(1, 13)]
    # A region's own target is seen by whoever answers for all of it.
    regions = list(Region.objects.within(scope).filter(stores__in=stores).distinct())
    rows = _metric_rows(chosen, months) if chosen else _place_rows(metric, [*regions, *stores], months)
    own = own_goals(
        {row.metric.slug for row in rows},
        stores=[one.code for one in stores],
        regions=[one.pk for one in regions],
        months=months,
        as_of=as_of or today,
    )
    gaps = [] if chosen else [_difference(metric, one, stores, months, own, today) for one in regions]
    return Grid(
        metric, chosen, wanted, months, rows, own, gaps, stores, regions, unused([one.code for one in stores])
    )


def _place_rows(metric: Metric, places: Sequence[Store | Region], months: Sequence[str]) -> list[Row]:
    return [Row(metric, place, [Spot(metric, place, month) for month in months]) for place in places]


def _metric_rows(store: Store, months: Sequence[str]) -> list[Row]:
    return [
        Row(metric, store, [Spot(metric, store, month) for month in months]) for metric in settable().values()
    ]


def _difference(
    metric: Metric,
    region: Region,
    stores: Sequence[Store],
    months: Sequence[str],
    own: Mapping[Key, Goal],
    today: date,
) -> Difference:
    codes = [store.code for store in stores if store.region_id == region.pk]
    found = [own.get((metric.slug, region_place(region.pk), month)) for month in months]
    among = [store.code for store in stores]
    made = [cascade(metric.slug, month, stores=codes, own=own, as_of=today, among=among) for month in months]
    return Difference(region, [goal.value if goal else None for goal in found], made)


def year_total(metric: Metric, values: Sequence[Decimal | None]) -> Decimal | None:
    """The year of what adds up; None for shares, and where no month has a target."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and adds_up(metric) else None

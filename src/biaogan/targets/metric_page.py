"""One metric: how it stands, against whom, by what it can be divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.methods.intervals import Interval
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.judging import Judgement, few_cases, interval_of, judge
from biaogan.engine.metrics.metric import Cut, Metric, Text, Unit
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import rolling, same_month_last_year, shifted
from biaogan.org.models import Store
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.change import change
from biaogan.targets.cockpit import compared
from biaogan.targets.goals.attainment import figures_with_targets
from biaogan.targets.goals.goal import Goal, Key
from biaogan.targets.goals.progress import Attained, attained_at, judged_by
from biaogan.targets.goals.queries import goals
from biaogan.targets.numbers import Figures, divided

TREND_MONTHS = 24
PERSONS = frozenset({Cut.ADVISOR, Cut.TECHNICIAN})


@dataclass(frozen=True)
class Standing:
    """A reading with what stands beside it; `store` is None for the region."""

    store: Store | None
    reading: Reading
    interval: Interval | None
    few: bool
    comparison: str  # with the region: good, bad, same, none
    gap: Decimal | None  # to the region, for shares and averages
    share: Decimal | None  # of the region in percent, for sums
    year_on_year: Decimal | None
    month_on_month: Decimal | None
    attained: Attained | None  # None without a target


@dataclass(frozen=True)
class Rival:
    """The reading of another definition in use, and how far it lies from ours."""

    name: Text
    reading: Reading
    gap: Decimal | None


@dataclass(frozen=True)
class Part:
    """One value of a cut. Persons are told apart by store; other parts are of the place asked for."""

    name: str
    store: Store | None
    reading: Reading
    interval: Interval | None
    share: Decimal | None


@dataclass(frozen=True)
class Division:
    cut: Cut
    parts: Sequence[Part]


@dataclass(frozen=True)
class MetricPage:
    """Everything the page of a metric shows of one month and place."""

    metric: Metric
    asked: Asked
    own: Standing
    region: Standing
    judgement: Judgement
    trend_months: Sequence[str]
    trend: Sequence[Reading]
    region_trend: Sequence[Reading]  # empty where the place is the region itself
    rivals: Sequence[Rival]
    stores: Sequence[Standing]
    division: Division | None

    @property
    def latest(self) -> Reading | None:
        """The newest reading there is, where the month asked for has none yet."""
        return next((reading for reading in reversed(self.trend) if reading.value is not None), None)


def metric_page(metric: Metric, asked: Asked, *, cut: str | None = None) -> MetricPage | None:
    """None before the first file: then there is only the definition to show."""
    if not asked.month:
        return None
    months = trend_months(asked)
    before = same_month_last_year(asked.month)
    slugs = [metric.slug, *(f"{metric.slug}/{variant.slug}" for variant in metric.variants)]
    found = figures_with_targets(slugs, months=[*months, before], stores=asked.codes, as_of=asked.today)
    aims = goals([metric.slug], stores=asked.codes, months=[asked.month], as_of=asked.today)
    trend = found.series(metric.slug, asked.place, months)
    own = _standing(metric, asked, asked.store, found, aims)
    return MetricPage(
        metric=metric, asked=asked, own=own,
        region=_standing(metric, asked, None, found, aims),
        judgement=judge(
            metric, trend[-1], target=judged_by(metric, own.attained, running=asked.running),
            past=[reading.value for reading in trend[-13:-1]],
        ),
        trend_months=months, trend=trend,
        region_trend=found.series(metric.slug, REGION, months) if asked.store else (),
        rivals=[_rival(metric, slug, asked, found) for slug in slugs[1:]],
        stores=[_standing(metric, asked, store, found, aims) for store in asked.stores],
        division=_division(metric, asked, _cut_of(metric, cut)),
    )  # fmt: skip


def trend_months(asked: Asked) -> list[str]:
    """Two years up to the month asked for, from the first month with data on."""
    return [month for month in rolling(asked.month, TREND_MONTHS) if month >= asked.months[0]]


def adds_up(metric: Metric) -> bool:
    """Whether the stores' readings are parts of the region's: sums, not shares or averages."""
    return metric.denominator is None and metric.unit in {Unit.YUAN, Unit.COUNT}


def share_of(reading: Reading, whole: Reading) -> Decimal | None:
    if reading.value is None or not whole.value:
        return None
    return Decimal(reading.value) / Decimal(whole.value) * 100


def _standing(
    metric: Metric, asked: Asked, store: Store | None, found: Figures, aims: Mapping[Key, Goal]
) -> Standing:
    place = store.code if store else REGION
    now, region = found.at(metric.slug, place, asked.month), found.at(metric.slug, REGION, asked.month)
    then = found.at(metric.slug, place, same_month_last_year(asked.month))
    last = found.found.get((metric.slug, place, shifted(asked.month, -1)))
    summed, whole = adds_up(metric), not asked.running
    return Standing(
        store=store, reading=now, interval=interval_of(metric, now), few=few_cases(metric, now),
        comparison=compared(metric, now, region) if store else "none",
        gap=None if summed or not store else change(metric, now.value, region.value),
        share=share_of(now, region) if summed and store else None,
        year_on_year=change(metric, now.value, then.value) if whole else None,
        month_on_month=change(metric, now.value, last.value) if whole and last else None,
        attained=attained_at(metric, place, asked.month, goals=aims, found=found, today=asked.today),
    )  # fmt: skip


def _rival(metric: Metric, slug: str, asked: Asked, found: Figures) -> Rival:
    reading, ours = found.at(slug, asked.place, asked.month), found.at(metric.slug, asked.place, asked.month)
    return Rival(metric_of(slug).name, reading, change(metric, reading.value, ours.value))


def _cut_of(metric: Metric, wanted: str | None) -> Cut | None:
    """The cut asked for, else the metric's first one; None where it cannot be divided."""
    return next((cut for cut in metric.cuts if cut.value == wanted), metric.cuts[0] if metric.cuts else None)


def _division(metric: Metric, asked: Asked, cut: Cut | None) -> Division | None:
    if cut is None:
        return None
    by = "region" if asked.store is None and cut not in PERSONS else "store"
    readings = divided(
        metric.slug, cut=cut.value, months=[asked.month], stores=asked.codes, as_of=asked.today, by=by
    )
    stores = {store.code: store for store in asked.stores}
    kept = [
        reading
        for reading in readings
        if reading.value is not None and (asked.store is None or reading.place == asked.place)
    ]
    whole = sum((Decimal(reading.value or 0) for reading in kept), Decimal(0))
    return Division(cut, [_part(metric, cut, reading, stores, whole) for reading in _ordered(kept, cut)])


def _ordered(readings: Sequence[Reading], cut: Cut) -> list[Reading]:
    """Ages stand in their order, everything else by size."""
    if cut is Cut.VEHICLE_AGE:
        return sorted(readings, key=lambda reading: reading.by[cut.value])
    return sorted(readings, key=lambda reading: -Decimal(reading.value or 0))


def _part(metric: Metric, cut: Cut, reading: Reading, stores: dict[str, Store], whole: Decimal) -> Part:
    share = Decimal(reading.value or 0) / whole * 100 if adds_up(metric) and whole else None
    return Part(
        reading.by[cut.value], stores.get(reading.place), reading, interval_of(metric, reading), share
    )

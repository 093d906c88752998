"""The first page: eight numbers, the stores side by side, what to do today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.judging import Judgement, interval_of, judge
from biaogan.engine.metrics.metric import Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import last_day, month_of, shifted
from biaogan.org.models import Store
from biaogan.org.scope import Scope
from biaogan.targets.asked import Asked
from biaogan.targets.change import change, trend
from biaogan.targets.goals.progress import Attained, TimeProgress, attained_at, judged_by, time_progress
from biaogan.targets.goals.queries import goals
from biaogan.targets.landing.queries import MonthEnd, month_ends
from biaogan.targets.numbers import (
    Figures,
    Freshness,
    figures,
    freshness,
    months_with_data,
    newest_complete,
    stores_of,
    year_until,
)
from biaogan.targets.same_days import SameDays, same_days
from biaogan.targets.to_do import ToDo, to_do

REGION = "region"
KEY_METRICS = (
    "revenue", "gross-margin", "visits", "revenue-per-visit",
    "maintenance-return-rate", "nps", "first-time-fix", "on-time-delivery",
)  # fmt: skip
HEAT_METRICS = (
    "revenue", "visits", "revenue-per-visit", "gross-margin", "on-time-delivery",
    "first-time-fix", "comeback-rate", "appointment-rate", "retention", "nps",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One of the eight numbers with all that stands beside it."""

    metric: Metric
    reading: Reading
    attained: Attained | None  # None without a target
    year_on_year: Decimal | None
    month_on_month: Decimal | None
    trend: Sequence[float | None]
    judgement: Judgement
    latest: Reading | None  # the newest reading there is


@dataclass(frozen=True)
class HeatCell:
    metric: Metric
    reading: Reading
    comparison: str  # good, bad, same (cannot be told apart), none (too few cases, no interval)


@dataclass(frozen=True)
class HeatRow:
    store: Store
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class Cockpit:
    month: str
    months: Sequence[str]
    running: bool  # the month is not over: it is compared with the same days of others
    compared_until: date | None  # the last of these days; None where no comparison is made of them
    progress: TimeProgress
    cards: Sequence[Card]
    heat: Sequence[HeatRow]
    landings: Sequence[MonthEnd]  # of the running month, shown with it and with the month before
    to_do: ToDo
    freshness: Freshness
    stores: Sequence[Store]


def cockpit(*, scope: Scope, today: date, month: str | None = None) -> Cockpit | None:
    """The cockpit of a month, by default the newest complete one; None before the first file."""
    stores = stores_of(scope)
    codes = [store.code for store in stores]
    months = months_with_data(codes)
    if not months:
        return None
    chosen = month if month in months else newest_complete(months, today)
    slugs = list(dict.fromkeys([*KEY_METRICS, *HEAT_METRICS]))
    found = figures(slugs, months=year_until(chosen), stores=codes, as_of=today)
    running = last_day(chosen) >= today
    aims = goals(KEY_METRICS, stores=codes, months=[chosen], as_of=today)
    same = same_days(KEY_METRICS, month=chosen, stores=codes, today=today) if running else None
    return Cockpit(
        month=chosen, months=months[::-1], running=running, compared_until=same.until if same else None,
        progress=time_progress(chosen, today),
        cards=[
            _card(
                slug, found, chosen, same=same, running=running,
                reached=attained_at(
                    metric_of(slug), REGION, chosen, goals=aims, found=found, today=today
                ),
            )
            for slug in KEY_METRICS
        ],
        heat=_heat(found, stores, chosen),
        landings=_landings(stores, months, chosen, today),
        to_do=to_do(scope=scope, stores=stores, month=newest_complete(months, today), today=today),
        freshness=freshness(codes), stores=stores,
    )  # fmt: skip


def _landings(stores: Sequence[Store], months: Sequence[str], chosen: str, today: date) -> list[MonthEnd]:
    running = month_of(today)
    if running not in months or chosen not in (running, shifted(running, -1)):
        return []
    return month_ends(Asked(stores, None, months, running, today))


def _card(
    slug: str, found: Figures, month: str, *, same: SameDays | None, running: bool, reached: Attained | None
) -> Card:
    metric = metric_of(slug)
    now = found.at(slug, REGION, month)
    series = found.series(slug, REGION, year_until(month))
    past = () if running else [one.value for one in series[:-1]]
    year_on_year, month_on_month = (
        _running_changes(metric, same)
        if running
        else (change(metric, now.value, series[0].value), change(metric, now.value, series[-2].value))
    )
    return Card(
        metric=metric, reading=now, attained=reached,
        year_on_year=year_on_year, month_on_month=month_on_month, trend=trend(series),
        # Whole months say nothing of a part of one: neither the target of a sum nor their spread.
        judgement=judge(metric, now, target=judged_by(metric, reached, running=running), past=past),
        latest=next((reading for reading in reversed(series) if reading.value is not None), None),
    )  # fmt: skip


def _running_changes(metric: Metric, same: SameDays | None) -> tuple[Decimal | None, Decimal | None]:
    """Year on year and month on month, between the same days; None for metrics that look further back."""
    if same is None or metric.slug not in same.now:
        return None, None
    now = same.now[metric.slug]
    return (
        change(metric, now, same.year_ago[metric.slug]),
        change(metric, now, same.month_ago[metric.slug]),
    )


def _heat(found: Figures, stores: Sequence[Store], month: str) -> list[HeatRow]:
    return [
        HeatRow(store, [_heat_cell(slug, store.code, found, month) for slug in HEAT_METRICS])
        for store in stores
    ]


def _heat_cell(slug: str, store: str, found: Figures, month: str) -> HeatCell:
    metric, reading = metric_of(slug), found.at(slug, store, month)
    return HeatCell(metric, reading, compared(metric, reading, found.at(slug, REGION, month)))


def compared(metric: Metric, reading: Reading, region: Reading) -> str:
    """A store against its region: told apart only when the whole interval lies on one side."""
    interval = interval_of(metric, reading)
    if interval is None or region.value is None or (reading.n or 0) < metric.min_n:
        return "none"
    line = float(region.value)
    if interval.low <= line <= interval.high:
        return "same"
    return "good" if (interval.low > line) is (metric.better.value == "higher") else "bad"


def month_links(cockpit: Cockpit) -> tuple[str | None, str | None]:
    """The months before and after, where they have data."""
    before, after = shifted(cockpit.month, -1), shifted(cockpit.month, 1)
    return (before if before in cockpit.months else None, after if after in cockpit.months else None)

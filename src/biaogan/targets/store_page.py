"""One store: all its metrics, its rank among the stores, its advisors, what stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.metrics.catalogue import CATALOGUE, metric_of
from biaogan.engine.metrics.judging import few_cases, interval_of
from biaogan.engine.metrics.metric import Better, Metric, Perspective
from biaogan.engine.metrics.reading import Reading
from biaogan.followup.rule import Finding
from biaogan.org.models import Store
from biaogan.targets import rules
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.goals.attainment import figures_with_targets
from biaogan.targets.goals.goal import Goal, Key
from biaogan.targets.goals.progress import Attained, attained_at
from biaogan.targets.goals.queries import goals
from biaogan.targets.metric_list import Line, line
from biaogan.targets.metric_page import trend_months
from biaogan.targets.numbers import Figures, divided, year_until

TREND_METRICS = ("revenue", "visits", "gross-margin", "on-time-delivery")
ADVISOR_METRICS = (
    "revenue",
    "visits",
    "revenue-per-visit",
    "on-time-delivery",
    "first-time-fix",
    "comeback-rate",
)


@dataclass(frozen=True)
class Rank:
    """From the best to the worst place the store may hold: one place, or a band where intervals overlap."""

    best: int
    worst: int
    among: int


@dataclass(frozen=True)
class Placed:
    """A metric of the store with what stands beside it."""

    line: Line
    attained: Attained | None  # None without a target
    rank: Rank | None


@dataclass(frozen=True)
class Trend:
    metric: Metric
    own: Sequence[Reading]
    region: Sequence[Reading]


@dataclass(frozen=True)
class Advisor:
    """One advisor's readings, in the order of ADVISOR_METRICS."""

    pseudonym: str
    readings: Sequence[Reading | None]


@dataclass(frozen=True)
class StorePage:
    store: Store
    asked: Asked
    groups: Sequence[tuple[Perspective, Sequence[Placed]]]
    months: Sequence[str]
    trends: Sequence[Trend]
    advisors: Sequence[Advisor]
    findings: Sequence[Finding]


def store_page(store: Store, asked: Asked) -> StorePage | None:
    """None before the first file."""
    if not asked.month:
        return None
    months = trend_months(asked)
    wanted = sorted({*year_until(asked.month), *months})
    found = figures_with_targets(list(CATALOGUE), months=wanted, stores=asked.codes, as_of=asked.today)
    return StorePage(
        store=store, asked=asked, groups=_groups(store, asked, found), months=months,
        trends=[_trend(slug, store, months, found) for slug in TREND_METRICS],
        advisors=_advisors(store, asked), findings=_findings(store, asked),
    )  # fmt: skip


def _groups(store: Store, asked: Asked, found: Figures) -> list[tuple[Perspective, Sequence[Placed]]]:
    aims = goals(list(CATALOGUE), stores=[store.code], months=[asked.month], as_of=asked.today)
    placed = [_placed(metric, store, asked, found, aims) for metric in CATALOGUE.values()]
    return [(one, [item for item in placed if item.line.metric.perspective is one]) for one in Perspective]


def _placed(metric: Metric, store: Store, asked: Asked, found: Figures, aims: Mapping[Key, Goal]) -> Placed:
    readings = {code: found.at(metric.slug, code, asked.month) for code in asked.codes}
    reached = attained_at(metric, store.code, asked.month, goals=aims, found=found, today=asked.today)
    return Placed(line(metric, asked, found), reached, rank(metric, store.code, readings))


def rank(metric: Metric, store: str, readings: dict[str, Reading]) -> Rank | None:
    """The store's place among stores with enough cases; None where there is no better or worse."""
    if metric.better is Better.BAND:
        return None
    compared = {
        code: one for code, one in readings.items() if one.value is not None and not few_cases(metric, one)
    }
    if store not in compared or len(compared) < 2:
        return None
    low, high = _span(metric, compared[store])
    others = [_span(metric, one) for code, one in compared.items() if code != store]
    better = sum(other[0] > high for other in others)
    worse = sum(other[1] < low for other in others)
    return Rank(better + 1, len(compared) - worse, len(compared))


def _span(metric: Metric, reading: Reading) -> tuple[float, float]:
    """From the worse to the better end of what the reading may be, so that more is better."""
    interval = interval_of(metric, reading)
    value = float(reading.value or 0)
    low, high = (interval.low, interval.high) if interval else (value, value)
    return (low, high) if metric.better is Better.HIGHER else (-high, -low)


def _trend(slug: str, store: Store, months: Sequence[str], found: Figures) -> Trend:
    metric = metric_of(slug)
    region = () if metric.denominator is None else found.series(slug, REGION, months)
    return Trend(metric, found.series(slug, store.code, months), region)


def _advisors(store: Store, asked: Asked) -> list[Advisor]:
    """Advisors with readings of the month, by revenue."""
    by_metric = [_of_advisors(slug, store, asked) for slug in ADVISOR_METRICS]
    names = {name for found in by_metric for name, reading in found.items() if reading.value is not None}
    advisors = [Advisor(name, [found.get(name) for found in by_metric]) for name in names]
    return sorted(advisors, key=lambda one: (-_first_value(one), one.pseudonym))


def _of_advisors(slug: str, store: Store, asked: Asked) -> dict[str, Reading]:
    found = divided(slug, cut="advisor", months=[asked.month], stores=asked.codes, as_of=asked.today)
    return {reading.by["advisor"]: reading for reading in found if reading.place == store.code}


def _first_value(advisor: Advisor) -> Decimal:
    first = advisor.readings[0]
    return Decimal(first.value) if first and first.value is not None else Decimal(0)


def _findings(store: Store, asked: Asked) -> list[Finding]:
    """Of the store, judged together with the others of the scope."""
    found = rules.findings(asked.codes, month=asked.month, today=asked.today)
    return [one for one in found if one.store == store.code]

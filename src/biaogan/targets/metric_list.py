"""All metrics with their newest readings, by perspective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Metric, Perspective
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.asked import Asked
from biaogan.targets.change import change, trend
from biaogan.targets.goals.attainment import figures_with_targets
from biaogan.targets.numbers import Figures, year_until


@dataclass(frozen=True)
class Line:
    """A metric and its reading; without data there is only the metric."""

    metric: Metric
    reading: Reading | None
    year_on_year: Decimal | None
    month_on_month: Decimal | None
    trend: Sequence[float | None]


@dataclass(frozen=True)
class MetricList:
    asked: Asked
    words: str
    groups: Sequence[tuple[Perspective, Sequence[Line]]]


def metric_list(asked: Asked, *, words: str = "") -> MetricList:
    """The metrics whose names, code or formula hold all the words."""
    chosen = [metric for metric in CATALOGUE.values() if _named(metric, words)]
    found = None
    if asked.month and chosen:
        slugs = [metric.slug for metric in chosen]
        found = figures_with_targets(
            slugs, months=year_until(asked.month), stores=asked.codes, as_of=asked.today
        )
    lines = [line(metric, asked, found) for metric in chosen]
    groups = [(one, [line for line in lines if line.metric.perspective is one]) for one in Perspective]
    return MetricList(asked, words, [(one, group) for one, group in groups if group])


def _named(metric: Metric, words: str) -> bool:
    texts = (metric.slug, metric.code, metric.name.zh, metric.name.en, metric.formula.zh, metric.formula.en)
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())


def line(metric: Metric, asked: Asked, found: Figures | None) -> Line:
    """A metric at the place asked for, with its changes and its last thirteen months."""
    if found is None:
        return Line(metric, None, None, None, ())
    series = found.series(metric.slug, asked.place, year_until(asked.month))
    now, whole = series[-1], not asked.running
    return Line(
        metric=metric, reading=now,
        year_on_year=change(metric, now.value, series[0].value) if whole else None,
        month_on_month=change(metric, now.value, series[-2].value) if whole else None,
        trend=trend(series),
    )  # fmt: skip

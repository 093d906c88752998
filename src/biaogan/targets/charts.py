"""Readings as charts; pure: the language and the words are arguments."""

from __future__ import annotations

from collections.abc import Sequence

from biaogan.engine.metrics.metric import Metric, Unit
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.metric_page import MetricPage
from biaogan.ui.charts import Chart, Height, Series, bar_chart, time_chart
from biaogan.ui.formats import Language


def unit(metric: Metric) -> str:
    """Sums of money stand on an axis of 万元; money per visit or head is too small for it and is a number."""
    if metric.unit.is_money and metric.denominator is not None:
        return Unit.COUNT.value
    return metric.unit.value


def values(readings: Sequence[Reading]) -> list[float | None]:
    """A missing reading stays missing: it is drawn as a gap."""
    return [None if reading.value is None else float(reading.value) for reading in readings]


def trend(page: MetricPage, *, title: str, own: str, region: str, language: Language) -> Chart:
    """The place over two years, the region dashed beside a store."""
    series = [Series(own, values(page.trend))]
    # Beside the region's sum a store's line would lie flat on the ground.
    if page.region_trend and page.metric.denominator is not None:
        series.append(Series(region, values(page.region_trend), dashed=True))
    return time_chart(title, page.trend_months, series, unit=unit(page.metric), language=language)


def stores(page: MetricPage, *, title: str, language: Language) -> Chart:
    """One bar a store, largest first; stores without a reading last and without a bar."""
    ordered = sorted(page.stores, key=lambda one: (one.reading.value is None, -(one.reading.value or 0)))
    region = None if page.metric.denominator is None else page.region.reading.value
    return bar_chart(
        title,
        [one.store.name if one.store else "" for one in ordered],
        [None if one.reading.value is None else float(one.reading.value) for one in ordered],
        unit=unit(page.metric),
        language=language,
        target=None if region is None else float(region),
    )


def small_trend(
    title: str, months: Sequence[str], own: Series, region: Series | None, metric: Metric, language: Language
) -> Chart:
    """A trend among several on one page."""
    series = [own, region] if region else [own]
    return time_chart(title, months, series, unit=unit(metric), language=language, height=Height.SHORT)

"""Every metric of the product, by slug, in the order they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from biaogan.engine.metrics.catalogue import (
    capacity,
    capital,
    checks,
    loyalty,
    margins,
    process,
    quality,
    revenue,
    team,
    technicians,
    vehicles,
    voices,
)
from biaogan.engine.metrics.measure import Total
from biaogan.engine.metrics.metric import Metric

CATALOGUE: dict[str, Metric] = {
    metric.slug: metric
    for metric in (
        *revenue.METRICS, *margins.METRICS, *capital.METRICS, *vehicles.METRICS, *loyalty.METRICS,
        *voices.METRICS, *process.METRICS, *quality.METRICS, *capacity.METRICS, *checks.METRICS,
        *technicians.METRICS, *team.METRICS,
    )
}  # fmt: skip


def metric_of(slug: str) -> Metric:
    """The metric of a slug, or its variant (`revenue-per-visit/customer-pay`). KeyError if unknown."""
    name, _, variant = slug.partition("/")
    metric = CATALOGUE[name]
    return metric.variant(variant) if variant else metric


def all_totals() -> Iterator[Total]:
    """Every total of every metric and variant."""
    for metric in CATALOGUE.values():
        yield from metric.totals()
        for variant in metric.variants:
            yield from metric.variant(variant.slug).totals()

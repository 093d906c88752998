"""The fifth witness: the records themselves, through the metric of an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Better, Metric, Period, Unit
from biaogan.engine.periods import month_of, months_between
from biaogan.org.models import Store
from biaogan.quality.models import CheckItem
from biaogan.quality.witnesses.seen import Witness, Witnessed
from biaogan.targets.numbers import figures

MONTHLY = (Period.MONTH, Period.COHORT)  # rolling figures and states would count a case in every month
Sums = dict[tuple[str, str], tuple[int, int]]


def witnessed(*, stores: Collection[Store], since: date, until: date) -> list[Witnessed]:
    """Cases of the metric in the months of the span: how many were as they should be, of how many."""
    items = [item for item in CheckItem.objects.in_use().exclude(metric="") if is_witness(item.metric)]
    if not items or not stores:
        return []
    found = _sums({item.metric for item in items}, stores, since, until)
    return [
        Witnessed(item.pk, store.pk, Witness.TIMESTAMPS, *found[item.metric, store.code])
        for item in items
        for store in stores
        if (item.metric, store.code) in found
    ]


def is_witness(slug: str) -> bool:
    """A share of cases, month by month, with a right direction."""
    metric = CATALOGUE.get(slug)
    return metric is not None and metric.unit is Unit.PERCENT and _counts(metric)


def _counts(metric: Metric) -> bool:
    parts = (metric.numerator, metric.denominator)
    whole = all(part is not None and part.scale == 1 for part in parts)
    return whole and metric.period in MONTHLY and metric.better is not Better.BAND


def _sums(slugs: Collection[str], stores: Collection[Store], since: date, until: date) -> Sums:
    months = months_between(month_of(since), month_of(until))
    codes = [store.code for store in stores]
    read = figures(slugs, months=months, stores=codes, as_of=until, by="store")
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (slug, code, _month), reading in read.found.items():
        if reading.numerator is not None and reading.denominator:
            passed, total = sums[slug, code]
            top, bottom = int(reading.numerator), int(reading.denominator)
            good = top if CATALOGUE[slug].better is Better.HIGHER else bottom - top
            sums[slug, code] = (passed + min(max(good, 0), bottom), total + bottom)
    return dict(sums)

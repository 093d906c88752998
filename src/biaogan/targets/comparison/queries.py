"""One question: who differs from whom in a metric, and what their work has to do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.methods import funnel as funnels
from biaogan.engine.methods import shrinkage
from biaogan.engine.methods.bands import Band, Comparison, compare
from biaogan.engine.methods.funnel import Funnel
from biaogan.engine.methods.shrinkage import Shrunken
from biaogan.engine.metrics.metric import Better, Cut, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import rolling
from biaogan.org.models import Store
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.comparison.case_mix import MIXES, Shares, shares_of_visits, standardised
from biaogan.targets.comparison.estimating import (
    YEAR,
    Answers,
    Kind,
    StoreFigure,
    figures_of,
    kind_of,
    spans_of,
)
from biaogan.targets.goals.attainment import figures_with_targets
from biaogan.targets.numbers import answers_of


@dataclass(frozen=True)
class Ranked:
    """What the figures of all stores say about each; empty of bands where nothing may be ranked."""

    figures: Mapping[str, StoreFigure | None]
    comparison: Comparison
    shrunken: Mapping[str, Shrunken | None]
    funnel: Funnel | None

    def band(self, store: str) -> Band | None:
        return self.comparison.bands.get(store)

    def better_than(self, store: str) -> list[str]:
        return [pair.worse for pair in self.comparison.apart if pair.better == store]

    def worse_than(self, store: str) -> list[str]:
        return [pair.better for pair in self.comparison.apart if pair.worse == store]

    @property
    def ranked(self) -> int:
        return sum(band is not None for band in self.comparison.bands.values())


@dataclass(frozen=True)
class ComparedStores:
    metric: Metric
    asked: Asked
    kind: Kind
    span: int
    months: Sequence[str]
    ranked: Ranked
    region: float | None
    mix: Mapping[str, Shares]
    standard: Mapping[Cut, Mapping[str, Decimal | None]]

    @property
    def best_first(self) -> list[Store]:
        """By the middle of their bands, then by figure; stores without a figure last."""
        return sorted(self.asked.stores, key=self._place)

    def _place(self, store: Store) -> tuple[bool, float, float]:
        band, figure = self.ranked.band(store.code), self.ranked.figures.get(store.code)
        if figure is None:
            return True, 0.0, 0.0
        sign = 1 if self.metric.better is Better.LOWER else -1
        return band is None, (band.best + band.worst) / 2 if band else 0.0, sign * figure.value


def compared_stores(metric: Metric, asked: Asked, *, span: int = 1) -> ComparedStores | None:
    """None before the first file. Another span than the metric allows becomes one month."""
    if not asked.month:
        return None
    chosen = span if span in spans_of(metric) else 1
    year, months = rolling(asked.month, YEAR), rolling(asked.month, chosen)
    found = figures_with_targets([metric.slug], months=year, stores=asked.codes, as_of=asked.today)
    series = {code: found.series(metric.slug, code, year) for code in asked.codes}
    kind = kind_of(metric)
    answers = _answers(metric, asked) if kind is Kind.SCORE else {}
    whole = figures_of(metric, {REGION: found.series(metric.slug, REGION, year)}, chosen, {})
    region = found.at(metric.slug, REGION, asked.month).value if kind is Kind.SCORE else None
    middle = whole[REGION]
    if region is None and middle is not None:
        region = Decimal(middle.value)
    return ComparedStores(
        metric, asked, kind, chosen, months,
        ranked=ranked(metric, series, span=chosen, answers=answers),
        region=None if region is None else float(region),
        mix=shares_of_visits(asked, months),
        standard={
            cut: values for cut in MIXES if (values := standardised(metric, asked, months, cut))
        },
    )  # fmt: skip


def _answers(metric: Metric, asked: Asked) -> dict[str, Answers | None]:
    found = answers_of(metric.slug, month=asked.month, stores=asked.codes, as_of=asked.today)
    return {store: counts and Answers(*counts) for store, counts in found.items()}


def ranked(
    metric: Metric,
    series: Mapping[str, Sequence[Reading]],
    *,
    span: int = 1,
    answers: Mapping[str, Answers | None] | None = None,
) -> Ranked:
    """A year of readings by store, oldest first, compared over its last `span` months."""
    found = figures_of(metric, series, span, answers or {})
    estimates = {store: figure.estimate if figure else None for store, figure in found.items()}
    return Ranked(
        found,
        compare(estimates, higher_is_better=metric.better is not Better.LOWER),
        _shrunken(metric, found),
        _funnel(found),
    )


def _shrunken(metric: Metric, found: Mapping[str, StoreFigure | None]) -> Mapping[str, Shrunken | None]:
    """Shares lean on the common share for their error, other figures on their own."""
    counts = _counts(found)
    if not counts:
        estimates = {store: figure.estimate if figure else None for store, figure in found.items()}
        return shrinkage.of_estimates(estimates).stores
    stores = shrinkage.of_rates(counts).stores
    return {
        store: one and Shrunken(one.raw * metric.factor, one.value * metric.factor, one.trust)
        for store, one in stores.items()
    }


def _funnel(found: Mapping[str, StoreFigure | None]) -> Funnel | None:
    counts = _counts(found)
    return funnels.of_rates(counts) if len(counts) > 1 else None


def _counts(found: Mapping[str, StoreFigure | None]) -> dict[str, tuple[int, int]]:
    return {store: figure.counts for store, figure in found.items() if figure and figure.counts}

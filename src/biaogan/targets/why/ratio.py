"""A gap in a ratio taken apart: another mix of its segments, or other figures within them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.methods.mix import RatioGap, of_ratio
from biaogan.engine.metrics.metric import Cut, Metric
from biaogan.targets.asked import Asked
from biaogan.targets.comparison.case_mix import Parts, added
from biaogan.targets.goals.queries import goals
from biaogan.targets.numbers import divided, figures

BY_STORE = "store"
FITTING = (Cut.BIZ_TYPE, Cut.PAYER, Cut.VEHICLE_AGE)


@dataclass(frozen=True)
class RatioWhy:
    """The gap by the segments of a cut, or by store; numerators and denominators of both sides beside it."""

    cut: str
    gap: RatioGap
    before: Parts
    after: Parts


def cuts_of(metric: Metric, asked: Asked) -> list[str]:
    """By what the ratio can be taken apart, the fittest first."""
    cuts = [cut.value for cut in FITTING if cut in metric.cuts]
    return cuts if asked.store or len(asked.stores) < 2 else [*cuts, BY_STORE]


def between_months(metric: Metric, asked: Asked, before: str, *, cut: str = "") -> RatioWhy | None:
    """The first cut whose segments make the whole on both sides; None where none does."""
    offered = cuts_of(metric, asked)
    for one in [cut] if cut in offered else offered:
        old, new = (_segments(metric, asked, month, one) for month in (before, asked.month))
        gap = of_ratio(_floats(old), _floats(new)) if old and new else None
        if gap:
            return RatioWhy(one, gap, old, new)
    return None


def against_target(metric: Metric, asked: Asked) -> RatioWhy | None:
    """By store, each target weighed by what the store's figure is a share of; stores without one stay out."""
    if asked.store:
        return None
    aims = goals([metric.slug], stores=asked.codes, months=[asked.month], as_of=asked.today)
    new = {
        store: parts
        for store, parts in _stores(metric, asked, asked.month).items()
        if (metric.slug, store, asked.month) in aims
    }
    old = {
        store: (aims[metric.slug, store, asked.month].value / metric.factor * size, size)
        for store, (_, size) in new.items()
    }
    gap = of_ratio(_floats(old), _floats(new))
    return RatioWhy(BY_STORE, gap, old, new) if gap else None


def _segments(metric: Metric, asked: Asked, month: str, cut: str) -> Parts:
    """Empty where the segments do not make the whole: then they cannot explain it."""
    place = asked.place
    if cut == BY_STORE:
        parts = _stores(metric, asked, month)
    else:
        readings = divided(
            metric.slug, cut=cut, months=[month], stores=asked.codes, as_of=asked.today, by="both"
        )
        parts = added(readings, place, Cut(cut))
    whole = figures([metric.slug], months=[month], stores=asked.codes, as_of=asked.today).at(
        metric.slug, place, month
    )
    sides = [sum((part[side] for part in parts.values()), Decimal(0)) for side in (0, 1)]
    return parts if whole.value is not None and sides == [whole.numerator, whole.denominator] else {}


def _stores(metric: Metric, asked: Asked, month: str) -> dict[str, tuple[Decimal, Decimal]]:
    found = figures([metric.slug], months=[month], stores=asked.codes, as_of=asked.today)
    readings = {store: found.at(metric.slug, store, month) for store in asked.codes}
    return {
        store: (Decimal(one.numerator or 0), Decimal(one.denominator))
        for store, one in readings.items()
        if one.value is not None and one.denominator
    }


def _floats(parts: Parts) -> Mapping[str, tuple[float, float]]:
    return {name: (float(top), float(size)) for name, (top, size) in parts.items()}

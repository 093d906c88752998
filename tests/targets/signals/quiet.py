"""Invented readings of stores at which nothing happens but chance, and of stores at which something does."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from biaogan.engine.metrics.catalogue import CATALOGUE
from biaogan.engine.metrics.metric import Better, Metric, Period, Unit
from biaogan.engine.metrics.reading import Reading
from biaogan.engine.periods import months_between
from biaogan.targets.numbers import Figures

MONTHS = months_between("2023-07", "2026-06")
CASES = 300
NOISE, SHOCK = 0.035, 0.02  # of a store's own month, and of all stores together


def reading(slug: str, place: str, month: str, value: float | None, cases: int | None = None) -> Reading:
    if value is None:
        return Reading(slug, place, month, {}, None, None, None, None, "v")
    return Reading(slug, place, month, {}, None, None, Decimal(str(round(value, 6))), cases or CASES, "v")


def share(slug: str, place: str, month: str, hits: int, cases: int = CASES) -> Reading:
    value = Decimal(100 * hits) / cases if cases else None
    return Reading(slug, place, month, {}, hits, cases or None, value, cases, "v")


def amount(slug: str, place: str, month: str, value: float) -> Reading:
    exact = Decimal(round(value))
    return Reading(slug, place, month, {}, exact, None, exact, CASES, "v")


def region(stores: list[str], seed: int, months: list[str] = MONTHS, cases: int = CASES) -> Figures:
    """Every metric of the list at every store, without any change over the months; shares of `cases`."""
    chance = np.random.default_rng(seed)
    found = {}
    for slug, metric in CATALOGUE.items():
        shocks = chance.normal(0, SHOCK, len(months))
        for store in stores:
            for one in _series(metric, slug, store, months, shocks, chance, cases):
                found[slug, store, one.month] = one
    return Figures(found)


def _series(metric: Metric, slug, store, months, shocks, chance, cases):
    if metric.unit is Unit.PERCENT and metric.period in (Period.MONTH, Period.COHORT) and metric.denominator:
        usual = 0.97 if metric.better is Better.HIGHER else 0.05
        return [share(slug, store, month, int(chance.binomial(cases, usual)), cases) for month in months]
    if slug == "key-vacancy":
        return [share(slug, store, month, 5, 100) for month in months]
    level = 1_000_000 * (1 + chance.uniform(-0.3, 0.3))
    values = level * (1 + shocks + chance.normal(0, NOISE, len(months)))
    if metric.period in (Period.ROLLING_YEAR, Period.ROLLING_QUARTER):
        length = 12 if metric.period is Period.ROLLING_YEAR else 3
        long = level * (1 + chance.normal(0, NOISE, len(months) + length))
        values = [long[at : at + length].mean() for at in range(len(months))]
    if metric.denominator is None:
        return [amount(slug, store, month, value) for month, value in zip(months, values, strict=True)]
    return [reading(slug, store, month, value / 10_000) for month, value in zip(months, values, strict=True)]


def changed(figures: Figures, readings: list[Reading]) -> Figures:
    """The same with these readings in their places."""
    return Figures(figures.found | {(one.slug, one.place, one.month): one for one in readings})

"""The cards of a month: every store and the region, scored, ranked, and how far the ranks bear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from biaogan.engine.methods.scorecard import (
    Card,
    Line,
    Steadiness,
    card,
    higher_is_better,
    lower_is_better,
    steadiness,
    within_band,
)
from biaogan.engine.metrics.judging import few_cases
from biaogan.engine.metrics.metric import Better, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.org.models import Region, Store
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.goals.attainment import figures_with_targets
from biaogan.targets.goals.goal import Goal, Key, grows_daily
from biaogan.targets.goals.progress import time_progress
from biaogan.targets.goals.queries import goals
from biaogan.targets.scorecard.composed import Composed, Entry, composed_for

SEED = 2026  # the same card always prints the same sentence
BAND = Decimal("0.05")  # of the target, to either side
BAND_COST = 2.0  # points for each percent of the target beyond the band
HUNDRED = Decimal(100)


class Basis(StrEnum):
    """What a figure is scored against."""

    TARGET = "target"
    STANDARD = "standard"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Scored:
    """One figure of a place. `aim` is the target so far: of a running month, for the time that has passed."""

    entry: Entry
    reading: Reading
    aim: Decimal | None
    basis: Basis
    score: float | None
    breached: bool

    @property
    def too_few(self) -> bool:
        """A share of three cases says nothing of a store: it is not scored."""
        return few_cases(self.entry.metric, self.reading)


@dataclass(frozen=True)
class PlaceCard:
    """`store` is None for the region."""

    store: Store | None
    scored: Sequence[Scored]
    card: Card
    steady: Steadiness | None

    def of(self, slug: str) -> Scored:
        return next(one for one in self.scored if one.entry.slug == slug)


@dataclass(frozen=True)
class RegionCard:
    asked: Asked
    composed: Composed
    region: PlaceCard
    stores: Sequence[PlaceCard]

    def at(self, store: Store) -> PlaceCard:
        return next(one for one in self.stores if one.store == store)


def region_of(stores: Sequence[Store]) -> Region | None:
    """The one region these stores make; None where there are several, or none."""
    found = {store.region_id for store in stores}
    return Region.objects.get(pk=found.pop()) if len(found) == 1 else None


def region_card(asked: Asked) -> RegionCard | None:
    """None before the first file."""
    if not asked.month:
        return None
    composed = composed_for(region_of(asked.stores), asked.month)
    slugs = [entry.slug for entry in composed.entries]
    found = figures_with_targets(slugs, months=[asked.month], stores=asked.codes, as_of=asked.today)
    aims = goals(slugs, stores=asked.codes, months=[asked.month], as_of=asked.today)

    def scored_at(place: str) -> list[Scored]:
        return [
            _scored(entry, found.at(entry.slug, place, asked.month), aims, asked)
            for entry in composed.entries
        ]

    scores = {code: scored_at(code) for code in asked.codes}
    lines = {code: [_line(one) for one in own] for code, own in scores.items()}
    breached = {code: _breached(own) for code, own in scores.items()}
    steady = steadiness(lines, breached=breached, seed=SEED) if len(lines) > 1 else {}
    cards = [
        PlaceCard(store, scores[store.code], _card(scores[store.code]), steady.get(store.code))
        for store in asked.stores
    ]
    whole = scored_at(REGION)
    return RegionCard(asked, composed, PlaceCard(None, whole, _card(whole), None), _by_rank(cards))


def _by_rank(cards: Sequence[PlaceCard]) -> list[PlaceCard]:
    """What has no total stands last."""
    return sorted(cards, key=lambda one: (one.steady is None, one.steady.rank if one.steady else 0))


def _card(scored: Sequence[Scored]) -> Card:
    return card([_line(one) for one in scored], breached=_breached(scored))


def _line(one: Scored) -> Line:
    return Line(one.entry.slug, one.entry.metric.perspective, float(one.entry.weight), one.score)


def _breached(scored: Sequence[Scored]) -> list[str]:
    return [one.entry.slug for one in scored if one.breached]


def _scored(entry: Entry, reading: Reading, aims: Mapping[Key, Goal], asked: Asked) -> Scored:
    aim, basis = _aim(entry, reading, aims, asked)
    scored = reading.value is not None and aim is not None and not few_cases(entry.metric, reading)
    score = _score(entry.metric, Decimal(reading.value or 0), aim) if scored and aim is not None else None
    return Scored(entry, reading, aim, basis, score, _crosses(entry, reading))


def _aim(
    entry: Entry, reading: Reading, aims: Mapping[Key, Goal], asked: Asked
) -> tuple[Decimal | None, Basis]:
    goal = aims.get((entry.slug, reading.place, reading.month))
    if goal is None:
        return entry.standard, Basis.NOTHING if entry.standard is None else Basis.STANDARD
    if asked.running and grows_daily(entry.metric):
        return goal.value * time_progress(asked.month, asked.today).working / HUNDRED, Basis.TARGET
    return goal.value, Basis.TARGET


def _score(metric: Metric, value: Decimal, aim: Decimal) -> float | None:
    """None where the aim so far is nothing: on the first day of a month, say."""
    if metric.better is Better.LOWER:
        return lower_is_better(float(value), float(aim))
    if aim <= 0:
        return None
    if metric.better is Better.HIGHER:
        return higher_is_better(float(value), float(aim))
    share = float(value / aim * HUNDRED)
    half = float(BAND * HUNDRED)
    return within_band(share, 100 - half, 100 + half, per_unit=BAND_COST)


def _crosses(entry: Entry, reading: Reading) -> bool:
    """Beyond its red line, on enough cases to say so."""
    if entry.red_line is None or reading.value is None or few_cases(entry.metric, reading):
        return False
    value = Decimal(reading.value)
    return value > entry.red_line if entry.metric.better is Better.LOWER else value < entry.red_line

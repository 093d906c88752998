"""The balanced scorecard: figures against targets, weighed by perspective, and how far the ranking bears.

Source of the scores: dictionary 5.1. What has no figure or no target is weighed out and named, never
counted as 0 or as 100; a red line holds a store at amber, whatever its total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

BEST = 120.0
GREEN_FROM, AMBER_FROM = 95.0, 80.0
WHOLE = 100
DRAWS = 1_000
REASONABLE = 0.5  # a weight may be half as much or half as much again
SAID_BEYOND = 20.0  # points between perspectives from which the imbalance is a finding


class Standing(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Line:
    """One figure of the card: its share of the hundred points, and its score (0 to 120) if it has one."""

    key: str
    perspective: str
    weight: float
    score: float | None


@dataclass(frozen=True)
class Part:
    """One perspective: its weight as set, as used after what is missing, its score, and what is missing."""

    perspective: str
    weight: float
    used: float
    score: float | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A store's card. `used` is the weight each line counted with; `total` is None without any score."""

    total: float | None
    standing: Standing | None
    parts: tuple[Part, ...]
    used: dict[str, float]
    missing: tuple[str, ...]
    breached: tuple[str, ...]
    imbalance: float | None

    @property
    def held_back(self) -> bool:
        """Amber by a red line alone."""
        return bool(self.breached) and self.total is not None and self.total >= GREEN_FROM


@dataclass(frozen=True)
class Steadiness:
    """A rank, the ranks taken under reasonable weights (middle 90 %), and how often it stays the same."""

    rank: int
    best: int
    worst: int
    kept: float


def higher_is_better(actual: float, target: float) -> float:
    """100 x actual / target, held between 0 and 120. Raises ValueError for a target of 0 or less."""
    if target <= 0:
        raise ValueError("a target of 0 or less cannot be divided by")
    return _held(WHOLE * actual / target)


def lower_is_better(actual: float, target: float) -> float:
    """100 x (2 - actual / target), held between 0 and 120: a figure twice its target scores 0.

    Of a target of 0 nothing can be a multiple: 0 itself scores 100, anything above scores 0.
    Raises ValueError for a negative target.
    """
    if target < 0:
        raise ValueError("a figure that should be low cannot have a target below 0")
    if target == 0:
        return float(WHOLE) if actual <= 0 else 0.0
    return _held(WHOLE * (2 - actual / target))


def within_band(actual: float, low: float, high: float, *, per_unit: float) -> float:
    """100 inside the band, `per_unit` points less for each unit outside, never below 0.

    Raises ValueError where the band is upside down or the price negative.
    """
    if low > high or per_unit < 0:
        raise ValueError(f"no band from {low} to {high} at {per_unit} points a unit")
    outside = max(low - actual, actual - high, 0.0)
    return max(0.0, WHOLE - per_unit * outside)


def _held(score: float) -> float:
    return min(BEST, max(0.0, score))


def card(lines: Sequence[Line], *, breached: Sequence[str] = ()) -> Card:
    """The card of one place from its lines; `breached` names the red lines it has crossed.

    A missing line gives its weight to the others of its perspective; a perspective without any score gives
    its weight to the other perspectives. Raises ValueError where weights are negative.
    """
    if any(line.weight < 0 for line in lines):
        raise ValueError("a weight cannot be negative")
    perspectives = dict.fromkeys(line.perspective for line in lines)
    weighed = {name: sum(line.weight for line in _scored(lines, name)) for name in perspectives}
    set_at = {name: sum(line.weight for line in lines if line.perspective == name) for name in perspectives}
    counted = sum(set_at[name] for name in perspectives if weighed[name])
    used = {
        line.key: WHOLE * set_at[line.perspective] / counted * line.weight / weighed[line.perspective]
        for line in lines
        if line.score is not None and line.weight
    }
    parts = tuple(_part(lines, name, set_at[name], used) for name in perspectives)
    total = _weighted(lines, used)
    standing = None if total is None else standing_of(total, breached=bool(breached))
    missing = tuple(line.key for line in lines if line.score is None)
    return Card(total, standing, parts, used, missing, tuple(breached), _imbalance(parts))


def _scored(lines: Sequence[Line], perspective: str) -> list[Line]:
    return [line for line in lines if line.perspective == perspective and line.score is not None]


def _part(lines: Sequence[Line], name: str, weight: float, used: Mapping[str, float]) -> Part:
    own = [line for line in lines if line.perspective == name]
    missing = tuple(line.key for line in own if line.score is None)
    return Part(name, weight, sum(used.get(line.key, 0.0) for line in own), _weighted(own, used), missing)


def _weighted(lines: Sequence[Line], used: Mapping[str, float]) -> float | None:
    """The mean of the scores by the weights used."""
    pairs = [(line.score, used[line.key]) for line in lines if line.key in used and line.score is not None]
    weight = sum(share for _, share in pairs)
    return sum(score * share for score, share in pairs) / weight if weight else None


def standing_of(score: float, *, breached: bool = False) -> Standing:
    """Green from 95 points on, amber from 80; beyond a red line amber at best."""
    if score < AMBER_FROM:
        return Standing.RED
    return Standing.AMBER if breached or score < GREEN_FROM else Standing.GREEN


def _imbalance(parts: Sequence[Part]) -> float | None:
    """The best perspective less the weakest; None with fewer than two."""
    scores = [part.score for part in parts if part.score is not None]
    return max(scores) - min(scores) if len(scores) > 1 else None


def ranks(cards: Mapping[str, Card]) -> dict[str, int]:
    """1 is best; who crossed a red line stands behind all who did not; equals share; no total, no rank."""
    known = {place: (bool(one.breached), -one.total) for place, one in cards.items() if one.total is not None}
    return {place: 1 + sum(other < own for other in known.values()) for place, own in known.items()}


def steadiness(
    stores: Mapping[str, Sequence[Line]],
    *,
    breached: Mapping[str, Sequence[str]],
    seed: int,
    draws: int = DRAWS,
) -> dict[str, Steadiness]:
    """How the ranks bear other reasonable weights: each drawn between half and one and a half times its own.

    All stores have the same lines in the same order (ValueError otherwise). The draws are made equal to 100
    again by the card's own arithmetic; the same seed gives the same answer.
    """
    orders = {tuple((line.key, line.perspective, line.weight) for line in lines) for lines in stores.values()}
    if len(orders) > 1:
        raise ValueError("the stores' cards differ in their lines")
    now = ranks({place: card(lines, breached=breached.get(place, ())) for place, lines in stores.items()})
    if not now:
        return {}
    places = list(now)
    totals = _totals([stores[place] for place in places], seed, draws)
    behind = np.array([bool(breached.get(place)) for place in places])
    # A red line outweighs any total: those behind it are moved below the scale.
    ordered = totals - behind * (BEST + 1)
    drawn = 1 + (ordered[:, None, :] > ordered[:, :, None] + 1e-9).sum(axis=2)
    return {place: _steady(now[place], drawn[:, at]) for at, place in enumerate(places)}


def _totals(cards: Sequence[Sequence[Line]], seed: int, draws: int) -> np.ndarray:
    """Totals (draws x stores) under drawn weights."""
    lines = cards[0]
    weights = np.array([line.weight for line in lines])
    scores = np.array([[np.nan if line.score is None else line.score for line in own] for own in cards])
    random = np.random.default_rng(seed)
    drawn = weights * random.uniform(1 - REASONABLE, 1 + REASONABLE, (draws, len(lines)))
    top = np.zeros((draws, len(cards)))
    bottom = np.zeros_like(top)
    for name in dict.fromkeys(line.perspective for line in lines):
        own = np.array([line.perspective == name for line in lines])
        present = ~np.isnan(scores[:, own])
        share = drawn[:, own] @ present.T  # the weight of what has a score
        points = drawn[:, own] @ np.nan_to_num(scores[:, own]).T
        whole = drawn[:, own].sum(axis=1, keepdims=True)
        has = share > 0
        top += np.divide(points * whole, share, out=np.zeros_like(top), where=has)
        bottom += np.where(has, whole, 0.0)
    return top / bottom


def _steady(rank: int, drawn: np.ndarray) -> Steadiness:
    best, worst = np.percentile(drawn, (5, 95), method="nearest")
    return Steadiness(rank, int(best), int(worst), float((drawn == rank).mean()))

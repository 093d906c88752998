"""A gap in a ratio taken apart: another mix of segments, or other figures within them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Segments = Mapping[str, tuple[float, float]]  # numerator and denominator


@dataclass(frozen=True)
class Effect:
    """What a segment adds to the gap by its share of the whole, and by its own figure."""

    mix: float
    within: float


@dataclass(frozen=True)
class RatioGap:
    """The ratio before and after; mix + within = gap. In the unit of the ratio (a share is 0 to 1)."""

    before: float
    after: float
    mix: float
    within: float
    segments: dict[str, Effect]
    paradox: bool  # every segment moved one way, the whole the other

    @property
    def gap(self) -> float:
        return self.after - self.before


def of_ratio(before: Segments, after: Segments) -> RatioGap | None:
    """The gap between two ratios of sums by segment (business category, car age), in time or of two stores.

    Kitagawa (1955), Journal of the American Statistical Association 50, 1168-1194; a segment's mix effect is
    counted from the mean of the whole, so that growing in a segment below it lowers the ratio. A segment
    absent on one side has only a mix effect. None where a whole denominator is 0. Check: Berkeley's six
    largest departments of 1973, rates in whole percent, men to women: mix -0.177, within +0.035. Raises
    ValueError for a negative denominator, or a numerator over 0.
    """
    if any(size < 0 for _, size in (*before.values(), *after.values())):
        raise ValueError("a segment has a negative denominator")
    names = list(dict.fromkeys([*before, *after]))
    old, new = _exact(before, names), _exact(after, names)
    old_size, new_size = sum(size for _, size in old), sum(size for _, size in new)
    if not old_size or not new_size:
        return None
    old_whole, new_whole = sum(top for top, _ in old) / old_size, sum(top for top, _ in new) / new_size
    middle = (old_whole + new_whole) / 2
    effects, moves = {}, []
    for name, (old_top, old_n), (new_top, new_n) in zip(names, old, new, strict=True):
        if not old_n and not new_n:
            continue
        first = old_top / old_n if old_n else new_top / new_n
        last = new_top / new_n if new_n else first
        shares = old_n / old_size, new_n / new_size
        effects[name] = (
            (shares[1] - shares[0]) * ((first + last) / 2 - middle),
            (last - first) * sum(shares) / 2,
        )
        if old_n and new_n:
            moves.append(last - first)
    mix, within = (sum(effect[i] for effect in effects.values()) for i in (0, 1))
    return RatioGap(
        float(old_whole), float(new_whole), float(mix), float(within),
        {name: Effect(float(m), float(w)) for name, (m, w) in effects.items()},
        paradox=_opposed(moves, new_whole - old_whole),
    )  # fmt: skip


def _exact(segments: Segments, names: list[str]) -> list[tuple[Fraction, Fraction]]:
    """A numerator without a denominator would be lost in silence, so it is refused."""
    cells = [segments.get(name, (0, 0)) for name in names]
    found = [(Fraction(top), Fraction(size)) for top, size in cells]
    for name, (top, size) in zip(names, found, strict=True):
        if top and not size:
            raise ValueError(f"{name}: {top} over nothing is no ratio")
    return found


def _opposed(moves: list[Fraction], gap: Fraction) -> bool:
    """Every move in one direction, the gap in the other."""
    return bool(moves) and gap != 0 and all(move * gap < 0 for move in moves)

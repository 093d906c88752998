"""Other ways to the same aim of year one: combinations tried, and the three best that harm nothing later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

import numpy as np

from biaogan.engine.methods.three_year.assumptions import Assumptions, Preset, assumptions_of
from biaogan.engine.methods.three_year.change import Change, change_of
from biaogan.engine.methods.three_year.forecast import rank_correlations
from biaogan.engine.methods.three_year.levers import Levers, checked
from biaogan.engine.methods.three_year.region import Region
from biaogan.engine.methods.three_year.verdict import Judgement, Verdict, judge

SEARCH_DRAWS = 500
WANTED = 3
WORTH = 0.25
DEPTHS = (0.0, 0.05, 0.10, 0.15)
LOST_DEPTHS = (0.0, 0.10, 0.20, 0.30)
REMINDERS = (0.0, 1.0)
CONTRACTS = (0.0, 0.30)
TRAINING = (1.0, 1.25, 1.5)


@dataclass(frozen=True)
class Alternative:
    """A combination with the middle of its draws: fen, and percentage points of retention after three years.

    `rests_on` names the assumption its value hangs on most: what a pilot should measure first.
    """

    levers: Levers
    judgement: Judgement
    revenue_fen: int
    value_fen: int
    retention_points: float
    reaches: bool
    rests_on: str | None


@dataclass(frozen=True)
class Search:
    """How many were tried, how many pass, how many of these reach the aim; `complete` unless cancelled.

    `alternatives` are at most three. All pass under both presets; those that miss the aim (`reaches` False)
    are only there when fewer than three reach it.
    """

    alternatives: tuple[Alternative, ...]
    aim_fen: int
    tried: int
    passing: int
    reaching: int
    complete: bool


def combinations(proposal: Levers) -> Iterator[Levers]:
    """The 192 combinations tried; what the maker pays and how far coupons leak stay as proposed."""
    for depth, lost, reminders, contract, training in product(
        DEPTHS, LOST_DEPTHS, REMINDERS, CONTRACTS, TRAINING
    ):
        yield Levers(
            discount_depth=depth,
            discount_reach=proposal.discount_reach if depth else 1.0,
            manufacturer_share=proposal.manufacturer_share,
            lost_depth=lost,
            lost_leak=proposal.lost_leak,
            contract=contract,
            contract_depth=proposal.contract_depth,
            reminders=reminders,
            app=reminders,
            training=training,
        )


def _middle(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(np.median(values))


def _alternative(levers: Levers, change: Change, aim_fen: int) -> Alternative:
    revenue, strongest = round(_middle(change.by_year("revenue")[:, 0])), rank_correlations(change)
    return Alternative(
        levers=levers,
        judgement=judge(change),
        revenue_fen=revenue,
        value_fen=round(_middle(change.value())),
        retention_points=100 * _middle(change.of("retention")[:, -1]),
        reaches=revenue >= aim_fen,
        rests_on=strongest[0][0] if strongest else None,
    )


def difference(one: Alternative, other: Alternative) -> float:
    """How unlike two are: 1 for each measure that only one has and for resting on another assumption.

    A mere step between two depths or two levels of training counts up to one half.
    """
    x, y = one.levers, other.levers
    steps = (
        abs(x.discount_depth - y.discount_depth) / max(DEPTHS),
        abs(x.lost_depth - y.lost_depth) / max(LOST_DEPTHS),
        abs(x.training - y.training) / (max(TRAINING) - min(TRAINING)),
    )
    return sum(a != b for a, b in zip(_kinds(one), _kinds(other), strict=True)) + sum(steps) / 2


def _kinds(one: Alternative) -> tuple[object, ...]:
    levers = one.levers
    has = (levers.discount_depth > 0, levers.lost_depth > 0, levers.reminders > 0, levers.contract > 0)
    return (*has, levers.training > 1, one.rests_on)


def most_different(found: Sequence[Alternative], wanted: int = WANTED) -> tuple[Alternative, ...]:
    """The one of greatest value, then the least like those chosen, of at least a quarter of that value."""
    ranked = sorted(found, key=lambda one: -one.value_fen)
    chosen = ranked[:1]
    rest = [one for one in ranked[1:] if one.value_fen >= WORTH * chosen[0].value_fen]
    while rest and len(chosen) < wanted:
        best = max(rest, key=lambda one: min(difference(one, other) for other in chosen))
        rest.remove(best)
        chosen.append(best)
    return tuple(chosen)


def search(
    proposal: Levers,
    region: Region,
    assumptions: Assumptions,
    *,
    seed: int,
    aim_fen: int | None = None,
    draws: int = SEARCH_DRAWS,
    progress: Callable[[int, int], object] = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Search:
    """Try the combinations against the aim; by default the middle of its change in year-one revenue.

    `progress(done, total)` is called after each combination, `cancelled()` asked before it. Raises BadLevers.
    """
    checked(proposal)
    if aim_fen is None:
        own = change_of(proposal, region, assumptions, draws, seed)
        aim_fen = round(_middle(own.by_year("revenue")[:, 0]))
    grid, found, tried = list(combinations(proposal)), [], 0
    for levers in grid:
        if cancelled():
            break
        found.append(_alternative(levers, change_of(levers, region, assumptions, draws, seed), aim_fen))
        tried += 1
        progress(tried, len(grid))
    passing = [one for one in found if one.judgement.verdict is Verdict.PASS and one.value_fen > 0]
    theirs = other_preset(assumptions)

    def agreed(one: Alternative) -> bool:
        return judge(change_of(one.levers, region, theirs, draws, seed)).verdict is Verdict.PASS

    return Search(
        alternatives=_best(passing, agreed),
        aim_fen=aim_fen,
        tried=tried,
        passing=len(passing),
        reaching=sum(one.reaches for one in passing),
        complete=tried == len(grid),
    )


def _best(passing: Sequence[Alternative], agreed: Callable[[Alternative], bool]) -> tuple[Alternative, ...]:
    chosen = most_different([one for one in passing if one.reaches and agreed(one)])
    short = WANTED - len(chosen)
    missing = sorted((one for one in passing if not one.reaches), key=lambda one: -one.revenue_fen)
    return chosen + tuple(islice(filter(agreed, missing), short))


def other_preset(assumptions: Assumptions) -> Assumptions:
    """The other preset, keeping what was measured: a range that is not the preset's own."""
    other = Preset.CAUTIOUS if assumptions.preset is Preset.LITERATURE else Preset.LITERATURE
    own, theirs = assumptions_of(assumptions.preset), assumptions_of(other)
    kept = zip(assumptions.ranges, own.ranges, theirs.ranges, strict=True)
    return replace(theirs, ranges=tuple(mine if mine != usual else new for mine, usual, new in kept))

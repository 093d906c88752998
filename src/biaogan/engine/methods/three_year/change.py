"""A proposal against the status quo, draw by draw, and in which draws it harms the middle or long term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from biaogan.engine.methods.three_year.assumptions import Assumptions, Draws
from biaogan.engine.methods.three_year.levers import QUARTERS, Levers
from biaogan.engine.methods.three_year.region import Region
from biaogan.engine.methods.three_year.simulation import Array, Paths, paths, status_quo, world_of

MATERIAL = 0.005  # of a year's gross profit
MATERIAL_DEPENDENCE = 0.05
MATERIAL_RETENTION = 0.005
MATERIAL_QUALITY = 5.0


class Rule(StrEnum):
    """What may speak against a proposal; of equal chances the first in this order is named."""

    DEPENDENCE = "dependence"
    CASH = "cash"
    VALUE = "value"
    RETENTION = "retention"
    SATISFACTION = "satisfaction"


Harms = Mapping[Rule, NDArray[np.bool_]]


@dataclass(frozen=True)
class Change:
    """Both runs over the same draws. Arrays of shape (draws, quarters) inside, money in fen."""

    base: Paths
    proposal: Paths
    draws: Draws
    discount_rate: float

    def of(self, name: str) -> Array:
        """Proposal minus status quo, quarter by quarter."""
        difference: Array = getattr(self.proposal, name) - getattr(self.base, name)
        return difference

    def by_year(self, name: str) -> Array:
        """Sums of four quarters of the change, shape (draws, years)."""
        return yearly(self.of(name))

    def value(self) -> Array:
        """Present value of the change in profit over all quarters, fen, shape (draws,)."""
        profit = self.of("profit")
        due = np.arange(1, profit.shape[1] + 1) / 4
        worth: Array = profit @ (1 + self.discount_rate) ** -due
        return worth

    def harms(self) -> Harms:
        """For each rule the draws in which the proposal does harm worth speaking of."""
        tolerance = MATERIAL * yearly(self.base.profit)[:, 0]
        years = self.by_year("profit")
        return {
            Rule.DEPENDENCE: self.of("dependence")[:, 7] > MATERIAL_DEPENDENCE,
            Rule.CASH: years[:, 0] + years[:, 1] < -tolerance,
            Rule.VALUE: self.value() < -tolerance,
            Rule.RETENTION: self.of("retention")[:, 11] < -MATERIAL_RETENTION,
            Rule.SATISFACTION: self.of("quality")[:, 11] < -MATERIAL_QUALITY,
        }


def yearly(quarters: Array) -> Array:
    """Sums of four quarters, shape (draws, years)."""
    sums: Array = quarters.reshape(quarters.shape[0], -1, 4).sum(axis=2)
    return sums


def change_of(levers: Levers, region: Region, assumptions: Assumptions, draws: int, seed: int) -> Change:
    """Run a proposal and the status quo over three years with common random numbers. Raises BadLevers."""
    world = world_of(region, assumptions, draws, seed)
    base = status_quo(region, assumptions, draws, seed)
    return Change(base, paths(world, levers, QUARTERS), world.draws, region.discount_rate)

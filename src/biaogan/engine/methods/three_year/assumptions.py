"""What the model must assume of customers: ranges, where each comes from, and two presets of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biaogan.engine.text import Text

Draws = Mapping[str, NDArray[np.float64]]


class Badge(StrEnum):
    """How well a figure is founded; shown beside it until it is measured."""

    CALIBRATED = "calibrated"
    LITERATURE = "literature"
    ASSUMPTION = "assumption"


class Preset(StrEnum):
    LITERATURE = "literature"
    CAUTIOUS = "cautious"


@dataclass(frozen=True)
class Range:
    """A triangular distribution (low, likeliest, high), its badge and its source."""

    low: float
    likely: float
    high: float
    badge: Badge
    source: str

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"a range rises from low to high: {self.low}, {self.likely}, {self.high}")

    def at(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantile at each share 0 to 1 (inverse of the triangular distribution function)."""
        width = self.high - self.low
        if width == 0:
            return np.full_like(share, self.likely)
        rise, fall = self.likely - self.low, self.high - self.likely
        left = self.low + np.sqrt(share * width * rise)
        return np.where(share * width < rise, left, self.high - np.sqrt((1 - share) * width * fall))


L, A, C = Badge.LITERATURE, Badge.ASSUMPTION, Badge.CALIBRATED
PROMOTION_CAP = "order of size only; short-run promotion elasticity 3.63 (van Heerde and Neslin) is the cap"

LITERATURE_RANGES: Mapping[str, Range] = {
    "response_loyal": Range(0.1, 0.5, 1.2, A, PROMOTION_CAP),
    "response_dependent": Range(1.0, 2.2, 3.6, A, PROMOTION_CAP),
    "response_lost": Range(0.2, 1.0, 3.0, A, "sign: Anderson and Simester 2004, Marketing Science 23(1)"),
    "relative_weight": Range(
        0.0, 0.04, 0.12, L, "set so that later losses are about 0.4 of the gain: Jedidi, Mela and Gupta 1999"
    ),
    "loss_aversion": Range(1.0, 1.6, 2.5, L, "Kalyanaram and Winer 1995"),
    "price_memory": Range(0.5, 0.7, 0.85, L, "Kalyanaram and Winer 1995"),
    "pulled_forward": Range(0.04, 0.10, 0.25, L, "van Heerde, Leeflang and Wittink 2000, JMR 37(3)"),
    "habit": Range(0.02, 0.08, 0.25, A, "sign: Mela, Gupta and Lehmann 1997; per visit at 20 % off"),
    "habit_fades": Range(0.01, 0.03, 0.06, A, "per quarter without a deal"),
    "dependent_churn": Range(1.05, 1.2, 1.5, A, "churn of promotion-dependent customers over that of others"),
    "loss_churn": Range(0.0, 0.08, 0.25, A, "churn when the deal ends"),
    "price_churn": Range(0.2, 0.8, 1.5, A, "churn by the level of list prices; JD Power China SLS 2016"),
    "regret_churn": Range(0.0, 0.008, 0.03, A, "sign: Anderson and Simester 2010, QJE 125(2)"),
    "satisfaction_churn": Range(
        0.002, 0.005, 0.010, A, "per point of CSI; JD Power 1998: half of defections"
    ),
    "overload": Range(20.0, 60.0, 120.0, A, "points of CSI per 100 % of load above 95 %"),
    "quality_lag": Range(2.0, 3.0, 5.0, A, "quarters until quality has followed"),
    "training_quality": Range(4.0, 10.0, 20.0, A, "points of CSI lost without any training"),
    "training_profit": Range(
        0.005, 0.02, 0.04, A, "share of gross profit; order of size: Dearden, Reed and Van Reenen 2006"
    ),
    "discountable": Range(
        0.35, 0.45, 0.55, A, "share of the ticket that a discount applies to; dealer's data"
    ),
    "reminder_lift": Range(0.01, 0.03, 0.05, A, "more visits through the due list"),
    "app_boost": Range(
        4.0, 9.0, 14.0, A, "points of CSI; the CSI 2023 of the whole branch moved 17 in a year"
    ),
    "contract_lock": Range(0.3, 0.55, 0.8, A, "share of churn that a running service contract prevents"),
    "contract_lift": Range(0.0, 0.03, 0.06, A, "more visits of customers with a contract"),
}
NAMES = tuple(LITERATURE_RANGES)

CAUTIOUS_RANGES: Mapping[str, Range] = {
    "relative_weight": Range(0.03, 0.12, 0.30, A, "later losses about as large as the gain"),
    "pulled_forward": Range(0.04, 0.12, 0.30, L, "van Heerde, Leeflang and Wittink 2000, JMR 37(3)"),
    "habit": Range(0.05, 0.20, 0.50, A, "sign: Mela, Gupta and Lehmann 1997; per visit at 20 % off"),
    "dependent_churn": Range(1.1, 1.4, 1.9, A, "churn of promotion-dependent customers over that of others"),
    "loss_churn": Range(0.0, 0.4, 1.2, A, "churn when the deal ends"),
    "regret_churn": Range(0.0, 0.03, 0.10, A, "sign: Anderson and Simester 2010, QJE 125(2)"),
}

WORDS: Mapping[str, Text] = {
    "response_loyal": Text(zh="常规客户对降价的反应", en="response of loyal customers to price"),
    "response_dependent": Text(
        zh="促销依赖客户对降价的反应", en="response of promotion-dependent customers to price"
    ),
    "response_lost": Text(zh="流失客户对优惠的反应", en="response of lost customers to an offer"),
    "relative_weight": Text(
        zh="与心理价位比较所占的比重", en="weight of the comparison with the remembered price"
    ),
    "loss_aversion": Text(zh="恢复原价引起的反感", en="aversion to a price that rises again"),
    "price_memory": Text(zh="客户对旧价格的记忆", en="memory of former prices"),
    "pulled_forward": Text(zh="提前消费的比例", en="share of extra visits only pulled forward"),
    "habit": Text(zh="每次促销进厂养成等促销习惯的概率", en="habit formed per visit on a deal"),
    "habit_fades": Text(zh="促销习惯的消退速度", en="how fast the habit fades"),
    "dependent_churn": Text(zh="促销依赖客户的流失倍数", en="churn of promotion-dependent customers"),
    "loss_churn": Text(zh="促销结束引起的流失", en="churn when the deal ends"),
    "price_churn": Text(zh="挂牌价格引起的流失", en="churn by the level of list prices"),
    "regret_churn": Text(zh="原价客户看到促销后的流失", en="churn of full-price customers who see the deal"),
    "satisfaction_churn": Text(zh="满意度对流失的影响", en="effect of satisfaction on churn"),
    "overload": Text(zh="超负荷对满意度的影响", en="effect of overload on satisfaction"),
    "quality_lag": Text(zh="服务质量变化的滞后（季度）", en="quarters until quality has followed"),
    "training_quality": Text(zh="取消培训对满意度的影响", en="effect of training on satisfaction"),
    "training_profit": Text(zh="取消培训对毛利的影响", en="effect of training on gross profit"),
    "discountable": Text(zh="产值中可打折的比例", en="share of the ticket a discount applies to"),
    "reminder_lift": Text(zh="到期提醒带来的进厂增幅", en="extra visits through reminders"),
    "app_boost": Text(zh="维修进度透明带来的满意度提升", en="satisfaction gained by the progress app"),
    "contract_lock": Text(zh="保养套餐减少流失的比例", en="churn prevented by a service contract"),
    "contract_lift": Text(zh="套餐客户的进厂增幅", en="extra visits of contract customers"),
}


@dataclass(frozen=True)
class Assumptions:
    """One range for each name of NAMES, in that order; hashable, so that a burnt-in base can be kept."""

    preset: Preset
    ranges: tuple[Range, ...]

    def of(self, name: str) -> Range:
        return self.ranges[NAMES.index(name)]

    def to_dict(self) -> dict[str, Any]:
        """Plain values only: the preset and each range by its name."""
        ranges = {name: asdict(one) for name, one in zip(NAMES, self.ranges, strict=True)}
        return {"preset": str(self.preset), "ranges": ranges}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Assumptions:
        """As it was. Raises KeyError when an assumption of the present model is missing."""
        plain = [kept["ranges"][name] for name in NAMES]
        return cls(
            Preset(kept["preset"]), tuple(Range(**one | {"badge": Badge(one["badge"])}) for one in plain)
        )

    def measured(self, **ranges: Range) -> Assumptions:
        """The same with some ranges replaced by measured ones. Raises KeyError for an unknown name."""
        unknown = set(ranges) - set(NAMES)
        if unknown:
            raise KeyError(f"no such assumption: {', '.join(sorted(unknown))}")
        pairs = zip(NAMES, self.ranges, strict=True)
        return replace(self, ranges=tuple(ranges.get(name, own) for name, own in pairs))

    def draw(self, count: int, seed: int) -> Draws:
        """`count` values of each name, spread evenly over its range (Latin hypercube: McKay et al. 1979).

        The places depend on seed and count alone, so presets and proposals meet the same customers.
        """
        draws = {}
        for number, (name, own) in enumerate(zip(NAMES, self.ranges, strict=True)):
            dice = np.random.default_rng([seed, 1, number])
            draws[name] = own.at((dice.permutation(count) + dice.random(count)) / count)
        return draws


def assumptions_of(preset: Preset) -> Assumptions:
    """The ranges of a preset as published with the method, nothing measured yet."""
    chosen = {**LITERATURE_RANGES, **(CAUTIOUS_RANGES if preset is Preset.CAUTIOUS else {})}
    return Assumptions(preset, tuple(chosen[name] for name in NAMES))

"""One run of the test as it is kept with the decision: fans, verdict, and what it takes to run it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from biaogan.engine.methods.three_year.assumptions import NAMES, Assumptions, Preset, Range, assumptions_of
from biaogan.engine.methods.three_year.change import Change, Rule, change_of, yearly
from biaogan.engine.methods.three_year.levers import Levers
from biaogan.engine.methods.three_year.region import Region
from biaogan.engine.methods.three_year.simulation import Array
from biaogan.engine.methods.three_year.verdict import Judgement, Verdict, agreed, judge

MODEL_VERSION = "three-year-1"
DRAWS = 2000
SEED = 36
QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)


@dataclass(frozen=True)
class Fan:
    """Five quantiles of a change; eight of ten draws lie between p10 and p90, given the model."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


@dataclass(frozen=True)
class Changes:
    """The change of one year or quarter against the status quo.

    Money in fen and in percent of the status quo; retention and dependence in percentage points and
    satisfaction in points of CSI (of 1,000), both at the end of the year or quarter. Gross profit is
    after training and the cost of the measure.
    """

    revenue_fen: Fan
    revenue_percent: Fan
    gross_profit_fen: Fan
    gross_profit_percent: Fan
    retention_points: Fan
    dependence_points: Fan
    satisfaction_points: Fan


@dataclass(frozen=True)
class StatusQuo:
    """The middle of the base without any decision: a year's money in fen, shares 0 to 1 after three years."""

    revenue_fen: int
    gross_profit_fen: int
    retention: float
    dependence: float


@dataclass(frozen=True)
class Forecast:
    """Years 1 to 3, quarters 1 to 12, the value of three years in fen, the verdict and what it rests on.

    `lower_profit` holds for each year the chance that gross profit is lower than without the decision;
    `rests_on` the rank correlation of each assumption with the value, strongest first.
    """

    levers: Levers
    region: Region
    assumptions: Assumptions
    seed: int
    draws: int
    model_version: str
    status_quo: StatusQuo
    years: tuple[Changes, ...]
    quarters: tuple[Changes, ...]
    value_fen: Fan
    judgement: Judgement
    lower_profit: tuple[float, ...]
    rests_on: tuple[tuple[str, float], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values only: what json.dumps takes, and from_dict gives back equal."""
        return asdict(self) | {
            "levers": self.levers.to_dict(),
            "region": self.region.to_dict(),
            "assumptions": self.assumptions.to_dict(),
            "years": [asdict(one) for one in self.years],
            "quarters": [asdict(one) for one in self.quarters],
            "judgement": _judgement_as_dict(self.judgement),
            "lower_profit": list(self.lower_profit),
            "rests_on": [list(pair) for pair in self.rests_on],
        }

    @property
    def preset(self) -> Preset:
        return self.assumptions.preset

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Forecast:
        """The forecast as it was. Raises KeyError or ValueError when the mapping is none."""
        return cls(
            levers=Levers(**{**kept["levers"], "discount_in": tuple(kept["levers"]["discount_in"])}),
            region=Region.from_dict(kept["region"]),
            assumptions=Assumptions.from_dict(kept["assumptions"]),
            seed=kept["seed"],
            draws=kept["draws"],
            model_version=kept["model_version"],
            status_quo=StatusQuo(**kept["status_quo"]),
            years=tuple(_changes_from(one) for one in kept["years"]),
            quarters=tuple(_changes_from(one) for one in kept["quarters"]),
            value_fen=Fan(**kept["value_fen"]),
            judgement=_judgement_from(kept["judgement"]),
            lower_profit=tuple(kept["lower_profit"]),
            rests_on=tuple((name, strength) for name, strength in kept["rests_on"]),
        )


def _changes_from(kept: Mapping[str, Any]) -> Changes:
    return Changes(**{field.name: Fan(**kept[field.name]) for field in fields(Changes)})


def _judgement_as_dict(judgement: Judgement) -> dict[str, Any]:
    chances = {str(rule): chance for rule, chance in judgement.chances.items()}
    return {"verdict": str(judgement.verdict), "rule": str(judgement.rule), "chances": chances}


def _judgement_from(kept: Mapping[str, Any]) -> Judgement:
    chances = {Rule(rule): chance for rule, chance in kept["chances"].items()}
    return Judgement(Verdict(kept["verdict"]), Rule(kept["rule"]), chances)


def fan_of(values: Array, *, whole: bool = False) -> Fan:
    """The five quantiles of the draws, shape (draws,); whole numbers for money."""
    found = [float(value) for value in np.quantile(values, QUANTILES)]
    return Fan(*(round(value) for value in found)) if whole else Fan(*found)


def _changes(change: Change, money: Mapping[str, tuple[Array, Array]], number: int, end: int) -> Changes:
    (revenue, base_revenue), (profit, base_profit) = money["revenue"], money["profit"]
    return Changes(
        revenue_fen=fan_of(revenue[:, number], whole=True),
        revenue_percent=fan_of(100 * revenue[:, number] / base_revenue[:, number]),
        gross_profit_fen=fan_of(profit[:, number], whole=True),
        gross_profit_percent=fan_of(100 * profit[:, number] / base_profit[:, number]),
        retention_points=fan_of(100 * change.of("retention")[:, end]),
        dependence_points=fan_of(100 * change.of("dependence")[:, end]),
        satisfaction_points=fan_of(change.of("quality")[:, end]),
    )


def _ranks(values: Array) -> Array:
    return values.argsort().argsort().astype(np.float64)


def rank_correlations(change: Change) -> tuple[tuple[str, float], ...]:
    """Spearman's rank correlation of each drawn assumption with the value, strongest first.

    Empty where the value does not vary; measured assumptions (one value only) are left out.
    """
    value = change.value()
    if np.ptp(value) == 0:
        return ()
    ranks = _ranks(value)
    varied = [name for name in NAMES if np.ptp(change.draws[name]) > 0]
    found = [(name, float(np.corrcoef(_ranks(change.draws[name]), ranks)[0, 1])) for name in varied]
    return tuple(sorted(found, key=lambda pair: -abs(pair[1])))


def run(
    levers: Levers, region: Region, assumptions: Assumptions, *, draws: int = DRAWS, seed: int = SEED
) -> Forecast:
    """The three-year test of one proposal under one preset. Raises BadLevers when it cannot be tested.

    Chances and fans hold given the model and its ranges: the pages say "likely", never "will".
    """
    change = change_of(levers, region, assumptions, draws, seed)
    by_quarter = {name: (change.of(name), getattr(change.base, name)) for name in ("revenue", "profit")}
    by_year = {name: (yearly(delta), yearly(base)) for name, (delta, base) in by_quarter.items()}
    return Forecast(
        levers=levers,
        region=region,
        assumptions=assumptions,
        seed=seed,
        draws=draws,
        model_version=MODEL_VERSION,
        status_quo=_status_quo(change),
        years=tuple(_changes(change, by_year, year, 4 * year + 3) for year in range(3)),
        quarters=tuple(_changes(change, by_quarter, quarter, quarter) for quarter in range(12)),
        value_fen=fan_of(change.value(), whole=True),
        judgement=judge(change),
        lower_profit=tuple(float(share) for share in (by_year["profit"][0] < 0).mean(axis=0)),
        rests_on=rank_correlations(change),
    )


def run_again(forecast: Forecast) -> Forecast:
    """The same test with the present model; equal to the kept one as long as `model_version` is the same."""
    return run(
        forecast.levers, forecast.region, forecast.assumptions, draws=forecast.draws, seed=forecast.seed
    )


def _status_quo(change: Change) -> StatusQuo:
    base = change.base
    return StatusQuo(
        revenue_fen=round(float(np.median(yearly(base.revenue)[:, 0]))),
        gross_profit_fen=round(float(np.median(yearly(base.profit)[:, 0]))),
        retention=float(np.median(base.retention[:, -1])),
        dependence=float(np.median(base.dependence[:, -1])),
    )


@dataclass(frozen=True)
class Trial:
    """The same proposal under both presets; where they disagree, a pilot comes first."""

    literature: Forecast
    cautious: Forecast

    @property
    def verdict(self) -> Verdict:
        return agreed((self.literature.judgement.verdict, self.cautious.judgement.verdict))


def run_both(
    levers: Levers, region: Region, measured: Mapping[str, Range], *, draws: int = DRAWS, seed: int = SEED
) -> Trial:
    """The test under both presets with the region's measured ranges put in. Raises BadLevers, KeyError."""
    kept = [assumptions_of(preset).measured(**measured) for preset in (Preset.LITERATURE, Preset.CAUTIOUS)]
    return Trial(*(run(levers, region, one, draws=draws, seed=seed) for one in kept))

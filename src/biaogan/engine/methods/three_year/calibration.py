"""The region's own figures in place of assumptions, and a list of what could be measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from biaogan.engine.methods.intervals import wilson
from biaogan.engine.methods.three_year.assumptions import LITERATURE_RANGES, Badge, Range
from biaogan.engine.methods.three_year.region import AGES, Region, reference_region
from biaogan.engine.text import Text

ENOUGH = 100  # cases below which a figure stays an assumption: a share of one half is then good to 0.1
CHURN_BANDS = ((0, 4), (4, 12), (12, 13), (13, AGES))
YEAR_BANDS = tuple((start, start + 4) for start in range(0, AGES, 4))


@dataclass(frozen=True)
class Observed:
    """What the facts say, each None when unknown. By age means one number for each quarter of age 0 to 39.

    `cars` sold and still in the region; `car_quarters` watched of active cars, in which they made `visits`,
    worth `revenue_fen` before discounts, and after which `gone` of them were lost; `lost_quarters` watched
    of lost cars, of which `returned` came back. `revenue` and `gross_profit` of a year in fen; of it
    `discountable_fen` what a discount can apply to. `dependent` of the `judged` cars came on deals only
    in at least two of their last three paid visits. `visits_year` and `capacity_year` in visits.
    """

    cars: Sequence[float] | None = None
    car_quarters: Sequence[float] | None = None
    visits: Sequence[float] | None = None
    visits_value_fen: Sequence[float] | None = None
    gone: Sequence[float] | None = None
    lost_quarters: float | None = None
    returned: float | None = None
    revenue_fen: int | None = None
    gross_profit_fen: int | None = None
    discountable_fen: int | None = None
    dependent: int | None = None
    judged: int | None = None
    visits_year: float | None = None
    capacity_year: float | None = None
    training_fen: int | None = None


@dataclass(frozen=True)
class Footing:
    """One figure of the base: measured from `n` cases, or assumed, with the sentence shown beside it."""

    name: str
    badge: Badge
    n: int | None
    note: Text


@dataclass(frozen=True)
class Calibrated:
    """The region to simulate, its measured ranges (for `Assumptions.measured`), what each stands on."""

    region: Region
    ranges: Mapping[str, Range]
    footing: tuple[Footing, ...]

    @property
    def assumed(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.footing if one.badge is Badge.ASSUMPTION)


NAMES = {
    "cars": Text(zh="各车龄保有量", en="cars by age"),
    "visits": Text(zh="各车龄进厂频次", en="visits by age"),
    "ticket_fen": Text(zh="各车龄单车产值", en="revenue per visit by age"),
    "churn": Text(zh="各车龄流失率", en="churn by age"),
    "returning": Text(zh="流失客户自然回厂率", en="lost customers returning unasked"),
    "margin": Text(zh="毛利率", en="gross margin"),
    "discountable": Text(zh="产值中可打折的比例", en="share of the ticket a discount applies to"),
    "dependent": Text(zh="促销依赖客户占比", en="share of promotion-dependent customers"),
    "load": Text(zh="产能利用率", en="load of the stores"),
    "training_fen": Text(zh="培训投入", en="training spending"),
}


def footing_of(name: str, n: float | None, *, measured: bool = True) -> Footing:
    """CALIBRATED, with its count of cases where there is one, or ASSUMPTION when nothing was measured."""
    words = NAMES[name]
    if not measured:
        missing = Text(
            zh=f"{words.zh}：本区域数据不足（少于 {ENOUGH} 例），采用参考值。",
            en=f"{words.en}: fewer than {ENOUGH} cases in the region, a reference value is used.",
        )
        return Footing(name, Badge.ASSUMPTION, None, missing)
    if n is None:
        own = Text(zh=f"{words.zh}：按本区域实际数据。", en=f"{words.en}: the region's own figure.")
        return Footing(name, Badge.CALIBRATED, None, own)
    counted = Text(
        zh=f"{words.zh}：由本区域 {n:,.0f} 例数据测得。",
        en=f"{words.en}: measured from {n:,.0f} cases of the region.",
    )
    return Footing(name, Badge.CALIBRATED, round(n), counted)


def _check(name: str, figures: Sequence[float] | None) -> None:
    if figures is not None and (len(figures) != AGES or min(figures) < 0):
        raise ValueError(f"{name}: one number from 0 up for each of {AGES} quarters of age is needed")


def _by_bands(
    top: Sequence[float] | None,
    bottom: Sequence[float] | None,
    bands: Sequence[tuple[int, int]],
    assumed: Sequence[float],
) -> tuple[tuple[float, ...], float | None]:
    """Ratios of sums in bands of age, the assumed figure where a band has too few; and the cases."""
    if top is None or bottom is None:
        return tuple(assumed), None
    values, cases = list(assumed), 0.0
    for start, end in bands:
        weight = sum(bottom[start:end])
        if weight >= ENOUGH:
            values[start:end] = [sum(top[start:end]) / weight] * (end - start)
            cases += weight
    return tuple(values), cases or None


def steady_parc(cars: Sequence[float]) -> tuple[float, float]:
    """New cars per quarter (mean of the youngest year) and the leaving rate that gives the same total.

    The base is a steady state, so one rate stands for all history; 0 where older years sold more
    than today's, and then the new cars are those that give the total.
    """
    total, new = sum(cars), sum(cars[:4]) / 4
    if new * AGES <= total:
        return total / AGES, 0.0

    def left_over(leaving: float) -> float:
        return sum(new * (1 - leaving) ** age for age in range(AGES)) - total

    return new, _root(left_over, 0.0, 1.0)


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def _share(part: float | None, whole: float | None) -> float | None:
    """A share from enough cases, else None. Raises ValueError when the part exceeds the whole."""
    if part is None or whole is None or whole < ENOUGH:
        return None
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is not a share")
    return part / whole


def calibrate(observed: Observed, reference: Region | None = None) -> Calibrated:
    """The base of a region from its own figures; what they do not tell is taken from the reference region.

    Discounts are left out of the ticket on purpose: the model takes them off itself. Response to a discount
    is not calibrated here, since customers who came on a deal chose to: only a pilot measures it. Raises
    ValueError for figures by age of another length, negative ones, and parts larger than their whole.
    """
    for name in ("cars", "car_quarters", "visits", "visits_value_fen", "gone"):
        _check(name, getattr(observed, name))
    usual = reference or reference_region()
    region, footing = _by_age_figures(observed, usual)
    shares = {
        "returning": (_share(observed.returned, observed.lost_quarters), observed.lost_quarters),
        "margin": (_share(observed.gross_profit_fen, observed.revenue_fen), observed.visits_year),
        "dependent": (_share(observed.dependent, observed.judged), observed.judged),
        "load": (_load(observed), observed.visits_year),
    }
    for name, (value, cases) in shares.items():
        if value is not None:
            region = replace(region, **{name: value})  # type: ignore[arg-type]
        footing.append(footing_of(name, cases, measured=value is not None))
    ranges, footing_of_ranges = _ranges(observed)
    region, training = _with_training(observed, region)
    return Calibrated(region, ranges, (*footing, footing_of_ranges, training))


def _load(observed: Observed) -> float | None:
    """Visits over capacity; a region that made more visits than its capacity says was full."""
    visits, capacity = observed.visits_year, observed.capacity_year
    if visits is None or not capacity or visits < ENOUGH:
        return None
    return min(visits / capacity, 1.0)


def _by_age_figures(observed: Observed, usual: Region) -> tuple[Region, list[Footing]]:
    cars = None if observed.cars is None or sum(observed.cars) < ENOUGH else sum(observed.cars)
    new, leaving = (usual.new_cars, usual.leaving)
    if cars and observed.cars is not None:
        new, leaving = steady_parc(observed.cars)
    visits, watched = _by_bands(observed.visits, observed.car_quarters, YEAR_BANDS, usual.visits)
    ticket, seen = _by_bands(observed.visits_value_fen, observed.visits, YEAR_BANDS, usual.ticket_fen)
    churn, at_risk = _by_bands(observed.gone, observed.car_quarters, CHURN_BANDS, usual.churn)
    if max(churn) > 1:
        raise ValueError("more cars gone than were watched")
    region = replace(usual, new_cars=new, leaving=leaving, visits=visits, ticket_fen=ticket, churn=churn)
    cases = {"cars": cars, "visits": watched, "ticket_fen": seen, "churn": at_risk}
    return region, [footing_of(name, n, measured=n is not None) for name, n in cases.items()]


def _ranges(observed: Observed) -> tuple[dict[str, Range], Footing]:
    """The discountable share, as wide as its interval would be if a year's visits were the cases."""
    share, n = _share(observed.discountable_fen, observed.revenue_fen), observed.visits_year
    if share is None or not n or n < ENOUGH:
        return {}, footing_of("discountable", None, measured=False)
    interval = wilson(round(share * round(n)), round(n))
    low, high = interval or (share, share)
    source = LITERATURE_RANGES["discountable"].source
    measured = Range(min(low, share), share, max(high, share), Badge.CALIBRATED, source)
    return {"discountable": measured}, footing_of("discountable", n)


def _with_training(observed: Observed, region: Region) -> tuple[Region, Footing]:
    if observed.training_fen is None:
        return region, footing_of("training_fen", None, measured=False)
    per_car = observed.training_fen / float(region.cars().sum())
    return replace(region, training_fen=per_car), footing_of("training_fen", None)

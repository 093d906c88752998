"""What kind of work each store has, and its figure if it had the region's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from biaogan.engine.metrics.metric import Cut, Metric
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.numbers import divided

OLD = frozenset({"5-7", "7+"})
SHOWN = ("maintenance", "repair", "accident", "warranty")
MIXES = (Cut.BIZ_TYPE, Cut.VEHICLE_AGE)
COVERED = Fraction(4, 5)  # of the region's cases must lie in segments the store has too
Parts = Mapping[str, tuple[Decimal, Decimal]]  # numerator and denominator by segment


@dataclass(frozen=True)
class Shares:
    """Percent of a place's visits; None without visits."""

    categories: Mapping[str, Decimal | None]
    old: Decimal | None


def shares_of_visits(asked: Asked, months: Sequence[str]) -> dict[str, Shares]:
    """By store and for the region: business categories, and cars of five years and older."""
    categories = _visits(asked, months, Cut.BIZ_TYPE)
    ages = _visits(asked, months, Cut.VEHICLE_AGE)
    return {
        place: Shares(
            {name: _percent(categories[place], {name}) for name in SHOWN}, _percent(ages[place], OLD)
        )
        for place in (*asked.codes, REGION)
    }


def _visits(asked: Asked, months: Sequence[str], cut: Cut) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for reading in divided(
        "visits", cut=cut.value, months=months, stores=asked.codes, as_of=asked.today, by="both"
    ):
        found[reading.place][reading.by[cut.value]] += Decimal(reading.value or 0)
    return found


def _percent(visits: Mapping[str, Decimal], names: set[str] | frozenset[str]) -> Decimal | None:
    whole = sum(visits.values(), Decimal(0))
    return (
        sum((visits[name] for name in names if name in visits), Decimal(0)) / whole * 100 if whole else None
    )


def standardised(metric: Metric, asked: Asked, months: Sequence[str], cut: Cut) -> dict[str, Decimal | None]:
    """Every store's figure at the region's mix of a cut; empty where the metric cannot be divided by it."""
    if cut not in metric.cuts or metric.denominator is None:
        return {}
    readings = divided(
        metric.slug, cut=cut.value, months=months, stores=asked.codes, as_of=asked.today, by="both"
    )
    places = {place: added(readings, place, cut) for place in (*asked.codes, REGION)}
    return {store: at_mix(places[store], places[REGION], metric.factor) for store in asked.codes}


def added(readings: Sequence[Reading], place: str, cut: Cut) -> dict[str, tuple[Decimal, Decimal]]:
    """Numerators and denominators of a place by segment, added over the months."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for one in readings:
        if one.place == place and one.value is not None and one.denominator is not None:
            top, bottom = found.get(one.by[cut.value], (Decimal(0), Decimal(0)))
            found[one.by[cut.value]] = (top + Decimal(one.numerator or 0), bottom + Decimal(one.denominator))
    return found


def at_mix(store: Parts, region: Parts, factor: int) -> Decimal | None:
    """Direct standardisation: the store's figure of each segment, weighed by the region's share of it.

    Segments that the store does not have are left out; None where they are a fifth of the region or more.
    """
    whole = sum((Fraction(size) for _, size in region.values()), Fraction(0))
    common = [name for name, (_, size) in store.items() if size > 0 and region.get(name, (0, 0))[1] > 0]
    weight = sum((Fraction(region[name][1]) for name in common), Fraction(0))
    if not whole or weight <= whole * COVERED:
        return None
    rates = (
        Fraction(store[name][0]) / Fraction(store[name][1]) * Fraction(region[name][1]) for name in common
    )
    value = sum(rates, Fraction(0)) / weight * factor
    return Decimal(value.numerator) / Decimal(value.denominator)

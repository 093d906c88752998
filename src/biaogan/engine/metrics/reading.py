"""From facts to figures: readings of metrics by store or region and month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from biaogan.engine.metrics.cache import cube_of
from biaogan.engine.metrics.catalogue import metric_of
from biaogan.engine.metrics.catalogue.totals import SETTLED_ORDERS
from biaogan.engine.metrics.cube import Cube, Spot
from biaogan.engine.metrics.cuts import NO_CUT
from biaogan.engine.metrics.marts import REGION
from biaogan.engine.metrics.measure import Cells, Measure
from biaogan.engine.metrics.metric import Cut, Metric, Unit

if TYPE_CHECKING:
    from biaogan.engine.facts.snapshot import Snapshot

Number = int | Decimal
NOTHING: Mapping[str, str] = MappingProxyType({})


class Reading(NamedTuple):
    """One figure. Money in yuan, hours in hours, counts whole; value None where there is no data.

    `n` is how many cases stand behind it; `version` names the facts it was computed from.
    """

    slug: str
    place: str
    month: str
    by: Mapping[str, str]
    numerator: Number | None
    denominator: Number | None
    value: Number | None
    n: int | None
    version: str


def readings(
    snapshot: Snapshot,
    slugs: Sequence[str],
    *,
    months: Sequence[str],
    stores: Sequence[str],
    as_of: date,
    by: str = "store",
    cut: str | None = None,
    cache: Path | None = None,
) -> list[Reading]:
    """Readings of every metric x place x month asked for; those without data have value None.

    months: texts YYYY-MM. stores: the codes that make the region; figures of other stores are not read.
    as_of: the end of this day; cohorts count only cases whose follow-up has elapsed by then.
    by: "store", "region" or "both". cut: a value of `Cut`, then one reading per value found.
    cache: folder for sums already computed, by snapshot version.
    Raises KeyError for an unknown slug, ValueError for a metric that cannot be cut so.
    """
    metrics = [metric_of(slug) for slug in slugs]
    divided = Cut(cut) if cut else None
    for metric in metrics:
        if divided and divided not in metric.cuts:
            raise ValueError(f"metric {metric.slug} cannot be divided by {divided}")
    cube = cube_of(
        snapshot, metrics, stores=stores, as_of=as_of, cut=divided, cache=cache, region=by != "store"
    )
    asked = _Asked(cube, tuple(stores), as_of, snapshot.version)
    spots = list(_spots(cube, stores, by, divided))
    numbers = [(month, month_number(month)) for month in months]
    found: list[Reading] = []
    for metric in metrics:
        for spot, label in spots:
            found.extend(asked.series(metric, spot, label, numbers))
    return found


def month_number(month: str) -> int:
    """YYYY-MM as a whole number: year x 12 + month - 1."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _spots(
    cube: Cube, stores: Sequence[str], by: str, cut: Cut | None
) -> Iterator[tuple[Spot, Mapping[str, str]]]:
    places = {"store": list(stores), "region": [REGION], "both": [*stores, REGION]}[by]
    for place in places:
        if cut is None:
            yield Spot(place, NO_CUT), NOTHING
            continue
        for part in cube.parts(place):
            yield Spot(place, part), MappingProxyType({cut.value: part})


class _Asked(NamedTuple):
    """A cube being asked for some stores on a day."""

    cube: Cube
    stores: tuple[str, ...]
    as_of: date
    version: str

    def series(
        self, metric: Metric, spot: Spot, by: Mapping[str, str], months: Sequence[tuple[str, int]]
    ) -> Iterator[Reading]:
        """Readings are remembered with the sums: a hundred people ask for the same ones."""
        cells, known = self.cube.cells(spot), self.cube.readings
        for text, month in months:
            key = (metric.slug, spot, month)
            if key not in known:
                top, bottom = self.parts(metric, spot, cells, month)
                n = self.sample(metric, cells, month, top, bottom)
                known[key] = _reading(metric, (spot.place, text, by), top, bottom, n, self.version)
            yield known[key]

    def parts(self, metric: Metric, spot: Spot, cells: Cells, month: int) -> tuple[int | None, int | None]:
        """Numerator and denominator as whole numbers; both None where the reading may not be given yet."""
        if not self.ready(metric, cells, month):
            return None, None
        if metric.paired and spot.place == REGION:
            return self.paired(metric, spot, month)
        return _parts(metric, cells, month)

    def paired(self, metric: Metric, spot: Spot, month: int) -> tuple[int | None, int | None]:
        """The sums over the stores that have every part."""
        pairs = [_parts(metric, self.cube.cells(Spot(store, spot.part)), month) for store in self.stores]
        if metric.denominator is None:
            known = [top for top, _ in pairs if top is not None]
            return (sum(known) if known else None), None
        whole = [(top, bottom) for top, bottom in pairs if top is not None and bottom is not None]
        if not whole:
            return None, None
        return sum(top for top, _ in whole), sum(bottom for _, bottom in whole)

    def ready(self, metric: Metric, cells: Cells, month: int) -> bool:
        if metric.history and not cells.has_history(month, metric.history):
            return False
        return not metric.matures or _months_over(self.as_of) >= month + metric.matures

    def sample(
        self, metric: Metric, cells: Cells, month: int, top: int | None, bottom: int | None
    ) -> int | None:
        """How many cases: the metric's own sample, a part that counts, else settled orders."""
        if top is None:
            return None
        if metric.sample is not None:
            return metric.sample.at(cells, month)
        if metric.denominator is not None and metric.denominator.scale == 1:
            return bottom
        if metric.denominator is None and metric.unit is Unit.COUNT:
            return top
        return SETTLED_ORDERS.at(cells, month)


def _parts(metric: Metric, cells: Cells, month: int) -> tuple[int | None, int | None]:
    top = metric.numerator.at(cells, month)
    if metric.denominator is None:
        return top, None
    return top, metric.denominator.at(cells, month)


def _months_over(as_of: date) -> int:
    """Number of the last month that has ended by the end of the day."""
    number = as_of.year * 12 + as_of.month - 1
    tomorrow = date.fromordinal(as_of.toordinal() + 1)
    return number if tomorrow.day == 1 else number - 1


def _reading(
    metric: Metric,
    key: tuple[str, str, Mapping[str, str]],
    top: int | None,
    bottom: int | None,
    n: int | None,
    version: str,
) -> Reading:
    if metric.denominator is None:
        shown = None if top is None else shown_number(top, metric.numerator)
        return Reading(metric.slug, *key, shown, None, shown, n, version)
    if top is None or not bottom:
        return Reading(metric.slug, *key, None, None, None, None, version)
    numerator = shown_number(top, metric.numerator)
    denominator = shown_number(bottom, metric.denominator)
    return Reading(metric.slug, *key, numerator, denominator, value_of(metric, top, bottom), n, version)


def shown_number(amount: int, measure: Measure) -> Number:
    """A whole number of fen, thousandths, ... in the unit people read."""
    scale = measure.scale
    if scale == 1:
        return amount
    if scale == 100:
        return Decimal(amount).scaleb(-2)
    if scale == 1000:
        return Decimal(amount).scaleb(-3)
    return Decimal(amount) / Decimal(scale)


def value_of(metric: Metric, top: int, bottom: int) -> Decimal:
    """Numerator / denominator x factor: money half-up to the fen, shares unrounded (28 digits)."""
    assert metric.denominator is not None
    over = top * metric.denominator.scale * metric.factor
    under = bottom * metric.numerator.scale
    if metric.unit.is_money:
        return half_up(Fraction(over, under))
    return Decimal(over) / Decimal(under)


def half_up(amount: Fraction) -> Decimal:
    """To the fen, halves away from zero."""
    fen = (abs(amount) * 200 + 1) // 2
    return Decimal(int(fen) if amount >= 0 else -int(fen)).scaleb(-2)

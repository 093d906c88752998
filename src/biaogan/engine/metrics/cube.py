"""The sums behind the readings: one query per mart and month column adds up everything asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from biaogan.engine.metrics.catalogue.totals import (
    MONEY_ROWS,
    ORDERS_OPENED,
    SETTLED_ORDERS,
)
from biaogan.engine.metrics.cuts import with_cut
from biaogan.engine.metrics.marts import REGION, Marts
from biaogan.engine.metrics.measure import Cells, Gathering, Total
from biaogan.engine.metrics.metric import Cut

if TYPE_CHECKING:
    import ibis

    from biaogan.engine.facts.snapshot import Snapshot
    from biaogan.engine.metrics.reading import Reading

# Without these nobody could tell "none" from "nothing known".
SETTLED = (SETTLED_ORDERS, MONEY_ROWS)
ALWAYS = (*SETTLED, ORDERS_OPENED)

Sums = dict[str, dict[int, int]]


class Spot(NamedTuple):
    """Where a sum belongs: a store or the region, and the value of the cut ("" without one)."""

    place: str
    part: str


@dataclass(frozen=True)
class Cube:
    """Sums per place and part for some stores and one as-of date, ready to be asked by measures."""

    sums: Mapping[Spot, Sums]
    kept: dict[Spot, Cells] = field(default_factory=dict)
    readings: dict[tuple[str, Spot, int], Reading] = field(default_factory=dict)

    def cells(self, spot: Spot) -> Cells:
        """The sums of a place, kept with the running counts made from them."""
        if spot not in self.kept:
            self.kept[spot] = self._cells(spot)
        return self.kept[spot]

    def _cells(self, spot: Spot) -> Cells:
        sums = self.sums.get(spot, {})
        opened = sums.get(ORDERS_OPENED.name, {})
        orders = frozenset(month for total in SETTLED for month in sums.get(total.name, ()))
        return Cells(sums, orders, orders | frozenset(opened), min(opened) if opened else None)

    def parts(self, place: str) -> list[str]:
        return sorted(spot.part for spot in self.sums if spot.place == place)


def of_stores(
    snapshot: Snapshot, totals: Iterable[Total], *, as_of: date, cut: Cut | None = None
) -> dict[Spot, Sums]:
    """The totals of every store of the facts, over all months."""
    sums: dict[Spot, Sums] = defaultdict(lambda: defaultdict(dict))
    for group in _groups({total.name: total for total in (*ALWAYS, *totals)}.values()):
        for spot, name, month, amount in _added(Marts(snapshot), group, as_of, cut):
            sums[spot][name][month] = amount
    return sums


def of_region(
    snapshot: Snapshot,
    stores: Mapping[Spot, Sums],
    totals: Iterable[Total],
    *,
    codes: Sequence[str],
    as_of: date,
    cut: Cut | None = None,
) -> dict[Spot, Sums]:
    """The totals of the region that the stores `codes` make: their own sums in `stores`, added.

    Totals that are recounted are counted anew over the region's rows.
    """
    sums: dict[Spot, Sums] = defaultdict(lambda: defaultdict(dict))
    recounted = {total.name: total for total in totals if total.recounted}
    wanted = set(codes)
    for spot, found in stores.items():
        if spot.place in wanted:
            _add(sums[Spot(REGION, spot.part)], found, recounted)
    for group in _groups(recounted.values()):
        for spot, name, month, amount in _added(Marts(snapshot, codes, as_region=True), group, as_of, cut):
            sums[spot][name][month] = amount
    return sums


def _add(whole: Sums, part: Sums, but: Container[str]) -> None:
    for name, series in part.items():
        if name not in but:
            into = whole[name]
            for month, amount in series.items():
                into[month] = into.get(month, 0) + amount


def _groups(totals: Iterable[Total]) -> list[list[Total]]:
    groups: dict[tuple[str, str, bool], list[Total]] = defaultdict(list)
    for total in totals:
        groups[total.mart, total.when, total.recounted].append(total)
    return [sorted(group, key=lambda total: total.name) for group in groups.values()]


def _added(
    marts: Marts, group: Sequence[Total], as_of: date, cut: Cut | None
) -> Iterator[tuple[Spot, str, int, int]]:
    """One aggregate query; sums of nothing and counts of none are left out."""
    kind = (group[0].mart, group[0].when, "region" if marts.as_region else "stores", cut or "whole")
    name = " ".join([*kind, *(total.name for total in group)])
    rows = marts.asked(name, lambda among, day: _question(among, group, day, cut), as_of)
    for store, month, part, *amounts in rows:
        if store is None:
            continue
        spot = Spot(store, part)
        for total, amount in zip(group, amounts, strict=True):
            if amount or (amount is not None and total.gathering is not Gathering.COUNT):
                yield spot, total.name, month, round(amount * 1000) if total.quantile else amount


def _question(marts: Marts, group: Sequence[Total], as_of: date, cut: Cut | None) -> ibis.Table | None:
    """None where the mart cannot be divided so."""
    when = group[0].when
    table = with_cut(marts, marts.placed(group[0].mart), cut, when)
    if table is None:
        return None
    table = table.filter(table[when].notnull())
    return table.group_by(store=table.store, month=table[when], part=table["part"]).aggregate(
        **{total.name: expression(table, total, as_of) for total in group}
    )


def expression(table: ibis.Table, total: Total, as_of: date) -> ibis.Scalar:
    """What adds a total up over the rows of its mart."""
    where = total.where(table) if total.where else None
    if total.closes:
        closed = table[total.closes] <= as_of
        where = closed if where is None else where & closed
    if total.quantile is not None and total.add:
        return table[total.add].quantile(total.quantile, where=where)
    if total.add is None:
        return table.count(where=where)
    return table[total.add].sum(where=where).cast("int64")

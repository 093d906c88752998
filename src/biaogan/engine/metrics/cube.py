"""The sums behind the readings: one query per mart and month column adds up everything asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def gather(
    snapshot: Snapshot, totals: Iterable[Total], *, stores: Sequence[str], as_of: date, cut: Cut | None = None
) -> Cube:
    """Add up the totals over all months, for each of the stores and for the region they make.

    Region figures are the stores' added, except of totals that are recounted over the region's rows.
    """
    sums: dict[Spot, Sums] = defaultdict(lambda: defaultdict(dict))
    wanted = {total.name: total for total in (*ALWAYS, *totals)}
    for group in _groups(wanted.values()):
        for spot, name, month, amount in _added(Marts(snapshot, stores), group, as_of, cut):
            sums[spot][name][month] = amount
            if not group[0].recounted:
                region = sums[Spot(REGION, spot.part)][name]
                region[month] = region.get(month, 0) + amount
        if group[0].recounted:
            for spot, name, month, amount in _added(
                Marts(snapshot, stores, as_region=True), group, as_of, cut
            ):
                sums[spot][name][month] = amount
    return Cube({spot: dict(found) for spot, found in sums.items()})


def _groups(totals: Iterable[Total]) -> list[list[Total]]:
    groups: dict[tuple[str, str, bool], list[Total]] = defaultdict(list)
    for total in totals:
        groups[total.mart, total.when, total.recounted].append(total)
    return list(groups.values())


def _added(
    marts: Marts, group: Sequence[Total], as_of: date, cut: Cut | None
) -> Iterator[tuple[Spot, str, int, int]]:
    """One aggregate query; sums of nothing and counts of none are left out."""
    table = marts.placed(group[0].mart)
    table = with_cut(marts, table, cut, group[0].when)
    if table is None:
        return
    table = table.filter(table[group[0].when].notnull())
    answer = table.group_by(store=table.store, month=table[group[0].when], part=table["part"]).aggregate(
        **{total.name: expression(table, total, as_of) for total in group}
    )
    columns = answer.to_pyarrow().to_pydict()
    spots = [Spot(store, part) for store, part in zip(columns["store"], columns["part"], strict=True)]
    for total in group:
        keep_zero = total.gathering is not Gathering.COUNT
        for spot, month, amount in zip(spots, columns["month"], columns[total.name], strict=True):
            if amount is not None and (amount or keep_zero):
                yield spot, total.name, month, round(amount * 1000) if total.quantile else amount


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


def merged(first: Cube, second: Cube) -> Cube:
    """Both cubes' sums; a total found in both is the same in both."""
    spots = {*first.sums, *second.sums}
    return Cube({spot: {**first.sums.get(spot, {}), **second.sums.get(spot, {})} for spot in spots})

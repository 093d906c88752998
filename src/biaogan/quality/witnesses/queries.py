"""Five witnesses of the same item, side by side: what each saw, and which of them tell another story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np

from biaogan.engine.methods.apart import fisher, stratified
from biaogan.engine.methods.bands import holm
from biaogan.engine.methods.intervals import Interval, wilson
from biaogan.org.models import Store
from biaogan.quality.models import CheckItem
from biaogan.quality.parts import modules
from biaogan.quality.standards.items.queries import STEP_ORDER, with_current
from biaogan.quality.witnesses import witnessed as own
from biaogan.quality.witnesses.seen import Witness, Witnessed

SPANS = (90, 180, 365)  # days
USUAL_SPAN = 180
ALPHA = 0.05  # of all comparisons of a page together
Looks = dict[str, tuple[int, int]]  # witness -> passed, total


@dataclass(frozen=True)
class Rate:
    """What one witness saw: `passed` of `total`, and how far that can be trusted."""

    passed: int
    total: int

    @property
    def share(self) -> float:
        return self.passed / self.total

    @property
    def interval(self) -> Interval:
        found = wilson(self.passed, self.total)
        assert found is not None
        return found


@dataclass(frozen=True)
class Gap:
    """The two witnesses that differ most clearly: the better story first; `points` between their shares.

    `apart`: beyond chance, counted with all comparisons of the page (Holm, five in a hundred).
    """

    high: str
    low: str
    points: float
    apart: bool


@dataclass(frozen=True)
class Row:
    item: CheckItem
    rates: dict[str, Rate]
    gap: Gap | None


@dataclass(frozen=True)
class Against:
    """The announced inspection against another witness, over the items both looked at at one store."""

    store: Store
    witness: str
    points: float
    items: int
    apart: bool


def span(until: date, days: int) -> tuple[date, date]:
    """The first and the last day of so many days."""
    return until - timedelta(days=days - 1), until


def looks(*, stores: Sequence[Store], since: date, until: date, records: bool = True) -> list[Witnessed]:
    """What every part of the room witnessed at these stores; without `records` the facts are not read."""
    if not stores:
        return []
    known = {store.pk for store in stores}
    found = [
        one
        for part in modules("witnessed")
        if records or part is not own
        for one in part.witnessed(stores=stores, since=since, until=until)
    ]
    return [one for one in found if one.store_id in known and one.total > 0]


def added(found: Iterable[Witnessed]) -> dict[tuple[int, int], Looks]:
    """(store, item) -> what each witness saw there, whole looks."""
    sums: dict[tuple[int, int], dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for one in found:
        held = sums[one.store_id, one.item_id][one.witness]
        held[0] += one.passed
        held[1] += one.total
    return {
        key: {
            witness: (min(round(passed), int(total)), int(total)) for witness, (passed, total) in by.items()
        }
        for key, by in sums.items()
    }


def of_store(found: Iterable[Witnessed], store: Store) -> list[Row]:
    """Every item that anybody looked at; what is told apart first, then in the order of the service."""
    seen = {item: by for (at, item), by in added(found).items() if at == store.pk}
    items = with_current(CheckItem.objects.filter(pk__in=seen))
    gaps = _gaps({item.pk: seen[item.pk] for item in items})
    rows = [Row(item, _rates(seen[item.pk]), gaps.get(item.pk)) for item in items]
    return sorted(rows, key=_place)


def _rates(by: Looks) -> dict[str, Rate]:
    return {witness: Rate(*by[witness]) for witness in Witness.values if witness in by}


def _place(row: Row) -> tuple[bool, float, int, int]:
    apart = row.gap is not None and row.gap.apart
    return not apart, -row.gap.points if apart and row.gap else 0.0, STEP_ORDER[row.item.step], row.item.pk


def _gaps(seen: dict[int, Looks]) -> dict[int, Gap]:
    """The clearest pair of witnesses of every item that has two."""
    pairs = [(item, *pair) for item, by in seen.items() for pair in combinations(_known(by), 2)]
    raw = [fisher(seen[item][one], seen[item][other]) for item, one, other in pairs]
    chances = np.array([1.0 if p is None else p for p in raw])
    adjusted = holm(chances)
    best: dict[int, tuple[float, int]] = {}
    for at, (item, _one, _other) in enumerate(pairs):
        best[item] = min(best.get(item, (2.0, at)), (float(chances[at]), at))
    return {item: _gap(seen[item], *pairs[at][1:], p=float(adjusted[at])) for item, (_p, at) in best.items()}


def _known(by: Looks) -> list[str]:
    return [witness for witness in Witness.values if witness in by]


def _gap(by: Looks, one: str, other: str, *, p: float) -> Gap:
    first, second = Rate(*by[one]), Rate(*by[other])
    high, low = (one, other) if first.share >= second.share else (other, one)
    return Gap(high, low, 100 * abs(first.share - second.share), p <= ALPHA)


def announced_against(found: Iterable[Witnessed], stores: Sequence[Store]) -> list[Against]:
    """Store by store, whether the announced inspection tells a better story than each other witness."""
    seen = added(found)
    compared = []
    for store in stores:
        items = [by for (at, _item), by in seen.items() if at == store.pk and Witness.ANNOUNCED in by]
        for witness in Witness.values[1:]:
            one = stratified((by[Witness.ANNOUNCED], by[witness]) for by in items if witness in by)
            if one is not None:
                compared.append((store, witness, one))
    adjusted = holm(np.array([1.0 if one.p is None else one.p for _store, _witness, one in compared]))
    return [
        Against(store, witness, 100 * one.difference, one.strata, bool(p <= ALPHA))
        for (store, witness, one), p in zip(compared, adjusted, strict=True)
    ]

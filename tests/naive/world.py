"""The facts of some stores, arranged once: by store and month, by visit, by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from naive.orders import Money, Row, Visit, money_of, orders_of, visits_of
from naive.periods import ending_with, month_of

Pair = tuple[Fraction, Fraction | None]


@dataclass(frozen=True)
class Place:
    """A store, or the region of all stores asked for."""

    name: str
    stores: list[str]

    @property
    def is_region(self) -> bool:
        return self.name == "region"


class World:
    """What the metrics read; nothing here is a metric."""

    def __init__(self, facts: dict[str, list[Row]], stores: list[str], as_of: date) -> None:
        self.facts = facts
        self.stores = stores
        self.as_of = as_of
        self.orders = orders_of(facts, stores)
        self.visits = visits_of(self.orders)
        self.money: dict[tuple[str, str], list[Money]] = defaultdict(list)
        self.trading: set[tuple[str, str]] = set()  # store-months with a settlement
        self.order_months: dict[str, set[str]] = defaultdict(set)  # opened or settled, by store
        self.first_month: dict[str, str] = {}
        for order in self.orders.values():
            self._arrange(order.store, money_of(order), order.row)

    def _arrange(self, store: str, amounts: list[Money], row: Row) -> None:
        for amount in amounts:
            self.money[store, amount.month].append(amount)
            self.trading.add((store, amount.month))
        opened = month_of(row["opened_at"])
        self.order_months[store].add(opened)
        self.first_month[store] = min(opened, self.first_month.get(store, opened))
        if row.get("settled_at") is not None:
            self.trading.add((store, month_of(row["settled_at"])))
            self.order_months[store].add(month_of(row["settled_at"]))

    def rows(self, kind: str, store: str) -> list[Row]:
        return [row for row in self.facts.get(kind, []) if row["store"] == store]

    def rows_in(self, kind: str, store: str, when: str, month: str) -> list[Row]:
        rows = self.rows(kind, store)
        return [row for row in rows if row.get(when) is not None and month_of(row[when]) == month]

    def external(self, store: str, month: str) -> list[Money]:
        return [amount for amount in self.money[store, month] if amount.external]

    def settled_visits(self, store: str, month: str) -> list[Visit]:
        return [visit for visit in self.visits if visit.store == store and visit.settled_month == month]

    def delivered_visits(self, store: str, month: str) -> list[Visit]:
        return [visit for visit in self.visits if visit.store == store and visit.delivered_month == month]

    def has_history(self, place: Place, month: str, months: int) -> bool:
        """The place's first order lies `months` months back or more, and its last year holds orders."""
        starts = [self.first_month[store] for store in place.stores if store in self.first_month]
        if not starts or min(starts) > ending_with(month, months)[0]:
            return False
        window = set(ending_with(month, 12))
        return any(self.order_months[store] & window for store in place.stores)


StoreMeasure = Callable[[World, str, str], Pair | None]
PlaceMeasure = Callable[[World, Place, str], Pair | None]


def summed(measure: StoreMeasure) -> PlaceMeasure:
    """Stores without a reading of their own sides stay out; the others add, then divide."""

    def over_stores(world: World, place: Place, month: str) -> Pair | None:
        pairs = [pair for store in place.stores if (pair := measure(world, store, month)) is not None]
        if not pairs:
            return None
        lower = [below for _, below in pairs if below is not None]
        return sum((above for above, _ in pairs), Fraction(0)), sum(lower, Fraction(0)) if lower else None

    return over_stores


def yuan(fen: int) -> Fraction:
    return Fraction(fen, 100)


def hours(milli: int) -> Fraction:
    return Fraction(milli, 1000)

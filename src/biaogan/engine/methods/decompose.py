"""A gap in money taken apart: customers, visits per customer, ticket; by store, exact to the fen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import factorial

MOST_FACTORS = 6
CUSTOMERS = "customers"
VISITS = "visits-per-customer"
COMING_OR_GOING = "opened-or-closed"  # the store has figures on one side only
UNALLOCATED = "unallocated"  # money is known, what drives it is not


class TooManyFactors(ValueError):
    """Every subset of factors is evaluated: beyond six the answer is neither quick nor readable."""


@dataclass(frozen=True)
class Activity:
    """A store in one period: active customers, visits (None where unknown), and money by part in fen."""

    customers: int | None
    visits: int | None
    money: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.money.values())

    @property
    def drivers(self) -> tuple[int, int] | None:
        """Customers and visits, where a ticket can be formed from them."""
        return (self.customers, self.visits) if self.customers and self.visits else None


@dataclass(frozen=True)
class MoneyGap:
    """Fen by store and factor; the factors of a store sum to its gap, all stores to the whole, to the fen."""

    before: int
    after: int
    by_store: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def gap(self) -> int:
        return self.after - self.before

    @property
    def by_factor(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for effects in self.by_store.values():
            for factor, fen in effects.items():
                found[factor] = found.get(factor, 0) + fen
        return found


def shapley(
    whole: Callable[[Sequence[Fraction]], Fraction], before: Sequence[Fraction], after: Sequence[Fraction]
) -> list[Fraction]:
    """What each factor adds to whole(after) - whole(before): the mean over all orders of changing them.

    Shapley (1953), Contributions to the Theory of Games 2, 307-317; in exact fractions, so the effects sum to
    the gap. Any function of up to six factors, zeros and negative values included. Check: (3800, 1.62, 1450)
    to (3900, 1.50, 1490) gives +229,280, -679,180, +240,200. Raises TooManyFactors above six factors.
    """
    n = len(before)
    if n > MOST_FACTORS:
        raise TooManyFactors(f"{n} factors; at most {MOST_FACTORS} can be taken apart")
    worth = {
        chosen: whole([after[i] if i in chosen else before[i] for i in range(n)])
        for size in range(n + 1)
        for chosen in map(frozenset, combinations(range(n), size))
    }
    effects = [Fraction(0)] * n
    for chosen, value in worth.items():
        for i in set(range(n)) - chosen:
            weight = Fraction(factorial(len(chosen)) * factorial(n - len(chosen) - 1), factorial(n))
            effects[i] += weight * (worth[chosen | {i}] - value)
    return effects


def rounded(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers that sum to the rounded sum: the largest remainders are rounded up (Hamilton's method).

    Each differs from its part by less than 1; equal remainders go to the earlier part.
    """
    floors = [part.numerator // part.denominator for part in parts]
    total = sum(parts, Fraction(0))
    missing = (2 * total.numerator + total.denominator) // (2 * total.denominator) - sum(floors)
    remainders = sorted(range(len(parts)), key=lambda i: floors[i] - parts[i])
    for i in remainders[:missing]:
        floors[i] += 1
    return floors


def of_money(before: Mapping[str, Activity], after: Mapping[str, Activity]) -> MoneyGap:
    """The gap in money between two periods, or between target and actual, by store and factor, in fen.

    Money of a store = active customers x visits per customer x ticket, the ticket being the sum of its parts
    per visit (labour, parts, accessories, value-added ...). Shapley's effects, one for each part, named as in
    `money`. A store on one side only is one bar of its own; money without customers or visits (a
    target set for money alone) goes to `unallocated`. Raises TooManyFactors above four parts.
    """
    total = MoneyGap(sum(each.total for each in before.values()), sum(each.total for each in after.values()))
    for store in dict.fromkeys([*before, *after]):
        total.by_store[store] = _of_store(before.get(store), after.get(store))
    return total


def _of_store(before: Activity | None, after: Activity | None) -> dict[str, int]:
    if before is None or after is None:
        return {COMING_OR_GOING: (after.total if after else 0) - (before.total if before else 0)}
    if before.drivers is None or after.drivers is None:
        return {UNALLOCATED: after.total - before.total}
    parts = list(dict.fromkeys([*before.money, *after.money]))
    effects = shapley(_money, _factors(before, parts), _factors(after, parts))
    return dict(zip([CUSTOMERS, VISITS, *parts], rounded(effects), strict=True))


def _factors(activity: Activity, parts: list[str]) -> list[Fraction]:
    customers, visits = activity.drivers or (1, 1)
    tickets = [Fraction(activity.money.get(part, 0), visits) for part in parts]
    return [Fraction(customers), Fraction(visits, customers), *tickets]


def _money(factors: Sequence[Fraction]) -> Fraction:
    customers, visits, *tickets = factors
    return customers * visits * sum(tickets, Fraction(0))

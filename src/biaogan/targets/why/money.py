"""A gap in money taken apart: customers, visits per customer, money per visit, store by store, to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from biaogan.engine.methods.decompose import CUSTOMERS, VISITS, Activity, MoneyGap, of_money
from biaogan.engine.metrics.reading import Reading
from biaogan.targets.asked import REGION, Asked
from biaogan.targets.goals.queries import goals
from biaogan.targets.numbers import Figures, figures

REVENUE, MARGIN = "revenue", "gross-margin"
DRIVERS = ("active-vehicles", "visits")
PARTS = {
    REVENUE: {
        "labour": "labour-revenue",
        "parts": "parts-revenue",
        "value-added": "value-added-revenue",
    },
    MARGIN: {"labour": "labour-gross-margin", "parts": "parts-gross-margin"},
}
REST = {REVENUE: "accessories-and-other", MARGIN: "accessories-and-value-added"}
TICKET = "ticket"
VISIT_COUNT = "visit-count"  # where a store has no year of customers yet


@dataclass(frozen=True)
class MoneyWhy:
    """`untold`: stores without a target, left out on both sides; `whole`: the region's own target, in fen."""

    gap: MoneyGap
    untold: Sequence[str] = ()
    whole: int | None = None


def slugs_of(kind: str) -> list[str]:
    return [kind, *PARTS[kind].values(), *DRIVERS]


def between_months(kind: str, asked: Asked, before: str) -> MoneyWhy | None:
    """The month against another; None where either has no money at all."""
    found = figures(slugs_of(kind), months=[before, asked.month], stores=asked.codes, as_of=asked.today)
    places = [asked.store.code] if asked.store else asked.codes
    old, new = (_activities(kind, found, places, month) for month in (before, asked.month))
    return MoneyWhy(taken_apart(old, new)) if old and new else None


def against_target(asked: Asked) -> MoneyWhy | None:
    """Revenue against its targets, store by store; None without a target or without revenue."""
    found = figures(slugs_of(REVENUE), months=[asked.month], stores=asked.codes, as_of=asked.today)
    aims = goals([REVENUE, *DRIVERS], stores=asked.codes, months=[asked.month], as_of=asked.today)
    values = {(slug, place): goal.value for (slug, place, _), goal in aims.items()}
    places = [asked.store.code] if asked.store else asked.codes
    aimed = [place for place in places if (REVENUE, place) in values]
    if not aimed and not asked.store and (REVENUE, REGION) in values:
        aimed = [REGION]
    old = {place: _aim(values, place) for place in aimed}
    new = {place: _as_ticket(one) for place, one in _activities(REVENUE, found, aimed, asked.month).items()}
    if not old or not new:
        return None
    whole = values.get((REVENUE, REGION)) if not asked.store else None
    untold = [] if aimed == [REGION] else [place for place in places if place not in aimed]
    return MoneyWhy(taken_apart(old, new), untold, None if whole is None else _fen(whole))


def taken_apart(before: Mapping[str, Activity], after: Mapping[str, Activity]) -> MoneyGap:
    """Where customers are not known on both sides, the number of visits stands in for them."""
    plain = {
        place
        for place in before.keys() & after.keys()
        if not (before[place].customers and after[place].customers)
    }
    gap = of_money(_by_visits(before, plain), _by_visits(after, plain))
    for place in plain:
        effects = gap.by_store[place]
        if CUSTOMERS in effects:
            counted = {VISIT_COUNT: effects.pop(CUSTOMERS) + effects.pop(VISITS)}
            gap.by_store[place] = {**counted, **effects}
    return gap


def _by_visits(sides: Mapping[str, Activity], plain: set[str]) -> dict[str, Activity]:
    return {
        place: Activity(one.visits, one.visits, one.money) if place in plain else one
        for place, one in sides.items()
    }


def _activities(kind: str, found: Figures, places: Sequence[str], month: str) -> dict[str, Activity]:
    """Places without money in the month are left out."""
    made = {place: _activity(kind, found, place, month) for place in places}
    return {place: one for place, one in made.items() if one is not None}


def _activity(kind: str, found: Figures, place: str, month: str) -> Activity | None:
    whole = _money(kind, found.at(kind, place, month))
    if whole is None:
        return None
    customers, visits = (found.at(slug, place, month).value for slug in DRIVERS)
    parts = {name: _money(kind, found.at(slug, place, month)) for name, slug in PARTS[kind].items()}
    known = {name: fen for name, fen in parts.items() if fen is not None}
    money = {**known, REST[kind]: whole - sum(known.values())}
    return Activity(
        None if customers is None else int(customers), None if visits is None else int(visits), money
    )


def _money(kind: str, reading: Reading) -> int | None:
    """Revenue is the value of its metric, gross profit the numerator of the margin."""
    amount = reading.value if kind == REVENUE else reading.numerator
    return None if amount is None else _fen(amount)


def _fen(yuan: Decimal | int) -> int:
    return round(Decimal(yuan) * 100)


def _aim(values: Mapping[tuple[str, str], Decimal], place: str) -> Activity:
    customers, visits = (values.get((slug, place)) for slug in DRIVERS)
    return Activity(
        None if customers is None else int(customers),
        None if visits is None else int(visits),
        {TICKET: _fen(values[REVENUE, place])},
    )


def _as_ticket(activity: Activity) -> Activity:
    """A target knows no parts of a visit's money."""
    return Activity(activity.customers, activity.visits, {TICKET: activity.total})
